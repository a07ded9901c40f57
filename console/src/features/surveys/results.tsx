import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Question } from './surveys';
import classes from './surveys.module.css';

/** Each question as a picture: a bar for each choice, as long as its share of those who answered it. */
export function Results({ questions }: { questions: Question[] }) {
  return (
    <ol className={classes.questions}>
      {questions.map((question) => (
        <li key={question.name}>
          <Answered question={question} />
        </li>
      ))}
    </ol>
  );
}

function Answered({ question }: { question: Question }) {
  const { t, i18n } = useTranslation();
  const { choices, answered, average } = question;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <>
      <h3 className={classes.question}>{question.label}</h3>
      <Text size="sm" c="dimmed">
        {t('surveys.answers', { count: answered })}
        {average !== null && ` · ${t('surveys.average', { average: average.toLocaleString(i18n.language) })}`}
        {choices.length === 0 && average === null && answered > 0 && ` · ${t('surveys.readBelow')}`}
      </Text>
      {choices.length > 0 && (
        <ul className={classes.choices} data-scale={question.type === 'number' || undefined}>
          {choices.map(({ label, count }) => (
            <li key={label}>
              <span className={classes.choice}>{label === '✓' ? t('common.yes') : label === '✗' ? t('common.no') : label}</span>
              <span className={classes.track} aria-hidden="true">
                <i style={{ width: `${(count / Math.max(1, answered)) * 100}%` }} />
              </span>
              <span className={classes.count}>
                <strong>{count.toLocaleString(i18n.language)}</strong> {answered > 0 && percent.format(count / answered)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
