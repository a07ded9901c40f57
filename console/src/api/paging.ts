import { infiniteQueryOptions } from '@tanstack/react-query';

type Page<T> = { items: T[]; cursor?: string | null };

/** A list read page by page with the API's cursor. */
export function pagedQuery<T>(queryKey: readonly unknown[], read: (cursor: string | undefined) => Promise<Page<T>>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
  });
}
