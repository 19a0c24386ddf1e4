// One line of JSON in the log for each request: enough to follow an identity provider's work and to find a fault by its
// id. Without query, body and error texts, because they hold people's names; resource ids are ours and say nothing.
import type { InvocationContext } from '@azure/functions';
import type { ScimError } from '../scim/errors.ts';

type Field = string | number | boolean | readonly string[];

export interface RequestLog {
  note: (name: string, value: Field) => void;
  /** Remembers why the request was refused, or a fault with all that is known about it. */
  failed: (error: ScimError) => void;
  /** What has been noted so far. */
  fields: () => Readonly<Record<string, Field>>;
  /** Writes the line. */
  write: (status: number) => void;
}

export function createRequestLog(context: InvocationContext, method: string): RequestLog {
  const started = performance.now();
  const fields: Record<string, Field> = { request: context.invocationId, method };
  return {
    note: (name, value) => {
      fields[name] = value;
    },
    failed: (error) => {
      fields.error = error.kind;
      if (error.status >= 500) fields.cause = causes(error);
    },
    fields: () => fields,
    write: (status) => {
      const line = JSON.stringify({ ...fields, status, ms: Math.round(performance.now() - started) });
      if (status >= 500) context.error(line);
      else context.info(line);
    },
  };
}

/** Stacks only, never whole objects: a storage or vault error carries its request with it. */
function causes(error: unknown): string {
  const stacks: string[] = [];
  for (let next = error; next instanceof Error && stacks.length < 5; next = next.cause) {
    stacks.push(next.stack ?? String(next));
  }
  return stacks.join('\ncaused by: ');
}
