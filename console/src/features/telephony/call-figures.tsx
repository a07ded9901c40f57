import { useTranslation } from 'react-i18next';
import type { Call } from './calls';
import classes from './calls-page.module.css';
import { duration } from './durations';

type Bar = { label: string; share: number; value: string };

/** The calls that are listed, as pictures: what became of them, and how long each agent spoke. */
export function CallFigures({ calls, byAgent }: { calls: Call[]; byAgent: boolean }) {
  const { t } = useTranslation();
  const results = counted(calls.map((call) => call.result));
  const most = Math.max(...results.map(([, count]) => count));
  const spoken = summed(calls.flatMap(({ agent_name, talked_s }): [string, number][] => (agent_name && talked_s ? [[agent_name, talked_s]] : [])));
  const longest = Math.max(...spoken.map(([, seconds]) => seconds), 1);
  return (
    <div className={classes.figures}>
      <Bars
        title={t('calls.count', { count: calls.length })}
        bars={results.map(([result, count]) => ({ label: t(`calls.result.${result}`), share: count / most, value: String(count) }))}
      />
      {byAgent && spoken.length > 0 && (
        <Bars
          title={t('calls.spoken')}
          bars={spoken.map(([label, seconds]) => ({ label, share: seconds / longest, value: duration(seconds) }))}
        />
      )}
    </div>
  );
}

function Bars({ title, bars }: { title: string; bars: Bar[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <dl className={classes.bars}>
        {bars.map((bar) => (
          <Row key={bar.label} {...bar} />
        ))}
      </dl>
    </section>
  );
}

function Row({ label, share, value }: Bar) {
  return (
    <>
      <dt>{label}</dt>
      <dd className={classes.track} aria-hidden="true">
        <div className={classes.fill} style={{ width: `${Math.round(share * 100)}%` }} />
      </dd>
      <dd className={classes.value}>{value}</dd>
    </>
  );
}

function counted<T extends string>(values: T[]) {
  return summed(values.map((value) => [value, 1] as [T, number]));
}

/** The largest first. */
function summed<T extends string>(pairs: [T, number][]) {
  const sums = new Map<T, number>();
  for (const [name, amount] of pairs) sums.set(name, (sums.get(name) ?? 0) + amount);
  return [...sums].sort(([, one], [, other]) => other - one);
}
