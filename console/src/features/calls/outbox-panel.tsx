import { Button, Group, Text } from '@mantine/core';
import { IconCloudOff, IconHandStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { keepWaiting, letGo, type Waiting } from '@/lib/outbox';
import { LinkAnchor } from '@/ui/links';
import { Moment } from '@/ui/moment';
import classes from './outbox-panel.module.css';
import { useOutbox, useWaiting } from './use-outbox';

/** What was written while the house could not be reached. It goes by itself; what is refused is said, and stays. */
export function OutboxPanel({ leadId }: { leadId?: string }) {
  const { t } = useTranslation();
  useOutbox();
  const waiting = useWaiting().filter((one) => !leadId || one.lead.id === leadId);
  if (waiting.length === 0) return null;
  return (
    <section className={classes.outbox} aria-label={t('outbox.title')} role="status">
      <h2>{t('outbox.count', { count: waiting.length })}</h2>
      <ul>
        {waiting.map((item) => (
          <Piece key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

function Piece({ item }: { item: Waiting }) {
  const { t } = useTranslation();
  const user = useMe().id;
  return (
    <li data-refused={item.refused !== undefined}>
      <div className={classes.head}>
        {item.refused ? <IconHandStop size={17} aria-hidden="true" /> : <IconCloudOff size={17} aria-hidden="true" />}
        <LinkAnchor to="/leads/$leadId" params={{ leadId: item.lead.id }}>
          {item.lead.name}
        </LinkAnchor>
        <Text size="sm" c="dimmed">
          {t(`outbox.${item.kind}`)} · <Moment at={new Date(item.at).toISOString()} />
        </Text>
      </div>
      <p className={classes.says} dir="auto">
        {item.says}
      </p>
      {item.refused && (
        <>
          <Text size="sm" fw={600}>
            {t('outbox.refused')} {item.refused}
          </Text>
          <Group gap="xs" mt={4}>
            <Button size="compact-sm" variant="default" onClick={() => keepWaiting(user, { ...item, refused: undefined })}>
              {t('common.retry')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="brick" onClick={() => letGo(user, item.id)}>
              {t('outbox.drop')}
            </Button>
          </Group>
        </>
      )}
    </li>
  );
}
