import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { scopeOf, useMe } from '@/api/me';
import { AlertsPage } from '@/features/alerts/alerts-page';
import { RulesPanel } from '@/features/alerts/rules-panel';
import { DayPage } from '@/features/team/day-page';
import { WallPage } from '@/features/team/wall-page';
import { LinkAnchor } from '@/ui/links';
import { Page } from '@/ui/page';
import { Granted } from './granted';

export function WallScreen() {
  const { centre_id } = useSearch({ from: '/house/mur' });
  const navigate = useNavigate({ from: '/mur' });
  return (
    <Granted verb="leads.manage">
      <WallPage centreId={centre_id} onCentre={(chosen) => void navigate({ search: { centre_id: chosen }, replace: true })} />
    </Granted>
  );
}

export function DayScreen() {
  return (
    <Granted verb="leads.work">
      <DayPage />
    </Granted>
  );
}

export function AlertsScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const mine = scopeOf(me, 'leads.manage') === 'centre' && me.centre_id;
  const rules = mine && (
    <LinkAnchor to="/centres/$centreId/alertes" params={{ centreId: mine }} underline="always">
      {t('alerts.toRules')}
    </LinkAnchor>
  );
  return (
    <Granted verb="leads.work">
      <AlertsPage rules={rules} />
    </Granted>
  );
}

export function AlertRulesScreen() {
  const { t } = useTranslation();
  const { centreId } = useParams({ from: '/house/centres/$centreId/alertes' });
  const back = (
    <LinkAnchor to="/centres/$centreId" params={{ centreId }} inherit>
      {t('centres.one')}
    </LinkAnchor>
  );
  return (
    <Granted verb="leads.manage">
      <Page title={t('alerts.rules')} lead={t('alerts.rulesText')} back={back}>
        <RulesPanel key={centreId} centreId={centreId} />
      </Page>
    </Granted>
  );
}
