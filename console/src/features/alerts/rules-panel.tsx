import { ActionIcon, Button, Group, Menu, NumberInput, Select, Skeleton, Switch, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '@/lib/ids';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import classes from './alerts-page.module.css';
import { FIRST, KINDS, keepRules, rulesQuery, type AlertRule, type Kind } from './notices';

const MOST = 20;

/** What is watched in a centre: rules that are read as sentences. */
export function RulesPanel({ centreId }: { centreId: string }) {
  const { t } = useTranslation();
  const rules = useQuery(rulesQuery(centreId));
  return (
    <Panel>
      {rules.isPending && <Skeleton height={240} radius="md" role="status" aria-label={t('common.loading')} />}
      {rules.error && !rules.data && <Trouble error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data && <Editor key={rules.data.version} centreId={centreId} kept={rules.data.rules} version={rules.data.version} />}
    </Panel>
  );
}

function Editor({ centreId, kept, version }: { centreId: string; kept: AlertRule[]; version: number }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [rules, setRules] = useState(kept);
  const keep = useMutation({
    mutationFn: () => keepRules(centreId, version, rules),
    onSuccess: (now) => {
      queries.setQueryData(rulesQuery(centreId).queryKey, now);
      notifications.show({ message: t('alerts.rulesKept') });
    },
  });
  const change = (id: string, values: Partial<AlertRule>) =>
    setRules(rules.map((rule) => (rule.id === id ? { ...rule, ...values } : rule)));
  const add = (kind: Kind) =>
    setRules([...rules, { id: newKey(), kind, on: true, mail: false, after: FIRST[kind].after, audience: FIRST[kind].audience }]);
  const isChanged = JSON.stringify(rules) !== JSON.stringify(kept);

  return (
    <>
      {rules.length === 0 && <Text>{t('alerts.noRules')}</Text>}
      <ul className={classes.rules}>
        {rules.map((rule) => (
          <Rule
            key={rule.id}
            rule={rule}
            onChange={(values) => change(rule.id, values)}
            onRemove={() => setRules(rules.filter((one) => one.id !== rule.id))}
          />
        ))}
      </ul>
      {keep.error && <Trouble error={keep.error} mt="md" />}
      <Group justify="space-between" mt="md">
        <Menu shadow="md" withinPortal>
          <Menu.Target>
            <Button variant="default" leftSection={<IconPlus size={17} />} disabled={rules.length >= MOST}>
              {t('alerts.addRule')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {KINDS.map((kind) => (
              <Menu.Item key={kind} onClick={() => add(kind)}>
                {t(`alerts.kinds.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Group gap="sm">
          {isChanged && (
            <Button variant="default" onClick={() => setRules(kept)}>
              {t('common.cancel')}
            </Button>
          )}
          <Button disabled={!isChanged} loading={keep.isPending} onClick={() => keep.mutate()}>
            {t('alerts.save')}
          </Button>
        </Group>
      </Group>
    </>
  );
}

type RuleProps = { rule: AlertRule; onChange: (values: Partial<AlertRule>) => void; onRemove: () => void };

function Rule({ rule, onChange, onRemove }: RuleProps) {
  const { t } = useTranslation();
  const name = t(`alerts.kinds.${rule.kind}`);
  const audiences = (['agent', 'centre', 'company'] as const).filter((one) => one !== 'agent' || FIRST[rule.kind].ofALead);
  return (
    <li className={classes.rule}>
      <div className={classes.ruleHead}>
        <Switch
          label={<strong>{name}</strong>}
          checked={rule.on}
          onChange={(event) => onChange({ on: event.currentTarget.checked })}
        />
        <ActionIcon variant="subtle" color="gray" aria-label={t('alerts.removeRule', { name })} onClick={onRemove}>
          <IconTrash size={17} />
        </ActionIcon>
      </div>
      <div className={classes.ruleWords}>
        <Limit rule={rule} name={name} onChange={onChange} />
        <span className={classes.part}>
          {t('alerts.tell')}
          <Select
            size="xs"
            w={170}
            aria-label={t('alerts.tellOf', { name })}
            data={audiences.map((value) => ({ value, label: t(`alerts.audiences.${value}`) }))}
            value={rule.audience}
            onChange={(value) => value && onChange({ audience: value as AlertRule['audience'] })}
          />
        </span>
        <Switch
          size="xs"
          label={t('alerts.alsoByMail')}
          checked={rule.mail}
          onChange={(event) => onChange({ mail: event.currentTarget.checked })}
        />
      </div>
    </li>
  );
}

/** In hours where it is whole hours: nobody thinks of a lead that drags on in minutes. */
function Limit({ rule, name, onChange }: { rule: AlertRule; name: string; onChange: RuleProps['onChange'] }) {
  const { t } = useTranslation();
  const inHours = rule.kind === 'slow_lead';
  const unit = rule.kind === 'no_answer' ? 'tries' : inHours ? 'hours' : 'minutes';
  const factor = inHours ? 60 : 1;
  return (
    <span className={classes.part}>
      {t(`alerts.limits.${rule.kind}`)}
      <NumberInput
        size="xs"
        w={84}
        min={0}
        step={1}
        allowNegative={false}
        decimalScale={inHours ? 1 : 0}
        aria-label={t('alerts.limitOf', { name })}
        value={rule.after / factor}
        onChange={(value) => typeof value === 'number' && onChange({ after: Math.round(value * factor) })}
      />
      {t(`alerts.units.${unit}`)}
    </span>
  );
}
