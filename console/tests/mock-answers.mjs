// How the mock house answers: a page of things, or a problem.
export const list = (items) => ({ items, cursor: null });
export const problem = (status, type, title, extra = {}) => [status, { type: `urn:passerelle:problem:${type}`, title, status, ...extra }];
