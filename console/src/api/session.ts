import { newKey } from '@/lib/ids';
import { Problem } from '@/lib/problem';
import { problemOf } from './answer';
import type { components } from './schema';

export type SessionStep = components['schemas']['SessionStep'];

// `login` names one log-in through all its rotations, so that other tabs can tell "renewed" from "somebody else".
type Kept = { login: string; refresh: string; platform?: Kept };

const STORAGE_KEY = 'passerelle.session';
const LOCK = 'passerelle.refresh';
const MARGIN_MS = 15_000;

let access: { token: string; until: number } | null = null;
let login = read()?.login ?? null;
let ending: 'lost' | 'out' | null = null;
let renewal: Promise<string> | null = null;
let api = '';
const listeners = new Set<() => void>();

export function startSession(apiUrl: string) {
  api = apiUrl;
  addEventListener('storage', (event) => {
    if (event.key !== STORAGE_KEY && event.key !== null) return;
    const current = read()?.login ?? null;
    if (current === login) return;
    if (!current) ending = 'lost';
    adopt(current);
  });
}

export function hasSession() {
  return login !== null;
}

/** How the last session of this tab ended: by its user's wish, or without. */
export function lastEnding() {
  return ending;
}

export function isVisiting() {
  return read()?.platform !== undefined;
}

export function onSessionChange(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function beginSession(step: SessionStep) {
  open(step);
}

/** A platform administrator enters a company: their own session waits underneath. */
export function beginVisit(step: SessionStep) {
  open(step, read() ?? undefined);
}

function open(step: SessionStep, platform?: Kept) {
  const kept = { login: newKey(), refresh: step.refresh_token ?? '', platform };
  store(kept);
  adopt(kept.login, step);
}

/** Back to the platform after a visit, or out. */
export function endSession() {
  const platform = read()?.platform;
  if (!platform) return forget();
  store(platform);
  adopt(platform.login);
}

export async function accessToken() {
  if (access && access.until - MARGIN_MS > Date.now()) return access.token;
  return renewAccess();
}

/** Another request of this tab may have renewed meanwhile; only a token that is still current is worth renewing. */
export async function renewRefused(refused: string) {
  if (access && access.token !== refused) return access.token;
  access = null;
  return renewAccess();
}

function renewAccess() {
  renewal ??= alone(renewNow).finally(() => {
    renewal = null;
  });
  return renewal;
}

// A refresh token used twice looks like theft to the server: one tab at a time, and each reads the newest inside the lock.
function alone<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request(LOCK, work) as Promise<T>) : work();
}

async function renewNow() {
  const kept = read();
  if (!kept) return lose();
  const response = await fetch(`${api}/api/v1/sessions/refresh`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ refresh_token: kept.refresh }),
  }).catch(() => {
    throw new Problem(0);
  });
  if (!response.ok) {
    const problem = problemOf(response, await response.json().catch(() => null));
    if (problem.isTransient || problem.status === 429) throw problem;
    return lose();
  }
  const step = (await response.json()) as SessionStep;
  store({ ...kept, refresh: step.refresh_token ?? kept.refresh });
  return remember(step);
}

function lose(): never {
  ending = 'lost';
  forget();
  throw new Problem(401);
}

function remember(step: SessionStep) {
  const token = step.access_token ?? '';
  access = { token, until: Date.now() + (step.expires_in ?? 0) * 1000 };
  return token;
}

function store(kept: Kept) {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(kept));
}

function forget() {
  localStorage.removeItem(STORAGE_KEY);
  adopt(null);
}

function adopt(next: string | null, step?: SessionStep) {
  if (next === login && !step) return;
  login = next;
  access = null;
  if (next) ending = null;
  else ending ??= 'out';
  if (step) remember(step);
  listeners.forEach((listener) => listener());
}

function read(): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}
