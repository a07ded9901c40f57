import { IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { NoteReadingPage } from '@/features/scoring/note-reading-page';
import { NoteReportPage } from '@/features/scoring/note-report-page';
import { LinkAnchor, LinkButton } from '@/ui/links';
import { Granted } from './granted';

export function NoteReportScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const settings = may(me, 'scoring.manage') && (
    <LinkButton to="/rapport-ia/reglages" variant="default" leftSection={<IconSettings size={18} />}>
      {t('scoring.settings')}
    </LinkButton>
  );
  return (
    <Granted verb="leads.read">
      <NoteReportPage settings={settings} />
    </Granted>
  );
}

export function NoteReadingScreen() {
  const { t } = useTranslation();
  const back = (
    <LinkAnchor to="/rapport-ia" inherit>
      {t('scoring.report')}
    </LinkAnchor>
  );
  return (
    <Granted verb="scoring.manage">
      <NoteReadingPage back={back} />
    </Granted>
  );
}
