import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Copyable } from '@/ui/copyable';
import { Panel } from '@/ui/panel';
import { Tag, type Tone } from '@/ui/tag';
import { Trouble } from '@/ui/trouble';
import classes from './domain-panel.module.css';
import { domainQuery, type Check, type Sender } from './senders';

const TONES: Record<Check['state'], Tone> = { ok: 'moss', weak: 'brass', missing: 'brick', wrong: 'brick', unknown: 'stone' };

/** What the domain says of itself in the DNS, and what to publish where it says nothing. */
export function DomainPanel({ sender }: { sender: Sender }) {
  const { t } = useTranslation();
  const domain = sender.from_address.split('@').at(-1) ?? '';
  const checks = useQuery(domainQuery(sender.id, domain));
  return (
    <Panel title={t('senders.domain.title', { domain })}>
      <Text size="sm" c="dimmed" mb="md">
        {t('senders.domain.text')}
      </Text>
      {checks.isPending && <Skeleton height={160} radius="md" role="status" aria-label={t('common.loading')} />}
      {checks.error && <Trouble error={checks.error} onRetry={() => void checks.refetch()} />}
      <ul className={classes.checks}>
        {checks.data?.checks.map((check) => (
          <li key={check.name}>
            <div className={classes.head}>
              <strong>{check.name.toUpperCase()}</strong>
              <Tag tone={TONES[check.state]}>{t(`senders.domain.states.${check.state}`)}</Tag>
            </div>
            <Text size="sm">{check.message}</Text>
            {check.found && <code className={classes.found}>{check.found}</code>}
            {check.wanted && <Wanted record={check.wanted} place={placeOf(check, domain)} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Wanted({ record, place }: { record: string; place: string }) {
  const { t } = useTranslation();
  const label = t('senders.domain.publish', { name: place });
  return (
    <>
      <Text size="sm" c="dimmed" mt={6} mb={4} style={{ overflowWrap: 'anywhere' }}>
        {label}
      </Text>
      <Copyable value={record} label={label} />
    </>
  );
}

function placeOf(check: Check, domain: string) {
  return check.name === 'dmarc' ? `_dmarc.${domain}` : domain;
}
