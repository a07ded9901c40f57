import { useTranslation } from 'react-i18next';
import { reached, STANDINGS, type Standing, type Survey } from './surveys';
import classes from './surveys.module.css';

/** In one bar, how many of those who could answer have. */
export function AnsweredShare({ survey }: { survey: Survey }) {
  const { t, i18n } = useTranslation();
  const all = reached(survey);
  if (all === 0) return <span className={classes.none}>—</span>;
  const { answered } = survey.counts;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 }).format(answered / all);
  const words = t('surveys.shareWords', { answered, count: all, percent });
  return (
    <span className={classes.share} role="img" aria-label={words} title={words}>
      <strong>{percent}</strong>
      <span className={classes.bar}>
        <i data-part="answered" style={{ flexGrow: answered }} />
        <i style={{ flexGrow: all - answered }} />
      </span>
    </span>
  );
}

type StandingsProps = { survey: Survey; shown: Standing; onShow: (standing: Standing) => void };

/** Where everybody stands: a bar, and below it each figure, which opens its rows. */
export function Standings({ survey, shown, onShow }: StandingsProps) {
  const { t } = useTranslation();
  const present = STANDINGS.filter((standing) => survey.counts[standing] > 0);
  const label = present.map((standing) => `${survey.counts[standing]} ${t(`surveys.standings.${standing}`)}`).join(', ');
  return (
    <>
      <div className={classes.bar} data-size="lg" role="img" aria-label={label}>
        {present.map((standing) => (
          <i key={standing} data-part={standing} style={{ flexGrow: survey.counts[standing] }} />
        ))}
      </div>
      <div className={classes.figures} role="group" aria-label={t('surveys.whoStands')}>
        {present.map((standing) => (
          <button key={standing} type="button" data-part={standing} aria-pressed={standing === shown} onClick={() => onShow(standing)}>
            <span>{t(`surveys.standings.${standing}`)}</span>
            <strong>{survey.counts[standing].toLocaleString()}</strong>
          </button>
        ))}
      </div>
    </>
  );
}
