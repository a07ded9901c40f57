// A house in memory that answers like the API, for page tests and for designing without the real one.
import { list, problem } from './mock-answers.mjs';
import { CAMPAIGNS } from './mock-campaigns.mjs';
import { DISTRIBUTION } from './mock-distribution.mjs';
import { FLOW } from './mock-flow.mjs';
import { LISTED } from './mock-lists.mjs';
import { MARKETING } from './mock-marketing.mjs';
import { after, offered, permissionOf, SETTINGS } from './mock-outcomes.mjs';
import { BY_SCORE, SCORING } from './mock-scoring.mjs';
import { TEAM } from './mock-team.mjs';
import { TELEPHONY } from './mock-telephony.mjs';
import { at } from './mock-world.mjs';

const GRANTS = {
  agent: { 'leads.read': 'own', 'leads.work': 'own', 'proofs.read': 'own', 'presence.set': 'own', 'lists.read': 'centre', 'tags.read': 'all' },
  manager: {
    'leads.read': 'centre', 'leads.work': 'centre', 'leads.manage': 'centre', 'proofs.read': 'centre', 'users.read': 'centre',
    'users.write': 'centre', 'centres.read': 'centre', 'hours.write': 'centre', 'outcomes.write': 'centre', 'forms.read': 'centre', 'lists.read': 'centre', 'lists.write': 'centre', 'presence.set': 'own',
    'recordings.hear': 'centre',
  },
  admin: {
    'leads.read': 'all', 'leads.work': 'all', 'leads.manage': 'all', 'proofs.read': 'all', 'forms.read': 'all', 'users.read': 'all',
    'users.write': 'all', 'centres.read': 'all', 'centres.write': 'all', 'hours.write': 'all', 'distribution.write': 'all', 'outcomes.write': 'all', 'telephony.write': 'all', 'webhooks.manage': 'all', 'api_keys.manage': 'all',
    'forms.write': 'all', 'senders.resume': 'all', 'posts.release': 'all', 'scoring.manage': 'all',
    'campaigns.read': 'all', 'campaigns.write': 'all', 'lists.read': 'all', 'lists.write': 'all', 'tags.read': 'all',
  },
  super_admin: { 'tenants.manage': 'all' },
};

function pageOf(world, lead) {
  const claim = world.claims.get(lead.id) ?? null;
  const open = ['assigned', 'in_progress', 'callback'].includes(lead.state);
  const waiting = lead.state === 'pending';
  return {
    ...lead,
    person: { first_name: lead.name.split(' ')[0], last_name: lead.name, email: 'm.kone@courrier.example', phone: waiting ? null : '+221771234567' },
    phone_hidden: waiting ? 'email_not_confirmed' : null,
    answers: [{ label: 'Votre logement', value: 'Maison' }, { label: 'Chauffage actuel', value: 'Fioul' }, { label: 'Code postal', value: '35000' }],
    files: [
      { id: 'f1', label: 'Photo du compteur', name: 'compteur.jpg', kind: 'jpeg', size: 1468006, state: 'kept' },
      { id: 'f2', label: 'Devis reçu', name: 'devis.pdf', kind: 'pdf', size: 84000, state: 'received' },
    ],
    consent: { text: 'J’accepte que Rénov’Habitat me rappelle au sujet de ma demande.', form_version: 4, at: lead.opened_at, ip: '203.0.113.24', page: 'https://campagne.example/reno', phone: { text: 'J’accepte d’être appelé au numéro donné.', given: true } },
    optin: {
      mails: 1, mailed_at: lead.opened_at, link_ends_at: at(4000), next_reminder_at: null, unsubscribed_at: null,
      visits: [{ kind: 'robot', times: 2, first_at: at(-94), last_at: at(-93) }, { kind: 'browser', times: 1, first_at: at(-90), last_at: at(-90) }],
    },
    reason: null, claim, reserved: world.notes.some((note) => note.lead === lead.id),
    tags: [], last_note: null, extras: [], script: '', others: [], others_hidden: 0,
    permission: permissionOf(lead), outcomes: open ? offered(lead) : [],
    timeline: [
      ...world.notes.filter((note) => note.lead === lead.id).map((note) => ({
        id: note.id, type: 'NoteWritten', at: note.at, by: { kind: 'user', id: 'u-agent', name: 'Awa Diop' }, note: { id: note.id, text: note.text }, data: {},
      })).reverse(),
      { id: 't3', type: 'LeadAssigned', at: at(-89), by: { kind: 'system' }, why: 'Awa Diop : disponible, la moins servie des 4 agents présents. Kossi Agbeko : en pause.', data: {} },
      { id: 't2', type: 'LeadEmailConfirmed', at: at(-90), by: { kind: 'visitor' }, data: {} },
      { id: 't1', type: 'LeadOpened', at: at(-95), by: { kind: 'visitor' }, data: {} },
    ].map((row) => ({ answers: [], ...row })),
  };
}

const HASH = 'a'.repeat(63);

function proofOf(lead, hash) {
  const line = (number, type, by, said) => ({ number, type, by, said, at: at(-95 + number), data: {}, hash: `${HASH}${number}` });
  const lines = [
    line(1, 'FormPublished', 'user:u-admin', 'Version 4 du formulaire mise en ligne.'),
    line(2, 'LeadOpened', 'visitor', 'Demande reçue ; l’adresse e-mail est à confirmer.'),
    line(3, 'LeadEmailConfirmed', 'visitor', 'Adresse e-mail confirmée par un clic sur le bouton de la page.'),
  ];
  const found = lines.find((one) => one.hash === hash);
  return {
    id: lead.id, state: lead.state, hash: `${HASH}3`, verdict: 'good', lines,
    form: { id: 'f1', name: 'Rénovation', version: 4, language: 'fr', published_at: at(-9000) },
    wordings: [{ text: 'J’accepte que Rénov’Habitat me rappelle au sujet de ma demande.', given: true }],
    posted: { name: lead.name, email: 'm.kone@courrier.example', phone: '+221771234567', at: lead.opened_at, page: 'https://campagne.example/reno', address: '203.0.113.24', browser: 'Mozilla/5.0', sealed: {} },
    click: { address: '198.51.100.9', browser: 'Mozilla/5.0 (Android)', sealed: {} },
    visits: [{ kind: 'robot', times: 2, first_at: at(-94), last_at: at(-93) }],
    checks: [
      { what: 'history', verdict: 'good', said: 'Historique complet.' },
      { what: 'given', verdict: 'unknown', said: 'Aucune feuille n’a été remise auparavant.' },
    ],
    asked: hash ? { hash, line: found?.number ?? null, said: found ? `C’est la ligne ${found.number}.` : 'Cette empreinte n’est celle d’aucune ligne.' } : null,
  };
}

const queued = (lead, query) =>
  (!query.get('form_id') || lead.form_id === query.get('form_id')) && (!query.get('tag_id') || lead.tags.includes(query.get('tag_id'))) && (!query.get('list_id') || lead.lists?.includes(query.get('list_id')));

const done = (extra = {}) => ({ step: 'done', access_token: 'access', expires_in: 600, refresh_token: `refresh-${Math.random()}`, ...extra });
const QR = '<svg viewBox="0 0 21 21"><path d="M0 0h7v7H0zM14 0h7v7h-7zM0 14h7v7H0zM9 9h3v3H9zM13 13h2v2h-2zM17 16h2v3h-2z"/></svg>';

const ROUTES = {
  'POST /sessions': (world, { email, password }) => {
    if (!email || !password) {
      return problem(422, 'invalid', 'Saisie incomplète', { errors: [{ field: email ? 'password' : 'email', code: 'required', message: 'Ce champ est nécessaire.' }] });
    }
    if (password === 'faux') return problem(401, 'login-refused', 'Connexion refusée', { detail: 'Adresse e-mail ou mot de passe inconnus.' });
    if (password === 'bloque') return problem(429, 'locked-out', 'Trop d’essais');
    if (email.startsWith('deux')) {
      return [200, { step: 'tenant', ticket: 'tk', choices: [{ tenant_id: 't1', name: 'Rénov’Habitat', role: 'admin' }, { tenant_id: 't2', name: 'Assur’Plus', role: 'observer' }] }];
    }
    if (world.enrols) return [200, { step: 'enrolment', ticket: 'tk' }];
    return [200, world.needsTotp ? { step: 'totp', ticket: 'tk' } : done()];
  },
  'POST /sessions/tenant': () => [200, { step: 'totp', ticket: 'tk2' }],
  'POST /sessions/enrolment': () => [200, { secret: 'JBSWY3DPEHPK3PXPJBSWY3DP', uri: 'otpauth://totp/x', qr_svg: QR }],
  'POST /sessions/totp': (world, { code }) => {
    if (code === '000000') return problem(401, 'code-refused', 'Code refusé', { detail: 'Ce code est faux ou a déjà servi.' });
    const codes = Array.from({ length: 10 }, (_, index) => `k7p2-${index}xq9-mw4t`);
    return [200, done(world.enrols ? { recovery_codes: codes } : {})];
  },
  'POST /sessions/refresh': (world) => (world.loggedIn ? [200, done()] : problem(401, 'session-ended', 'Session terminée')),
  'DELETE /sessions/current': () => [204],
  'POST /password-resets': () => [202],
  'PUT /passwords': (world, { password }) =>
    password.length < 12
      ? problem(422, 'invalid', 'Mot de passe trop court', { errors: [{ field: 'password', code: 'too_short', message: 'Au moins 12 caractères.' }] })
      : [204],
  'GET /me': (world) => [200, {
    id: world.me, email: 'awa.diop@callisto.example', name: world.role === 'agent' ? 'Awa Diop' : 'Claire Le Gall', role: world.role, language: 'fr',
    tenant: world.role === 'super_admin' ? null : { id: 't1', name: 'Rénov’Habitat', timezone: 'Europe/Paris', language: 'fr' },
    centre_id: world.role === 'admin' ? null : 'c1', grants: GRANTS[world.role], totp_enrolled: true,
  }],
  'GET /me/presence': (world) => [200, { present: world.present }],
  'PUT /me/presence': (world, { present }) => {
    world.present = present;
    return [200, { present }];
  },
  'GET /queue': (world, _, query) => {
    const held = world.leads.filter((lead) => queued(lead, query) && lead.agent_id && ['assigned', 'in_progress', 'callback'].includes(lead.state));
    const items = query.get('everybody') ? held : held.filter((lead) => !world.left_out.includes(lead.id));
    return [200, { items, left_out: held.length - items.length, waiting: 3 }];
  },
  // Like the API, which looks through a stretch of time a request: a page may be short, or empty, and yet not the last.
  'GET /leads': (world, _, query) => {
    const place = Number(query.get('cursor') ?? 0);
    const end = place + world.stretch;
    const items = world.leads.slice(place, end).filter((lead) => !query.get('state') || lead.state === query.get('state'));
    return [200, { items, cursor: end < world.leads.length ? String(end) : null }];
  },
  ...BY_SCORE,
  'GET /leads/search': (world, _, query) => {
    const wanted = query.get('q').toLowerCase();
    if (wanted.startsWith('@')) {
      return problem(422, 'invalid', 'Invalide', { errors: [{ field: 'q', code: 'search_too_wide', message: 'Tapez au moins trois lettres.' }] });
    }
    const items = world.leads.filter((lead) => lead.name.toLowerCase().split(/[ -]/).some((word) => word.startsWith(wanted)));
    return [200, { items: items.map((lead) => ({ ...lead, matched: ['last_name'] })), more: world.more ?? false }];
  },
  'GET /leads/:id': (world, _, __, id) => {
    const lead = world.leads.find((one) => one.id === id);
    return lead ? [200, pageOf(world, lead)] : problem(404, 'not-found', 'Introuvable');
  },
  'GET /proofs/:id': (world, _, query, id) => {
    const lead = world.leads.find((one) => one.id === id);
    return lead ? [200, proofOf(lead, query.get('hash'))] : problem(404, 'not-found', 'Introuvable');
  },
  'POST /leads/:id/files/f1/openings': () => [201, { url: '#saved' }],
  'POST /leads/:id/claim': (world, _, __, id) => {
    if (world.claims.get(id)?.mine === false) return problem(409, 'lead-already-claimed', 'Lead déjà pris');
    const claim = { user_id: 'u-agent', name: 'Awa Diop', until: at(5), mine: true };
    world.claims.set(id, claim);
    return [200, claim];
  },
  'DELETE /leads/:id/claim': (world, _, __, id) => {
    world.claims.delete(id);
    return [204];
  },
  'POST /leads/:id/notes': (world, { key, text }, _, id) => {
    if (!world.notes.some((note) => note.id === key)) world.notes.push({ id: key, text, lead: id, at: at(0) });
    return [201, { id: key, text, at: at(0), by: 'u-agent' }];
  },
  'POST /leads/:id/outcomes': (world, body, _, id) => {
    const lead = world.leads.find((one) => one.id === id);
    if (body.note) ROUTES['POST /leads/:id/notes'](world, body.note, null, id);
    Object.assign(lead, after(body));
    return [201, pageOf(world, lead)];
  },
  'POST /leads/:id/assignment': (world, { agent_id }, _, id) => {
    const lead = world.leads.find((one) => one.id === id);
    Object.assign(lead, { agent_id, agent_name: world.users.find((user) => user.id === agent_id)?.name, state: 'assigned' });
    return [200, lead];
  },
  'GET /users': (world) => [200, list(world.users)],
  'POST /users': (world, body) => {
    if (!body.email.includes('@')) {
      return problem(422, 'invalid', 'Saisie incorrecte', { errors: [{ field: 'email', code: 'email', message: 'Cette adresse e-mail n’est pas complète.' }] });
    }
    const user = { id: `u${world.users.length}`, state: 'invited', totp_enrolled: false, created_at: at(0), last_seen_at: null, ...body };
    world.users.push(user);
    return [201, user];
  },
  'POST /users/:id/invitations': () => [202],
  'GET /centres': (world) => [200, list(world.centres)],
  'GET /centres/:id': (world, _, __, id) => [200, world.centres.find((centre) => centre.id === id)],
  'PUT /centres/:id/hours': (world, { hours }, _, id) => {
    const centre = world.centres.find((one) => one.id === id);
    if (hours?.week.flat().some((span) => span.start >= span.end)) {
      return problem(422, 'answers-refused', 'Certains champs sont à corriger', { errors: [{ field: 'hours.week.0', code: 'spans_order', message: 'Donnez les plages dans l’ordre.' }] });
    }
    Object.assign(centre, { hours, is_open: hours === null, version: centre.version + 1 });
    return [200, centre];
  },
  'GET /centres/:id/standings': (world, _, __, id) => [200, {
    ...list(world.standings.filter((one) => one.centre_id === id).map((one) => ({ ...one, form_id: 'f1', form_name: 'Rénovation énergétique' }))), waiting: 0,
  }],
  'GET /forms/:id/standings': (world) => [200, { ...list(world.standings.map((one) => ({ ...one, form_id: 'f1', form_name: 'x' }))), waiting: 2 }],
  'GET /forms': (world) => [200, list(world.forms)],
  'GET /forms/:id': (world, _, __, id) => {
    const form = world.forms.find((one) => one.id === id);
    return form ? [200, form] : problem(404, 'not-found', 'Introuvable');
  },
  ...MARKETING,
  ...DISTRIBUTION,
  ...FLOW,
  ...LISTED,
  ...TEAM,
  ...CAMPAIGNS,
  ...TELEPHONY,
  ...SCORING,
  ...SETTINGS,
  'POST /live/tickets': () => [201, { url: 'ws://house.test/live', ticket: 'one-use' }],
  'GET /tenants': () => [200, list([
    { id: 't1', name: 'Rénov’Habitat', created_at: at(-90000) },
    { id: 't2', name: 'Assur’Plus', created_at: at(-80000) },
  ])],
};

/** Answers one request from the world, and remembers that it was asked. */
export async function answerFrom(world, request) {
  const { pathname, searchParams } = new URL(request.url);
  const path = pathname.replace(/^\/api\/v1/, '');
  const text = await request.text();
  const body = text ? JSON.parse(text) : {};
  world.calls.push(`${request.method} ${path}`);

  const failing = world.fail.get(`${request.method} ${path}`);
  if (failing === 'network') throw new TypeError('Failed to fetch');
  const [status, answer] = failing ?? find(world, request, path, body, searchParams);
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  const headers = { 'Content-Type': type, ...(status === 429 && { 'Retry-After': '75' }) };
  return new Response(answer === undefined ? null : JSON.stringify(answer), { status, headers });
}

function find(world, request, path, body, query) {
  for (const [route, respond] of Object.entries(ROUTES)) {
    const [verb, pattern] = route.split(' ');
    const match = verb === request.method && new RegExp(`^${pattern.replace(':id', '([^/]+)')}$`).exec(path);
    if (match) return respond(world, body, query, match[1], request);
  }
  return problem(404, 'not-found', 'Introuvable');
}
