import { answer } from '@/api/answer';
import { client } from '@/api/client';

export function logIn(body: { email: string; password: string }) {
  return answer(client.POST('/api/v1/sessions', { body }));
}

export function chooseCompany(body: { ticket: string; tenant_id: string }) {
  return answer(client.POST('/api/v1/sessions/tenant', { body }));
}

export function giveCode(body: { ticket: string; code: string }) {
  return answer(client.POST('/api/v1/sessions/totp', { body }));
}

export function startEnrolment(ticket: string) {
  return answer(client.POST('/api/v1/sessions/enrolment', { body: { ticket } }));
}

export function logOut() {
  return answer(client.DELETE('/api/v1/sessions/current'));
}

export function askPasswordReset(email: string) {
  return answer(client.POST('/api/v1/password-resets', { body: { email } }));
}

export function setPassword(body: { token: string; password: string }) {
  return answer(client.PUT('/api/v1/passwords', { body }));
}
