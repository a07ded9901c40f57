// Who and what the house in memory holds at first.
export const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

function sender(id, name, counts, extra = {}) {
  const all = { sent: 0, delivered: 0, bounced: 0, softly: 0, complained: 0, ...counts };
  const days = Array.from({ length: all.sent ? 30 : 0 }, (_, index) => ({
    day: new Date(Date.now() - (29 - index) * 86_400_000).toISOString().slice(0, 10).replaceAll('-', ''),
    sent: Math.round((all.sent / 30) * (1 + Math.sin(index))), bounced: index === 25 ? all.bounced : 0, complained: 0,
  }));
  const smtp = { host: 'smtp.callisto.example', port: 587, security: 'starttls', username: 'contact', has_password: true };
  return {
    id, name, version: 3, kind: 'smtp', state: 'on', from_name: 'Rénov’Habitat', from_address: 'contact@callisto.example', reply_to: null, smtp,
    per_second: null, per_day: null, fallback_id: null, pause: null, created_at: at(-90000),
    health: {
      counts: all, days, tells_delivered: extra.kind === 'ses',
      limits: ['bounced', 'complained'].map((counted, index) => ({
        counted, share: [0.05, 0.003][index], reached: all[counted] / Math.max(1, all.sent),
      })),
    },
    ...extra,
  };
}

export function newWorld() {
  const row = (id, name, state, extra = {}) => ({
    id, name, state, form_id: 'f1', form_name: 'Rénovation énergétique', centre_id: 'c1', agent_id: 'u-agent',
    agent_name: 'Awa Diop', opened_at: at(-95), confirmed_at: at(-90), assigned_at: at(-89), contacted_at: null,
    callback_at: null, closed_at: null, attempts: 0, version: 3, tags: [], last_note: null, extras: [], ...extra,
  });
  return {
    role: 'agent',
    me: 'u-agent',
    present: true,
    loggedIn: true,
    needsTotp: true,
    enrols: false,
    stretch: 25,
    /** @type {Map<string, { user_id: string, name: string, until: string, mine: boolean }>} */
    claims: new Map(),
    /** @type {{ id: string, text: string, lead: string, at: string }[]} */
    notes: [],
    /** @type {string[]} */
    calls: [],
    /** Leads that are on none of the centre's lists. @type {string[]} */
    left_out: [],
    /** @type {Map<string, 'network' | [number, object]>} */
    fail: new Map(),
    leads: [
      row('l1', 'Mamadou Koné', 'assigned'),
      row('l2', 'Élodie Marchand', 'assigned', { opened_at: at(-12), form_name: 'Mutuelle senior' }),
      row('l3', 'Koffi Mensah', 'callback', {
        callback_at: at(-6), contacted_at: at(-1500), attempts: 2
      }),
      row('l4', 'Fatou Ndiaye', 'in_progress', { contacted_at: at(-300), attempts: 1 }),
      row('l5', 'Jean-Baptiste de La Rochefoucauld-Montbel', 'callback', { callback_at: at(2900), contacted_at: at(-400), attempts: 1 }),
      row('l6', 'Aïcha Traoré', 'confirmed', { closed_at: at(-4000), attempts: 1, opened_at: at(-9000) }),
      row('l7', 'Paul Martin', 'pending', { agent_id: null, agent_name: null, centre_id: null, confirmed_at: null }),
      row('l8', 'Sika Adjovi', 'ready', { agent_id: null, agent_name: null }),
    ],
    standings: [
      { centre_id: 'c1', centre_name: 'Callisto Dakar', is_fallback: false, part: 0.7, received: 69, due: 69.3, today: 12, this_hour: 2, open: null, per_hour: null, per_day: 12, open_at_once: null, is_open: true, opens_at: null },
      { centre_id: 'c2', centre_name: 'Atlantique Contact', is_fallback: false, part: 0.3, received: 30, due: 29.7, today: 4, this_hour: 1, open: null, per_hour: null, per_day: null, open_at_once: null, is_open: false, opens_at: at(600) },
    ],
    centres: [
      { id: 'c1', name: 'Callisto Dakar', method: 'push', created_at: at(-90000), kind: 'call_centre', hours: null, is_open: true, opens_at: null, version: 1 },
      { id: 'c2', name: 'Atlantique Contact', method: 'pull', created_at: at(-80000), kind: 'call_centre', hours: null, is_open: true, opens_at: null, version: 1 },
    ],
    users: [
      ['u-agent', 'awa.diop@callisto.example', 'Awa Diop', 'agent', 'active'],
      ['u-two', 'kossi.agbeko@callisto.example', 'Kossi Agbeko', 'agent', 'active'],
      ['u-new', 'lea.bernard@callisto.example', 'Léa Bernard', 'manager', 'invited'],
    ].map(([id, email, name, role, state]) => ({
      id, email, name, role, state, centre_id: 'c1', language: 'fr', totp_enrolled: state === 'active',
      created_at: at(-50000), last_seen_at: state === 'active' ? at(-20) : null,
    })),
    held: ['honeypot', 'disposable'].map((reason, place) => ({
      id: `h${place + 1}`, form_id: 'f1', form_name: 'Rénovation énergétique', reason, held_at: at(-30 - place), expires_at: at(10050 - place),
      name: ['Jean Martin', 'Awa Sarr'][place], email: ['jean.martin@courrier.example', 'awa@jetable.example'][place],
      answers: [{ label: 'Votre logement', value: 'Maison' }], address: '203.0.113.24', browser: 'Firefox', page: 'https://campagne.example/reno',
    })),
    senders: [
      sender('s1', 'Serveur de messagerie', { sent: 1240, bounced: 9, complained: 1 }),
      sender('s2', 'Amazon SES', { sent: 420, delivered: 391, bounced: 27, complained: 0, softly: 2 }, {
        kind: 'ses', smtp: null, from_address: 'devis@callisto.example', state: 'paused', pause: { at: at(-200), counted: 'bounced', share: 0.05 },
      }),
      sender('s3', 'Campagne de printemps', {}, { fallback_id: 's1', per_second: 5, per_day: 20000 }),
    ],
    webhooks: [
      { id: 'w1', url: 'https://crm.partenaire.example/passerelle', facts: ['lead.confirmed'], description: 'CRM du partenaire', state: 'on', created_at: at(-7000) },
    ],
    deliveries: [
      { id: 'd1', fact: 'lead.confirmed', lead_id: 'l6', state: 'delivered', attempts: 1, next_attempt_at: null, last_status: 204, last_error: null, created_at: at(-300), delivered_at: at(-300) },
      { id: 'd2', fact: 'lead.confirmed', lead_id: 'l6', state: 'failed', attempts: 14, next_attempt_at: null, last_status: 503, last_error: 'Service Unavailable', created_at: at(-3000), delivered_at: null },
    ],
    keys: [
      { id: 'k1', name: 'Site de campagne', scopes: ['leads.write'], hint: 'pk_…7Q2x', created_at: at(-9000), last_used_at: at(-3) },
    ],
    forms: [
      {
        id: 'f1', key: 't1-f1', url: 'http://localhost:8010/f/t1-f1', name: 'Rénovation énergétique', state: 'published', version: 4,
        language: 'fr', centres: [{ centre_id: 'c1', share: 70 }, { centre_id: 'c2', share: 30 }], double_optin: true,
        allowed_origins: ['https://campagne.example'],
        fields: [
          { name: 'first_name', type: 'text', label: 'Prénom', required: true, max_length: 60 },
          { name: 'email', type: 'email', label: 'Adresse e-mail', required: true },
          { name: 'phone', type: 'phone', label: 'Téléphone', required: true },
          { name: 'logement', type: 'select', label: 'Votre logement', required: true, options: [{ value: 'm', label: 'Maison' }, { value: 'a', label: 'Appartement' }] },
          { name: 'consent', type: 'consent', label: 'J’accepte d’être rappelé', required: true },
        ],
        consent: { text: 'J’accepte que Rénov’Habitat me rappelle au sujet de ma demande.' },
        mail: { from_name: 'Rénov’Habitat', sender_id: null, subject: 'Confirmez votre demande' },
        country: 'FR', link_hours: 72, edition: 4, thanks: '',
        closes_at: null, published_at: at(-20000), created_at: at(-30000),
      },
    ],
  };
}
