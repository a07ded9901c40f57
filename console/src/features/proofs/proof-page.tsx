import { Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconFileDownload, IconPrinter } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/me';
import { saveFile } from '@/lib/save-file';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import { Trouble } from '@/ui/trouble';
import { ProofChecks } from './proof-checks';
import { ProofLines } from './proof-lines';
import classes from './proof-page.module.css';
import { ProofRequest, ProofWordings } from './proof-request';
import { proofDocument, proofQuery, type Proof } from './proofs';
import { VerifyHash } from './verify-hash';

type ProofPageProps = { leadId: string; back: ReactNode; missing: (error: Error, retry: () => void) => ReactNode };

/** What the consent of one lead rests on: one page to read, to print, or to take away. */
export function ProofPage({ leadId, back, missing }: ProofPageProps) {
  const { t } = useTranslation();
  const proof = useQuery(proofQuery(leadId));
  if (proof.error) return missing(proof.error, () => void proof.refetch());
  if (!proof.data) {
    return (
      <Page title={t('proof.title')} back={back}>
        <Skeleton height={480} radius="lg" aria-label={t('common.loading')} role="status" />
      </Page>
    );
  }
  return <Sheet proof={proof.data} back={back} />;
}

const TONES = { good: 'moss', broken: 'brick', unknown: 'stone' } as const;

function Sheet({ proof, back }: { proof: Proof; back: ReactNode }) {
  const { t } = useTranslation();
  const company = useMe().tenant?.name;
  const download = useMutation({
    mutationFn: () => proofDocument(proof.id),
    onSuccess: (document) => saveFile(`preuve-${proof.id}.pdf`, document),
  });
  return (
    <Page
      title={t('proof.title')}
      back={back}
      badge={<Tag tone={TONES[proof.verdict]}>{t(`proof.verdict.${proof.verdict}`)}</Tag>}
      lead={
        <>
          <strong className={classes.paperOnly}>{company} </strong>
          {t('proof.lead')}
        </>
      }
      actions={
        <div className={classes.screenOnly}>
          <Button variant="default" leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
            {t('proof.print')}
          </Button>
          <Button leftSection={<IconFileDownload size={18} />} loading={download.isPending} onClick={() => download.mutate()}>
            {t('proof.download')}
          </Button>
        </div>
      }
    >
      {download.error && <Trouble error={download.error} mt="md" />}
      <div className={classes.columns}>
        <Stack>
          <ProofWordings wordings={proof.wordings} />
          <Panel title={t('proof.lines')}>
            <ProofLines lines={proof.lines} />
          </Panel>
          <VerifyHash proof={proof} />
        </Stack>
        <Stack>
          <Panel title={t('proof.checks')}>
            <ProofChecks checks={proof.checks} />
          </Panel>
          <ProofRequest proof={proof} />
          <Text size="sm" c="dimmed" className={classes.screenOnly}>
            {t('proof.noted')}
          </Text>
        </Stack>
      </div>
    </Page>
  );
}
