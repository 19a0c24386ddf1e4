// One change at a time, with its answer: a button that was pressed twice does its work once.
import { useCallback, useRef, useState } from 'react';
import { useSession } from './api-context.ts';
import type { Write } from './request.ts';
import type { Problem } from './types.ts';

export interface Writing<Data> {
  /** Gives what was answered, or undefined: then `problem` says why. */
  readonly write: (question: Write<Data>) => Promise<{ readonly data: Data } | undefined>;
  readonly isWriting: boolean;
  readonly problem: Problem | undefined;
  readonly forget: () => void;
}

export function useWrite<Data>(): Writing<Data> {
  const { api } = useSession();
  const [problem, setProblem] = useState<Problem>();
  const [isWriting, setWriting] = useState(false);
  const isBusy = useRef(false);

  const write = useCallback(
    async (question: Write<Data>) => {
      if (isBusy.current) return undefined;
      isBusy.current = true;
      setWriting(true);
      setProblem(undefined);
      const answer = await api.write(question);
      isBusy.current = false;
      setWriting(false);
      if (answer.kind === 'data') return { data: answer.data };
      setProblem(answer.problem);
      return undefined;
    },
    [api],
  );
  return { write, isWriting, problem, forget: useCallback(() => setProblem(undefined), []) };
}
