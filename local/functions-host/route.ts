// Route templates as the Functions host reads them (ASP.NET Core's): literals compare without case, a trailing slash makes
// no difference, `{name}`, `{name?}`, `{name=default}`, `{*rest}` and the common constraints. Functions are tried in the
// order of their names, whatever their routes look like; the first that fits and lists the method wins.

interface Part {
  readonly literal?: string;
  readonly name?: string;
  readonly isCatchAll: boolean;
  readonly isOptional: boolean;
  readonly fallback: string | undefined;
  readonly constraint: RegExp | undefined;
}

export interface RoutedFunction {
  readonly methods: readonly string[];
  readonly parts: readonly Part[];
}

const CONSTRAINTS: Readonly<Record<string, RegExp>> = {
  int: /^[+-]?\d{1,10}$/,
  long: /^[+-]?\d{1,19}$/,
  bool: /^(?:true|false)$/i,
  alpha: /^[a-z]*$/i,
  guid: /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i,
};

/** `template` is the function's route with the host's prefix before it. Throws for a constraint that is not known here. */
export function parseRoute(template: string): Part[] {
  return template.split('/').filter(Boolean).map(parsePart);
}

function parsePart(text: string): Part {
  const inner = /^\{(.*)\}$/.exec(text)?.[1];
  if (inner === undefined) {
    if (/[{}]/.test(text)) throw new Error(`The route segment "${text}" mixes text and parameters.`);
    return {
      literal: text,
      isCatchAll: false,
      isOptional: false,
      fallback: undefined,
      constraint: undefined,
    };
  }
  const [, stars, name, constraint, optional, fallback] =
    /^(\*{0,2})([^:=?]+)(?::([^=?]+))?(\?)?(?:=(.*))?$/.exec(inner) ?? [];
  if (name === undefined) throw new Error(`The route parameter "${text}" cannot be read.`);
  const known = constraint === undefined ? undefined : CONSTRAINTS[constraint];
  if (constraint !== undefined && known === undefined) {
    throw new Error(`The route constraint "${constraint}" is not known to this host.`);
  }
  return {
    name,
    isCatchAll: stars !== '',
    isOptional: optional !== undefined || fallback !== undefined || stars !== '',
    fallback,
    constraint: known,
  };
}

/** The parameters when `path` (decoded, with its leading slash) fits, otherwise undefined. */
export function matchRoute(parts: readonly Part[], path: string): Record<string, string> | undefined {
  const segments = path.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (segments.length === 1 && segments[0] === '') segments.pop();
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const rest = segments.slice(index);
    // A catch-all takes the text as it stands, with a trailing slash.
    const value = part.isCatchAll ? path.replace(/^\//, '').split('/').slice(index).join('/') : rest[0];
    if (value === undefined || value === '') {
      if (!part.isOptional) return undefined;
      if (part.fallback !== undefined && part.name !== undefined) params[part.name] = part.fallback;
    } else if (part.literal !== undefined) {
      if (part.literal.toLowerCase() !== value.toLowerCase()) return undefined;
    } else if (part.constraint?.test(value) === false) return undefined;
    else if (part.name !== undefined) params[part.name] = value;
    if (part.isCatchAll) return params;
  }
  return segments.length > parts.length ? undefined : params;
}

/** Ordinal order without case, as the host sorts functions. */
export function compareNames(a: string, b: string): number {
  const [upperA, upperB] = [a.toUpperCase(), b.toUpperCase()];
  return upperA < upperB ? -1 : upperA > upperB ? 1 : 0;
}

/** The first of `functions` (already in name order) that takes `method` at `path`. */
export function selectFunction<Routed extends RoutedFunction>(
  functions: readonly Routed[],
  method: string,
  path: string,
): { chosen: Routed; params: Record<string, string> } | undefined {
  for (const chosen of functions) {
    if (!chosen.methods.includes(method)) continue;
    const params = matchRoute(chosen.parts, path);
    if (params !== undefined) return { chosen, params };
  }
  return undefined;
}
