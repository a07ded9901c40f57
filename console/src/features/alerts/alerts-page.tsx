import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconBellCheck, IconChecks, IconSettings } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { Page } from '@/ui/page';
import { Trouble } from '@/ui/trouble';
import classes from './alerts-page.module.css';
import { NoticeRow } from './notice-row';
import { markRead, noticesQuery } from './notices';
import { SettingsDialog } from './settings-dialog';

/** What is late, longest first; and, apart, what is over. */
export function AlertsPage({ rules }: { rules: ReactNode }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [shown, setShown] = useState<'now' | 'over'>('now');
  const [setting, dialog] = useDisclosure(false);
  const notices = useQuery(noticesQuery);
  const read = useMutation({
    mutationFn: markRead,
    onSettled: () => queries.invalidateQueries({ queryKey: noticesQuery.queryKey }),
    onError: (error) => notifications.show({ color: 'brick', message: error.message }),
  });
  const items = (notices.data?.items ?? []).filter((notice) => (notice.ended_at === null) === (shown === 'now'));

  return (
    <Page
      title={t('nav.alerts')}
      lead={
        <>
          {t('alerts.lead')} {rules}
        </>
      }
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconChecks size={18} />}
            disabled={!notices.data?.unread}
            loading={read.isPending}
            onClick={() => notices.data && read.mutate({ until: notices.data.at })}
          >
            {t('alerts.readAll')}
          </Button>
          <Button variant="default" leftSection={<IconSettings size={18} />} onClick={dialog.open}>
            {t('alerts.mySettings')}
          </Button>
        </>
      }
    >
      <SegmentedControl
        className={classes.which}
        aria-label={t('alerts.which')}
        value={shown}
        onChange={(value) => setShown(value as 'now' | 'over')}
        data={[
          { value: 'now', label: t('alerts.now') },
          { value: 'over', label: t('alerts.over') },
        ]}
      />
      {notices.isPending && <Skeleton height={220} radius="lg" role="status" aria-label={t('common.loading')} />}
      {notices.error && !notices.data && <Trouble error={notices.error} onRetry={() => void notices.refetch()} />}
      {notices.data && items.length === 0 && (
        <Empty icon={<IconBellCheck />} title={t(`alerts.empty.${shown}`)} text={t(`alerts.emptyText.${shown}`)} />
      )}
      {items.length > 0 && (
        <ul className={classes.list} aria-label={t(`alerts.${shown}`)}>
          {items.map((notice) => (
            <NoticeRow key={notice.id} notice={notice} onRead={() => notice.unread && read.mutate({ ids: [notice.id] })} />
          ))}
        </ul>
      )}
      {setting && <SettingsDialog onClose={dialog.close} />}
    </Page>
  );
}
