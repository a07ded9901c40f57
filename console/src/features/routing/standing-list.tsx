import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { Moment } from '@/ui/moment';
import { Tag } from '@/ui/tag';
import { capsOf, type Standing } from './standings';
import classes from './standing-list.module.css';

type StandingListProps = { label: string; standings: Standing[]; nameOf: (standing: Standing) => ReactNode };

/** What each got, as a bar, with a mark where its due stands; under it what is left of its caps. */
export function StandingList({ label, standings, nameOf }: StandingListProps) {
  const most = Math.max(1, ...standings.flatMap(({ received, due }) => [received, due]));
  return (
    <ul className={classes.list} aria-label={label}>
      {standings.map((standing) => (
        <li key={`${standing.form_id} ${standing.centre_id}`}>
          <div className={classes.head}>
            <strong>{nameOf(standing)}</strong>
            <Part standing={standing} />
            <Openness standing={standing} />
          </div>
          <Received standing={standing} most={most} />
          <Caps standing={standing} />
        </li>
      ))}
    </ul>
  );
}

function Part({ standing }: { standing: Standing }) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 });
  if (standing.is_fallback) return <span className={classes.soft}>{t('routing.fallback')}</span>;
  return <span className={classes.soft}>{standing.part ? percent.format(standing.part) : t('routing.former')}</span>;
}

function Openness({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const centres = useQuery({ ...centreLookup, enabled: Boolean(standing.successor_id) });
  if (standing.successor_id) {
    const name = centres.data?.find((centre) => centre.id === standing.successor_id)?.name;
    return <Tag tone="brick">{name ? t('routing.goneTo', { name }) : t('routing.gone')}</Tag>;
  }
  if (standing.is_open) return null;
  return (
    <Tag tone="stone">
      {standing.opens_at ? (
        <>
          {t('centres.closedUntil')} <Moment at={standing.opens_at} exact />
        </>
      ) : (
        t('centres.closed')
      )}
    </Tag>
  );
}

function Received({ standing, most }: { standing: Standing; most: number }) {
  const { t, i18n } = useTranslation();
  const words = t('routing.received', { received: standing.received, due: standing.due.toLocaleString(i18n.language) });
  return (
    <div className={classes.received}>
      <span className={classes.bar} aria-hidden="true">
        <i style={{ width: `${(standing.received / most) * 100}%` }} />
        {standing.due > 0 && <b style={{ insetInlineStart: `${(standing.due / most) * 100}%` }} />}
      </span>
      <span className={classes.count}>{words}</span>
    </div>
  );
}

function Caps({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const caps = capsOf(standing);
  if (caps.length === 0) return null;
  return (
    <div className={classes.caps}>
      {caps.map(({ cap, used, most }) => (
        <div key={cap}>
          <span>{t(`routing.caps.${cap}`, { used, most })}</span>
          <span className={classes.gauge} data-full={used >= most} aria-hidden="true">
            <i style={{ width: `${Math.min(100, (used / most) * 100)}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}
