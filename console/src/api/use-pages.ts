// A list that is read page by page: the pages read so far, and the way to the next. When the question changes, the list
// begins anew; the old one stays to be seen until the new one is there.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSession } from './api-context.ts';
import type { Answer, Read } from './request.ts';
import type { ListOf, Problem } from './types.ts';

export interface Pages<Item> {
  /** Undefined until the first page is there. */
  readonly items: readonly Item[] | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
  /** Undefined on the last page, and while one is awaited. */
  readonly more: (() => void) | undefined;
  readonly reload: () => void;
}

interface State<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | null;
  readonly problem: Problem | undefined;
}

/** @param question without a cursor; undefined asks nothing */
export function usePages<Item>(question: Read<ListOf<Item>> | undefined): Pages<Item> {
  const { api } = useSession();
  const path = question?.path;
  const [turn, setTurn] = useState(0);
  const [isLoading, setLoading] = useState(false);
  const [state, setState] = useState<State<Item>>({ items: undefined, next: null, problem: undefined });
  const running = useRef<AbortController>(undefined);

  const load = useCallback(
    async (pagePath: string, before: readonly Item[]) => {
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      setLoading(true);
      const answer = await api.read<ListOf<Item>>({ path: pagePath }, mine.signal).catch(() => undefined);
      if (answer === undefined || mine.signal.aborted) return;
      setLoading(false);
      setState((now) => after(now, before, answer));
    },
    [api],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks the same question again.
  useEffect(() => {
    if (path === undefined) return;
    void load(path, []);
    return () => running.current?.abort();
  }, [load, path, turn]);

  const { items, next, problem } = state;
  const canRead = path !== undefined && next !== null && !isLoading;
  return {
    items,
    problem,
    isLoading,
    more: canRead ? () => void load(withCursor(path, next), items ?? []) : undefined,
    reload: useCallback(() => setTurn((count) => count + 1), []),
  };
}

function after<Item>(now: State<Item>, before: readonly Item[], answer: Answer<ListOf<Item>>): State<Item> {
  if (answer.kind === 'problem') return { ...now, problem: answer.problem };
  const { data, next_cursor } = answer.data;
  return { items: [...before, ...data], next: next_cursor, problem: undefined };
}

function withCursor(path: string, cursor: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
}
