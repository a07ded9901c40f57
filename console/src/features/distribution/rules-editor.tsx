import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { Problem } from '@/lib/problem';
import { useDraft } from '@/lib/use-draft';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { saveDistribution, type Distribution, type Method, type Rules } from './distribution';
import { AbilityRules } from './ability-rules';
import { MethodChoice } from './method-choice';
import { PresenceRules } from './presence-rules';

type Kept = { method: Method; rules: Rules } | null;

/** How the centre gives out its leads. What is typed stays on this device until it is saved. */
export function RulesEditor({ centreId, distribution }: { centreId: string; distribution: Distribution }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const kept = useDraft<Kept>(`${me.id}.distribution.${centreId}.${distribution.version}`, null);
  const { method, rules } = kept.value ?? distribution;
  const save = useMutation({
    mutationFn: () => saveDistribution(centreId, distribution.version, method, rules),
    onSuccess: () => {
      kept.clear();
      void queries.invalidateQueries({ queryKey: ['distribution', centreId] });
      void queries.invalidateQueries({ queryKey: ['centres'] });
      notifications.show({ message: t('distribution.saved') });
    },
  });
  const write = (next: { method?: Method; rules?: Partial<Rules> }) => {
    save.reset();
    kept.write({ method: next.method ?? method, rules: { ...rules, ...next.rules } });
  };
  const change = (next: Partial<Rules>) => write({ rules: next });
  const fields = save.error instanceof Problem ? Object.entries(save.error.fields) : [];
  return (
    <Panel title={t('distribution.rules')}>
      <Stack gap="lg">
        <MethodChoice method={method} rules={rules} choose={(chosen) => write({ method: chosen })} change={change} />
        <PresenceRules rules={rules} change={change} />
        <AbilityRules rules={rules} change={change} />
        {save.error && fields.length === 0 && <Trouble error={save.error} />}
        {fields.length > 0 && (
          <Alert color="brick" role="alert">
            {fields.map(([place, message]) => (
              <Text key={place} size="sm">
                {message}
              </Text>
            ))}
          </Alert>
        )}
        <Group justify="flex-end">
          {kept.value && (
            <Button variant="default" onClick={kept.clear}>
              {t('common.cancel')}
            </Button>
          )}
          <Button leftSection={<IconDeviceFloppy size={18} />} disabled={!kept.value} loading={save.isPending} onClick={() => save.mutate()}>
            {t('distribution.save')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
