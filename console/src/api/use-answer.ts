// The answer to one question, asked again when the question changes. An older answer that comes late is dropped: while
// somebody types, only the last question counts.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSession } from './api-context.ts';
import type { Read } from './request.ts';
import type { Problem } from './types.ts';

export interface Asked<Data> {
  /** The last answer; it stays while the next is awaited. */
  readonly data: Data | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

interface State<Data> {
  /** Of the question that was answered. */
  readonly path: string | undefined;
  readonly data: Data | undefined;
  readonly problem: Problem | undefined;
}

/** @param question undefined asks nothing @param every milliseconds after which it is asked again */
export function useAnswer<Data>(question: Read<Data> | undefined, every?: number): Asked<Data> {
  const { api } = useSession();
  const path = question?.path;
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<State<Data>>({ path: undefined, data: undefined, problem: undefined });
  const [pending, setPending] = useState<string>();
  const reload = useCallback(() => setTurn((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks the same question again.
  useEffect(() => {
    if (path === undefined) return;
    const aborted = new AbortController();
    setPending(path);
    api
      .read<Data>({ path }, aborted.signal)
      .then((answer) => {
        if (aborted.signal.aborted) return;
        setPending(undefined);
        setState((before) =>
          answer.kind === 'data'
            ? { path, data: answer.data, problem: undefined }
            : { path, data: before.path === path ? before.data : undefined, problem: answer.problem },
        );
      })
      .catch(() => undefined);
    return () => aborted.abort();
  }, [api, path, turn]);

  useInterval(reload, path === undefined ? undefined : every);
  return { data: state.data, problem: state.problem, isLoading: pending !== undefined, reload };
}

/** Calls `act` every so many milliseconds while the page is looked at. */
function useInterval(act: () => void, every: number | undefined): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (every === undefined) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') latest.current();
    }, every);
    return () => clearInterval(timer);
  }, [every]);
}
