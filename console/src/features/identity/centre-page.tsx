import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { Facts } from '@/ui/facts';
import { LinkAnchor } from '@/ui/links';
import { Moment } from '@/ui/moment';
import { Page } from '@/ui/page';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import classes from './centre-page.module.css';
import { centreQuery, type Centre } from './centres';
import { HoursEditor } from './hours-editor';
import { WeekPicture } from './week-picture';

type CentrePageProps = {
  centreId: string;
  /** What forms send it comes from another feature. */
  standings: ReactNode;
  /** So does its end. */
  closing: ReactNode;
  missing: (error: Error, retry: () => void) => ReactNode;
};

export function CentrePage({ centreId, standings, closing, missing }: CentrePageProps) {
  const { t } = useTranslation();
  const me = useMe();
  const centre = useQuery(centreQuery(centreId));
  const back = (
    <LinkAnchor to="/centres" inherit>
      {t('nav.centres')}
    </LinkAnchor>
  );
  if (centre.error && !centre.data) return missing(centre.error, () => void centre.refetch());
  if (!centre.data) {
    return (
      <Page title={t('centres.one')} back={back}>
        <Skeleton height={320} radius="lg" role="status" aria-label={t('common.loading')} />
      </Page>
    );
  }
  const { data } = centre;
  return (
    <Page title={data.name} back={back} badge={<OpenTag centre={data} />}>
      <div className={classes.columns}>
        <Stack>
          <Panel title={t('hours.title')}>
            {may(me, 'hours.write') && !data.closed_at ? <HoursEditor key={data.version} centre={data} /> : <WeekPicture hours={data.hours} />}
          </Panel>
        </Stack>
        <Stack>
          {standings}
          <Panel title={t('centres.about')}>
            <Facts
              facts={[
                { label: t('centres.kind'), value: t(`centres.kinds.${data.kind}`) },
                { label: t('centres.method'), value: t(`centres.methods.${data.method}`) },
                { label: t('common.created'), value: <Moment at={data.created_at} exact /> },
              ]}
            />
          </Panel>
          {closing}
        </Stack>
      </div>
    </Page>
  );
}

export function OpenTag({ centre }: { centre: Centre }) {
  const { t } = useTranslation();
  if (centre.closed_at) return <Tag tone="brick">{t('centres.gone')}</Tag>;
  if (centre.successor_id) return <Tag tone="brass">{t('centres.leaving')}</Tag>;
  if (centre.hours === null) return <Tag tone="moss">{t('centres.alwaysOpen')}</Tag>;
  if (centre.is_open) return <Tag tone="moss">{t('centres.open')}</Tag>;
  return (
    <Tag tone="stone">
      {centre.opens_at ? (
        <>
          {t('centres.closedUntil')} <Moment at={centre.opens_at} exact />
        </>
      ) : (
        t('centres.closed')
      )}
    </Tag>
  );
}
