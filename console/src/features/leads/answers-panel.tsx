import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/facts';
import { Panel } from '@/ui/panel';
import classes from './lead-page.module.css';
import type { Lead } from './leads';

export function AnswersPanel({ answers }: { answers: Lead['answers'] }) {
  const { t } = useTranslation();
  return (
    <div className={classes.asked}>
      <Panel title={t('leads.answers')}>
        {answers.length === 0 && <Text c="dimmed">{t('leads.noAnswers')}</Text>}
        <Facts facts={answers} />
      </Panel>
    </div>
  );
}
