import {
  IconAdjustmentsHorizontal,
  IconAddressBook,
  IconBell,
  IconChartBar,
  IconChartDonut,
  IconChecklist,
  IconBuilding,
  IconBuildingCommunity,
  IconForms,
  IconKey,
  IconListDetails,
  IconMailForward,
  IconMessage,
  IconRepeat,
  IconPhone,
  IconPhoneCall,
  IconDeviceLandlinePhone,
  IconShieldHalf,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import { may, scopeOf, type Me, type Verb } from '@/api/me';

type Place = {
  to: '/file' | '/flux-clients' | '/ma-journee' | '/mur' | '/alertes' | '/leads' | '/formulaires' | '/enquetes' | '/listes' | '/relances' | '/lignes' | '/expediteurs' | '/quarantaine' | '/utilisateurs' | '/centres' | '/webhooks' | '/cles-api' | '/appels' | '/telephonie' | '/rapport-ia' | '/entreprises';
  label: 'queue' | 'flow' | 'day' | 'wall' | 'alerts' | 'leads' | 'myLeads' | 'forms' | 'surveys' | 'lists' | 'relances' | 'lines' | 'senders' | 'quarantine' | 'users' | 'centres' | 'webhooks' | 'apiKeys' | 'calls' | 'telephony' | 'noteReport' | 'companies';
  icon: Icon;
  verb: Verb;
};

const PLACES: Place[] = [
  { to: '/file', label: 'queue', icon: IconPhoneCall, verb: 'leads.work' },
  { to: '/ma-journee', label: 'day', icon: IconChartBar, verb: 'leads.work' },
  { to: '/leads', label: 'leads', icon: IconAddressBook, verb: 'leads.read' },
  { to: '/alertes', label: 'alerts', icon: IconBell, verb: 'leads.work' },
  { to: '/mur', label: 'wall', icon: IconUsersGroup, verb: 'leads.manage' },
  { to: '/appels', label: 'calls', icon: IconPhone, verb: 'leads.read' },
  { to: '/rapport-ia', label: 'noteReport', icon: IconChartDonut, verb: 'leads.read' },
  { to: '/flux-clients', label: 'flow', icon: IconAdjustmentsHorizontal, verb: 'leads.manage' },
  { to: '/formulaires', label: 'forms', icon: IconForms, verb: 'forms.read' },
  { to: '/enquetes', label: 'surveys', icon: IconChecklist, verb: 'surveys.read' },
  { to: '/listes', label: 'lists', icon: IconListDetails, verb: 'lists.read' },
  { to: '/relances', label: 'relances', icon: IconRepeat, verb: 'campaigns.read' },
  { to: '/lignes', label: 'lines', icon: IconMessage, verb: 'forms.write' },
  { to: '/expediteurs', label: 'senders', icon: IconMailForward, verb: 'forms.write' },
  { to: '/quarantaine', label: 'quarantine', icon: IconShieldHalf, verb: 'posts.release' },
  { to: '/utilisateurs', label: 'users', icon: IconUsers, verb: 'users.read' },
  { to: '/centres', label: 'centres', icon: IconBuildingCommunity, verb: 'centres.read' },
  { to: '/telephonie', label: 'telephony', icon: IconDeviceLandlinePhone, verb: 'telephony.write' },
  { to: '/webhooks', label: 'webhooks', icon: IconWebhook, verb: 'webhooks.manage' },
  { to: '/cles-api', label: 'apiKeys', icon: IconKey, verb: 'api_keys.manage' },
  { to: '/entreprises', label: 'companies', icon: IconBuilding, verb: 'tenants.manage' },
];

/** Nothing that the permission table refuses is offered. */
export function placesOf(me: Me): Place[] {
  return PLACES.filter((place) => isOffered(me, place)).map((place) =>
    place.label === 'leads' && scopeOf(me, 'leads.read') === 'own' ? { ...place, label: 'myLeads' } : place,
  );
}

// Outside every company there are only companies; a queue is of one's own leads, so wider rights have none.
function isOffered(me: Me, place: Place) {
  if ((place.verb === 'tenants.manage') !== (me.tenant === null)) return false;
  if (place.label === 'alerts') return may(me, 'leads.work');
  if (place.verb === 'leads.work') return scopeOf(me, 'leads.work') === 'own';
  // Whoever works on their own leads needs to name centres, not to look after them.
  if (place.verb === 'centres.read') return may(me, 'centres.read') && scopeOf(me, 'leads.read') !== 'own';
  // Agents filter by lists, and need no page to look after them.
  if (place.verb === 'lists.read') return may(me, 'lists.read') && scopeOf(me, 'leads.read') !== 'own';
  return may(me, place.verb);
}

export function homeOf(me: Me) {
  return placesOf(me)[0]?.to ?? '/leads';
}
