// What the mock house answers to whoever writes forms and mails, judges posts and lets partners in.
import { list, problem } from './mock-answers.mjs';
import { at } from './mock-world.mjs';

export const MARKETING = {
  'GET /quarantine': (world, _, query) => [200, list(world.held.filter((post) => !query.get('reason') || post.reason === query.get('reason')))],
  'POST /quarantine/:id/release': (world, _, __, id) => {
    world.held = world.held.filter((post) => post.id !== id);
    return [200, { lead_id: 'l1' }];
  },
  'POST /quarantine/clearing': (world, body) => {
    const going = world.held.filter((post) => (!body.reason || post.reason === body.reason) && post.held_at <= body.until).slice(0, 1);
    world.held = world.held.filter((post) => !going.includes(post));
    return [200, { dropped: going.length, has_more: going.length > 0 }];
  },
  'DELETE /quarantine/:id': (world, _, __, id) => {
    world.held = world.held.filter((post) => post.id !== id);
    return [204];
  },
  'GET /senders': (world) => [200, list(world.senders)],
  'POST /senders': (world, body) => {
    if (!body.smtp?.host) return problem(422, 'answers-refused', 'Certains champs sont à corriger', {
      errors: [{ field: 'smtp.host', code: 'missing', message: 'Ce champ est obligatoire.' }],
    });
    const made = { ...world.senders[0], ...body, id: `s${world.senders.length + 1}`, name: body.name ?? body.from_name, version: 1 };
    world.senders.push(made);
    return [201, made];
  },
  'GET /senders/:id': (world, _, __, id) => [200, world.senders.find((one) => one.id === id)],
  'PUT /senders/:id': (world, body, _, id) => {
    const one = world.senders.find((sender) => sender.id === id);
    Object.assign(one, { ...body, smtp: { ...one.smtp, ...body.smtp, password: undefined }, version: one.version + 1 });
    world.lastSender = body;
    return [200, one];
  },
  'DELETE /senders/:id': (world, _, __, id) => {
    world.senders = world.senders.filter((one) => one.id !== id);
    return [204];
  },
  'POST /senders/:id/resumption': (world, _, __, id) => {
    const one = world.senders.find((sender) => sender.id === id);
    Object.assign(one, { state: 'on', pause: null });
    return [200, one];
  },
  'POST /senders/:id/trials': (_, body) => [200, {
    to: body.to, steps: ['name', 'connection', 'encryption', 'login', 'sender', 'recipient', 'message'], step: 'login', reason: 'login_refused',
    message: 'L’identifiant ou le mot de passe est refusé.', answered: '535 5.7.8 authentication failed',
  }],
  'GET /senders/:id/domain': () => [200, { domain: 'callisto.example', checks: [
    { name: 'spf', state: 'ok', found: 'v=spf1 include:_spf.callisto.example ~all', message: 'Le domaine dit quels serveurs envoient pour lui.', wanted: '' },
    { name: 'dkim', state: 'missing', found: '', message: 'Aucune clé DKIM : activez la signature chez votre hébergeur.', wanted: '' },
    { name: 'dmarc', state: 'missing', found: '', message: 'Sans DMARC, Gmail et Yahoo refusent les envois en nombre.', wanted: 'v=DMARC1; p=none' },
    { name: 'mx', state: 'ok', found: 'mx1.callisto.example', message: 'Le domaine reçoit les réponses et les retours.', wanted: '' },
  ] }],
  'POST /forms': (world, body) => {
    const id = `f${world.forms.length + 1}`;
    const url = `http://localhost:8010/f/t1-${id}`;
    const form = { id, key: `t1-${id}`, url, state: 'draft', version: 1, edition: 0, published_at: null, created_at: at(0), ...body };
    world.forms.push(form);
    return [201, form];
  },
  'PUT /forms/:id': (world, body, _, id, request) => {
    const form = world.forms.find((one) => one.id === id);
    if (request.headers.get('If-Match') !== `"${form.version}"`) return problem(412, 'version-lapsed', 'Modifié entre-temps');
    return [200, Object.assign(form, body, { version: form.version + 1 })];
  },
  'POST /forms/:id/publication': (world, _, __, id) => {
    const form = world.forms.find((one) => one.id === id);
    return [200, Object.assign(form, { state: 'published', edition: form.edition + 1, version: form.version + 1 })];
  },
  'GET /forms/:id/editions': () => [200, { items: [{ number: 4, published_at: at(-20000), changed: null }], unpublished: null }],
  'POST /form-previews': (_, { draft }) => {
    const errors = draft.fields.flatMap((field, place) =>
      field.label ? [] : [{ field: `draft.fields.${place}.label`, code: 'short', message: 'Écrivez au moins un caractère.' }]);
    if (draft.mail?.letters?.confirmation?.fr?.html.includes('prenom')) {
      errors.push({ field: 'mail.letters.confirmation.fr.html', code: 'variable-unknown', message: 'Ligne 1 : la variable « prenom » n’existe pas.' });
    }
    if (errors.length > 0) return problem(422, 'answers-refused', 'À corriger', { errors });
    return [200, { page: `<h1>${draft.name}</h1>${draft.fields.map((field) => `<p>${field.label}</p>`).join('')}` }];
  },
  'GET /mail-models': () => [200, list(['confirmation', 'reminder'].map((kind) => ({
    kind, language: 'fr', subject: '{{ company }} : confirmez', html: '<p>Bonjour {{ first_name }}</p>\n<p><a class="button" href="{{ link }}">Oui</a></p>',
  })))],
  'POST /mail-previews': (world, { draft, kind, language, lead_id }) => {
    const own = draft.mail?.letters?.[kind]?.[language];
    const said = (text) => text.replaceAll('{{ first_name }}', world.leads.find((lead) => lead.id === lead_id)?.name ?? 'Camille');
    const html = said(own?.html || '<p>Notre e-mail</p>');
    return [200, { from_name: 'Rénov’Habitat', from_address: 'contact@renov.example', subject: said(own?.subject || 'Notre objet'), html, text: html }];
  },
  'POST /mail-trials': (world, body) => {
    world.mailTried = body;
    return [200, { to: 'moi@renov.example', steps: ['message'], step: null, reason: null, message: 'Le serveur a accepté le message.', answered: '250' }];
  },
  'GET /webhooks': (world) => [200, list(world.webhooks)],
  'POST /webhooks': (world, body) => {
    const webhook = { id: `w${world.webhooks.length + 1}`, state: 'on', created_at: at(0), ...body };
    world.webhooks.push(webhook);
    return [201, { ...webhook, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' }];
  },
  'GET /webhooks/:id': (world, _, __, id) => [200, world.webhooks.find((one) => one.id === id)],
  'GET /webhooks/:id/deliveries': (world) => [200, list(world.deliveries)],
  'POST /webhooks/:id/tests': (world) => {
    const delivery = { id: `d${world.deliveries.length + 1}`, fact: 'test', state: 'waiting', attempts: 0, created_at: at(0) };
    world.deliveries.unshift(delivery);
    return [202, delivery];
  },
  'GET /api-keys': (world) => [200, list(world.keys)],
  'POST /api-keys': (world, body) => {
    const key = { id: `k${world.keys.length + 1}`, hint: 'pk_…9Zt1', created_at: at(0), last_used_at: null, ...body };
    world.keys.push(key);
    return [201, { ...key, key: 'pk_t1_3vQm8sKfZr2Lx9Zt1' }];
  },
  'DELETE /api-keys/:id': (world, _, __, id) => {
    world.keys = world.keys.filter((key) => key.id !== id);
    return [204];
  },
};
