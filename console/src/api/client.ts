import i18next from 'i18next';
import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema';
import { accessToken, renewRefused } from './session';

const OPEN = /\/api\/v1\/(sessions(\/(tenant|totp|enrolment|refresh))?|password-resets|passwords)$/;

export let client: Client<paths>;

export function connect(api: string) {
  client = createClient<paths>({ baseUrl: api, fetch: send });
}

async function send(request: Request) {
  request.headers.set('Accept-Language', i18next.language);
  if (OPEN.test(new URL(request.url).pathname)) return fetch(request);

  const token = await accessToken();
  const again = request.clone();
  const response = await fetch(bearing(request, token));
  if (response.status !== 401) return response;
  return fetch(bearing(again, await renewRefused(token)));
}

function bearing(request: Request, token: string) {
  request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}
