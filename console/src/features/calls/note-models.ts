import { queryOptions } from '@tanstack/react-query';
import { answer } from '@/api/answer';
import { client } from '@/api/client';

/** What the reader may write in two keys, in the order of the digits. */
export const noteModelsQuery = queryOptions({
  queryKey: ['note-models'],
  queryFn: () => answer(client.GET('/api/v1/note-models')).then((page) => page.items),
  staleTime: 60_000,
});
