import { Checkbox, Skeleton, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { scopeOf, useMe } from '@/api/me';
import { DialogForm } from '@/ui/dialog-form';
import { Trouble } from '@/ui/trouble';
import { KINDS, keepSettings, settingsQuery, type Kind, type NoticeSettings } from './notices';

/** How I want to be told. Rules are the centre's; what I read of them is mine. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const settings = useQuery(settingsQuery);
  if (settings.data) return <Settings settings={settings.data} onClose={onClose} />;
  return settings.error ? <Trouble error={settings.error} onRetry={() => void settings.refetch()} mt="md" /> : <Skeleton height={90} mt="md" />;
}

function Settings({ settings, onClose }: { settings: NoticeSettings; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { heard: KINDS.filter((kind) => !settings.muted.includes(kind)) as string[], mail: settings.mail, centres: settings.centres },
  });
  const keep = useMutation({
    mutationFn: ({ heard, ...rest }: typeof form.values) =>
      keepSettings({ ...rest, muted: KINDS.filter((kind: Kind) => !heard.includes(kind)) }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['notices'] });
      onClose();
    },
  });
  return (
    <DialogForm
      title={t('alerts.mySettings')}
      action={t('alerts.save')}
      busy={keep.isPending}
      error={keep.error}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => keep.mutate(values))}
    >
      <Checkbox.Group label={t('alerts.hear')} description={t('alerts.hearText')} {...form.getInputProps('heard')}>
        <Stack gap="xs" mt="xs">
          {KINDS.map((kind) => (
            <Checkbox key={kind} value={kind} label={t(`alerts.kinds.${kind}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Switch label={t('alerts.byMail')} description={t('alerts.byMailText')} {...form.getInputProps('mail', { type: 'checkbox' })} />
      {scopeOf(me, 'leads.manage') === 'all' && (
        <Switch label={t('alerts.centres')} {...form.getInputProps('centres', { type: 'checkbox' })} />
      )}
    </DialogForm>
  );
}
