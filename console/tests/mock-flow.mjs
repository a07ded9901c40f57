// Tags, predefined notes and the flow of a centre, as the API answers.
const TAGS = [
  { id: 't-callback', name: 'À rappeler', colour: 'sky' },
  { id: 't-quote', name: 'Devis envoyé', colour: 'moss' },
];
const MODELS = [
  { id: 'm1', title: 'Message laissé', text: 'Message laissé sur le répondeur.', tags: ['t-callback'], centre_id: null, place: 0, mine: true },
  { id: 'm2', title: 'Devis demandé', text: 'Souhaite un devis.', tags: [], centre_id: 'c1', place: 1, mine: true },
];

export const FLOW = {
  'GET /tags': () => [200, { items: TAGS }],
  'GET /note-models': () => [200, { items: MODELS }],
  'GET /centres/:id/flow': () => [200, { columns: ['form', 'tags', 'last_note', 'attempts'], fields: [], reserving: ['agent'], version: 1 }],
};
