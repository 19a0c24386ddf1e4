// The answer of `/health`: what runs here and whether what it depends on answers. Anybody may ask, so the checks are run
// at most every few seconds, whatever is thrown at it, and a failure is named but not explained; the log explains it.
import type { HttpHandler, HttpResponseInit, InvocationContext } from '@azure/functions';

/** Resolves when the dependency answers. */
export type Check = () => Promise<unknown>;

/** Names of dependencies with their checks, or why there is none: `{ storage: ..., vault: 'none' }`. */
export type Checks = Readonly<Record<string, Check | string>>;

const KEPT_MS = 5_000;
const LIMIT_MS = 10_000;

interface Report {
  readonly isHealthy: boolean;
  readonly states: Readonly<Record<string, string>>;
}

/** Settings so wrong that nothing can be checked; `problem` names them and goes into the answer. */
export interface Unusable {
  readonly problem: string;
}

/** `build` is shown as it is; `checks` are asked for at each round. 200 when all is well, otherwise 503. */
export function createHealth(
  build: { readonly version: string; readonly commit: string },
  checks: () => Promise<Checks | Unusable>,
): HttpHandler {
  let kept: { readonly at: number; readonly report: Promise<Report> } | undefined;
  return async (_request, context): Promise<HttpResponseInit> => {
    if (kept === undefined || performance.now() - kept.at > KEPT_MS) {
      kept = { at: performance.now(), report: run(checks, context) };
    }
    const { isHealthy, states } = await kept.report;
    return {
      status: isHealthy ? 200 : 503,
      headers: { 'cache-control': 'no-store' },
      jsonBody: { status: isHealthy ? 'ok' : 'failing', ...build, ...states },
    };
  };
}

async function run(checks: () => Promise<Checks | Unusable>, context: InvocationContext): Promise<Report> {
  const found = await checks();
  if (isUnusable(found)) return { isHealthy: false, states: { settings: found.problem } };
  const states = await statesOf(found, (name, failure) =>
    context.error(JSON.stringify({ health: name, error: String(failure) })),
  );
  return { isHealthy: Object.values(states).every((state) => state !== 'unreachable'), states };
}

/** `ok` or `unreachable` for each dependency, or why there is none. `failed` is told what a check failed with. */
export async function statesOf(
  checks: Checks,
  failed: (name: string, failure: unknown) => void,
): Promise<Readonly<Record<string, string>>> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, string]> => {
      if (typeof check === 'string') return [name, check];
      const failure = await failureOf(check);
      if (failure !== undefined) failed(name, failure);
      return [name, failure === undefined ? 'ok' : 'unreachable'];
    }),
  );
  return Object.fromEntries(states);
}

async function failureOf(check: Check): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`No answer within ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  });
  const outcome = await Promise.race([
    check().then(
      () => undefined,
      (error: unknown) => error,
    ),
    limit,
  ]);
  clearTimeout(timer);
  return outcome;
}

function isUnusable(found: Checks | Unusable): found is Unusable {
  return typeof found.problem === 'string';
}
