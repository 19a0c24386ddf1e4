// What a change of a mapping would do, asked a moment after the last key was pressed.
import { useEffect, useState } from 'react';
import { previewMapping } from '../../api/requests.ts';
import type { MappingPreview, PreviewedMapping, Problem } from '../../api/types.ts';
import { useWrite } from '../../api/use-write.ts';

const REST_MS = 300;

export interface Preview {
  /** Undefined until it is known of just what is wanted. */
  readonly preview: MappingPreview | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
}

/** @param wanted undefined asks nothing */
export function usePreview(wanted: PreviewedMapping | undefined): Preview {
  const { write, problem } = useWrite<MappingPreview>();
  const key = wanted === undefined ? undefined : JSON.stringify(wanted);
  const [seen, setSeen] = useState<{ readonly key: string; readonly preview: MappingPreview }>();
  useEffect(() => {
    if (key === undefined) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await write(previewMapping(JSON.parse(key)));
      if (isCurrent && answer !== undefined) setSeen({ key, preview: answer.data });
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key, write]);
  const preview = seen?.key === key ? seen?.preview : undefined;
  return { preview, problem, isLoading: key !== undefined && preview === undefined && problem === undefined };
}
