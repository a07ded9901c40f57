import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/facts';
import { Panel } from '@/ui/panel';
import { ExactTime } from './exact-time';
import classes from './proof-page.module.css';
import type { Proof } from './proofs';

/** Who asked, from where, through which form, and who opened the link before the click. */
export function ProofRequest({ proof: { id, form, posted, click, visits } }: { proof: Proof }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('proof.request')}>
      {posted ? (
        <Posted posted={posted} />
      ) : (
        <Text mb="md" size="sm">
          {t('proof.erased')}
        </Text>
      )}
      <Facts
        facts={[
          form && { label: t('proof.form'), value: t('proof.formVersion', { name: form.name, version: form.version }) },
          form && { label: t('proof.published'), value: <ExactTime at={form.published_at} /> },
          ...visits.map((visit) => ({
            label: t(`optin.visits.${visit.kind}`, { count: visit.times }),
            value: <ExactTime at={visit.first_at} until={visit.last_at} />,
          })),
          click && { label: t('proof.click'), value: [click.address, click.browser].filter(Boolean).join(' · ') },
          { label: t('proof.id'), value: <code>{id}</code> },
        ]}
      />
    </Panel>
  );
}

function Posted({ posted }: { posted: NonNullable<Proof['posted']> }) {
  const { t } = useTranslation();
  const { name, email, phone, sealed, at, page, address, browser } = posted;
  return (
    <div className={classes.posted}>
      <Facts
        facts={[
          name && { label: t('proof.name'), value: name },
          email && { label: t('proof.email'), value: email },
          { label: t('proof.phone'), value: sealed ? (phone ?? '—') : t('proof.phoneHidden') },
          { label: t('proof.at'), value: <ExactTime at={at} /> },
          page && { label: t('proof.page'), value: page },
          address && { label: t('proof.address'), value: address },
          browser && { label: t('proof.browser'), value: browser },
        ]}
      />
    </div>
  );
}

/** Word for word what the person was asked. */
export function ProofWordings({ wordings }: { wordings: Proof['wordings'] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('proof.wordings')}>
      {wordings.length === 0 && <Text c="dimmed">{t('proof.noWording')}</Text>}
      {wordings.map(({ text, given }) => (
        <figure key={text} className={classes.wording}>
          <blockquote>{t('common.quote', { text })}</blockquote>
          {given !== null && <figcaption data-given={given}>{t(given ? 'proof.given' : 'proof.refused')}</figcaption>}
        </figure>
      ))}
    </Panel>
  );
}
