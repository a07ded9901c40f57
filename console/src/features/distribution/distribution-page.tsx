import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkAnchor } from '@/ui/links';
import { Page } from '@/ui/page';
import { centreLookup } from '@/api/lookups';
import { distributionQuery } from './distribution';
import classes from './distribution-page.module.css';
import { FairnessPanel } from './fairness-panel';
import { HandoversPanel } from './handovers-panel';
import { RulesEditor } from './rules-editor';
import { SeatsPanel } from './seats-panel';
import { WaitingPanel } from './waiting-panel';

type DistributionPageProps = { centreId: string; missing: (error: Error, retry: () => void) => ReactNode };

/** How a centre gives out its leads, to whom, and how fair that was. */
export function DistributionPage({ centreId, missing }: DistributionPageProps) {
  const { t } = useTranslation();
  const distribution = useQuery(distributionQuery(centreId));
  const centres = useQuery(centreLookup);
  const name = centres.data?.find((centre) => centre.id === centreId)?.name ?? t('centres.one');
  const back = (
    <LinkAnchor to="/centres/$centreId" params={{ centreId }} inherit>
      {name}
    </LinkAnchor>
  );
  if (distribution.error && !distribution.data) return missing(distribution.error, () => void distribution.refetch());
  const { data } = distribution;
  return (
    <Page title={t('distribution.title')} back={back}>
      {!data && <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />}
      {data && (
        <div className={classes.columns}>
          <Stack>
            <WaitingPanel distribution={data} />
            <SeatsPanel centreId={centreId} distribution={data} />
            <HandoversPanel centreId={centreId} />
            <FairnessPanel centreId={centreId} method={data.method} />
          </Stack>
          <RulesEditor key={data.version} centreId={centreId} distribution={data} />
        </div>
      )}
    </Page>
  );
}
