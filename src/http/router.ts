// Finds the handler of a request below one function's route. The Functions host answers an unlisted method or path with
// an empty 404, so each function takes every method and every path below its own, and the choice is made here, where
// the answer can say what is wrong (RFC 7644 section 3.12).
import type { Scope } from './caller.ts';

/** `path` is relative to the function: `''`, `'{id}'`, `'.search'`. Literals are tried before parameters. */
export interface Route<Handler> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly handler: Handler;
  /** Where it takes another than its function. */
  readonly scope?: Scope;
}

export type RouteMatch<Handler> =
  | {
      readonly kind: 'found';
      readonly route: Route<Handler>;
      readonly params: Readonly<Record<string, string>>;
    }
  /** The path exists; `allow` are the methods it takes. */
  | { readonly kind: 'otherMethod'; readonly allow: readonly string[] }
  | { readonly kind: 'unknown' };

/** `segments` are the decoded parts of the path below the function. HEAD is answered by the handler of GET. */
export function findRoute<Handler>(
  routes: readonly Route<Handler>[],
  method: string,
  segments: readonly string[],
): RouteMatch<Handler> {
  const fitting = routes
    .map((route) => ({ route, params: matchPath(route.path, segments) }))
    .filter((entry) => entry.params !== undefined)
    .sort((a, b) => Object.keys(a.params ?? {}).length - Object.keys(b.params ?? {}).length);
  const first = fitting[0];
  if (first === undefined) return { kind: 'unknown' };
  // Only the most literal path counts: POST to `{id}` must not be offered at `.search`.
  const here = fitting.filter((entry) => entry.route.path === first.route.path);
  const wanted = method === 'HEAD' ? 'GET' : method;
  const found = here.find((entry) => entry.route.method === wanted);
  if (found?.params === undefined)
    return { kind: 'otherMethod', allow: allowedMethods(here.map((entry) => entry.route)) };
  return { kind: 'found', route: found.route, params: found.params };
}

function allowedMethods(routes: readonly Route<unknown>[]): string[] {
  const methods = routes.map((route) => route.method as string);
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
}

function matchPath(path: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = path === '' ? [] : path.split('/');
  if (parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment;
    else if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return params;
}
