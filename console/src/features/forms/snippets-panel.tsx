import { Alert, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '@/ui/code-block';
import { Copyable } from '@/ui/copyable';
import { Panel } from '@/ui/panel';
import { Trouble } from '@/ui/trouble';
import { snippetsQuery, type Form, type Snippets } from './forms';

const WAYS = ['page', 'script', 'html', 'program'] as const;
type Way = (typeof WAYS)[number];

/** The ways to bring a form to its visitors, each ready to be copied. */
export function SnippetsPanel({ form }: { form: Form }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>('page');
  const snippets = useQuery(snippetsQuery(form.id, form.edition));
  return (
    <Panel title={t('snippets.title')}>
      <Stack gap="sm">
        <SegmentedControl
          fullWidth
          aria-label={t('snippets.title')}
          value={way}
          onChange={(chosen) => setWay(chosen as Way)}
          data={WAYS.map((value) => ({ value, label: t(`snippets.ways.${value}`) }))}
        />
        <Text size="sm" c="dimmed">
          {t(`snippets.texts.${way}`)}
        </Text>
        {snippets.error && <Trouble error={snippets.error} onRetry={() => void snippets.refetch()} />}
        {snippets.isPending && <Skeleton height={90} radius="md" role="status" aria-label={t('common.loading')} />}
        {snippets.data && <Snippet way={way} form={form} snippets={snippets.data} />}
      </Stack>
    </Panel>
  );
}

function Snippet({ way, form, snippets }: { way: Way; form: Form; snippets: Snippets }) {
  const { t } = useTranslation();
  const label = t(`snippets.labels.${way}`);
  const limit = snippets.unproven_per_hour;
  return (
    <>
      {way === 'page' ? <Copyable value={snippets.page} label={label} /> : <CodeBlock value={snippets[way]} label={label} />}
      {way === 'script' && <Sites form={form} page={snippets.page} />}
      {way === 'program' && (
        <Text size="sm" c="dimmed">
          {t('snippets.schema')} <a href={`${snippets.page}/schema`}>{`${snippets.page}/schema`}</a>
        </Text>
      )}
      {(way === 'html' || way === 'program') && limit !== null && <Warning text={t('snippets.unproven', { count: limit })} />}
      {form.state !== 'published' && <Warning text={t('snippets.notPublished')} />}
    </>
  );
}

/** Where the script may stand, and what that page's own policy has to allow. */
function Sites({ form, page }: { form: Form; page: string }) {
  const { t } = useTranslation();
  if (form.allowed_origins.length === 0) return <Warning text={t('snippets.noSite')} />;
  return (
    <Text size="sm" c="dimmed">
      {t('snippets.sites', { sites: form.allowed_origins })} {t('snippets.policy', { api: new URL(page).origin })}
    </Text>
  );
}

function Warning({ text }: { text: string }) {
  return (
    <Alert color="brass" variant="light" icon={<IconAlertTriangle />}>
      {text}
    </Alert>
  );
}
