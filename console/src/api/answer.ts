import { Problem, type ProblemBody } from '@/lib/problem';

type Reply<T> = { data?: T; error?: unknown; response: Response };

/** The data of a call, or the `Problem` that the API stated. */
export async function answer<T>(call: Promise<Reply<T>>): Promise<T> {
  const reply = await call.catch((error: unknown) => {
    throw error instanceof Problem ? error : new Problem(0);
  });
  if (!reply.response.ok) throw problemOf(reply.response, reply.error);
  return reply.data as T;
}

export function problemOf(response: Response, body: unknown) {
  const wait = Number(response.headers.get('Retry-After'));
  const stated = typeof body === 'object' && body !== null ? (body as ProblemBody) : {};
  return new Problem(response.status, stated, wait > 0 ? wait : null);
}
