import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/facts';
import { Panel } from '@/ui/panel';
import type { Lead } from './leads';

const KNOWN = new Set(['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content']);

/** Where the person came from, as their browser said, or under which name a partner sent them. */
export function SourcePanel({ source }: { source: NonNullable<Lead['source']> }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('source.title')}>
      <Facts
        facts={[
          source.reference && { label: t('source.reference'), value: source.reference },
          ...source.campaign.map(({ name, value }) => ({ label: KNOWN.has(name) ? t(`source.${name as 'utm_source'}`) : name, value })),
          source.page && { label: t('source.page'), value: source.page },
          source.referrer && { label: t('source.referrer'), value: source.referrer },
        ]}
      />
    </Panel>
  );
}
