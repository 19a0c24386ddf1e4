// How the console asks the service. A question is a value (path and type of its answer); an answer is the data or the
// problem, never an exception, because every page has to show both.
import type { Problem } from './types.ts';

export type Answer<Data> =
  | { readonly kind: 'data'; readonly data: Data }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A question by GET. `path` is relative to the console's API. */
export interface Read<Data> {
  readonly path: string;
  /** Only the type: what the answer is. */
  readonly gives?: Data;
}

/** A question that changes something. */
export interface Write<Data> extends Read<Data> {
  readonly method: 'POST' | 'DELETE';
  readonly body?: unknown;
}

export interface Api {
  read<Data>(question: Read<Data>, signal?: AbortSignal): Promise<Answer<Data>>;
  write<Data>(question: Write<Data>): Promise<Answer<Data>>;
}

/** The headers that say who asks. */
export type Credentials = () => Promise<Readonly<Record<string, string>>>;

const BASE = '/console/api/';

/** `onSignedOut` is told when the service does not know, or not any more, who asks. */
export function createApi(credentials: Credentials, onSignedOut: (problem: Problem) => void): Api {
  async function ask<Data>(path: string, init: RequestInit): Promise<Answer<Data>> {
    const who = await credentials().catch(() => undefined);
    if (who === undefined) return { kind: 'problem', problem: NO_ANSWER };
    const answer = await exchange<Data>(path, { ...init, headers: { ...init.headers, ...who } });
    if (answer.kind === 'problem' && answer.problem.status === 401) onSignedOut(answer.problem);
    return answer;
  }
  return {
    read: ({ path }, signal) => ask(path, signal === undefined ? {} : { signal }),
    write: ({ path, method, body }) =>
      ask(path, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
  };
}

/** One request to the console's API. A network that fails is a problem too, with status 0. */
export async function exchange<Data>(path: string, init: RequestInit): Promise<Answer<Data>> {
  try {
    const response = await fetch(`${BASE}${path}`, init);
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    if (response.ok) return { kind: 'data', data: body as Data };
    return {
      kind: 'problem',
      problem: { ...NO_ANSWER, status: response.status, ...(body as Partial<Problem>) },
    };
  } catch (error) {
    if (init.signal?.aborted) throw error;
    return { kind: 'problem', problem: NO_ANSWER };
  }
}

const NO_ANSWER: Problem = {
  title: 'No answer',
  status: 0,
  code: 'no_answer',
  detail: 'The service did not answer, or not in a form that this page understands. Try again in a moment.',
  request_id: '',
};

/** A path with its parameters; those without a value are left out. */
export function read<Data>(
  segments: readonly string[],
  parameters: Readonly<Record<string, string | undefined>> = {},
): Read<Data> {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const search = new URLSearchParams(given).toString();
  return { path: `${segments.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}` };
}
