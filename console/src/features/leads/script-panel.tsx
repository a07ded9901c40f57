import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/panel';
import classes from './script-panel.module.css';

/** What the campaign has the agent say, as its author broke the lines. */
export function ScriptPanel({ script }: { script: string }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('leads.script')}>
      <p className={classes.script} dir="auto">
        {script}
      </p>
    </Panel>
  );
}
