import { QueryClient } from '@tanstack/react-query';
import { Problem } from '@/lib/problem';

export function newQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: retryTransient, staleTime: 10_000 },
      // Creations carry a key of this side where a repeat would double them, so only those ask for retries.
      // Offline they fail at once, in words, instead of waiting unseen.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

export function retryTransient(failures: number, error: Error) {
  return error instanceof Problem && error.isTransient && failures < 2;
}
