import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/panel';
import classes from './agent-panel.module.css';
import { telephoneQuery } from './calls';

/** Where an agent's calls come in: Amazon Connect's own panel, beside the lead. It asks for the microphone itself. */
export function AgentPanel() {
  const { t } = useTranslation();
  const telephone = useQuery(telephoneQuery);
  const url = telephone.data?.panel_url;
  if (!url) return null;
  return (
    <div className={classes.beside}>
      <Panel title={t('calls.panel')}>
        <iframe className={classes.panel} src={url} title={t('calls.panel')} allow="microphone; autoplay; clipboard-write" />
      </Panel>
    </div>
  );
}
