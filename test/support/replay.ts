// Requests of an identity provider, in the order in which it sends them, replayed against the running service. A file of
// cases has each request with its source and what must come back; `{{name}}` stands for a value that an earlier answer held
// (`save`).

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { TestService } from './service.ts';

export interface ReplayCase {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: unknown;
  /** The path is sent byte for byte. */
  readonly rawQuery?: boolean;
  /** Name of what is kept, and the member of the answer whose value it is. */
  readonly save?: Readonly<Record<string, string>>;
  /** Where it is written that this is sent. */
  readonly source: string;
  readonly expect: {
    readonly status: number;
    readonly alsoOk?: readonly number[];
    /** A subset of the answer; array items in any order. */
    readonly body?: unknown;
    /** Key paths that must be missing, null or empty. */
    readonly absent?: readonly (readonly string[])[];
    /** Sizes of arrays; a missing one counts as empty. */
    readonly lengths?: Readonly<Record<string, number>>;
    readonly notes?: string;
  };
}

export function readCases(file: URL): readonly ReplayCase[] {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Sends the case's request and checks the answer. `saved` is what earlier cases kept, and what this one keeps. */
export async function replay(
  service: TestService,
  { method, path, headers, body, rawQuery, save, expect: expected }: ReplayCase,
  saved: Map<string, string>,
): Promise<void> {
  const filled = fill(path, saved);
  const address = rawQuery === true ? filled : encodeQuery(filled);
  const usual = { authorization: `Bearer ${service.token}` };
  const sent = new Headers();
  for (const [name, value] of Object.entries({ ...usual, ...lowerCased(headers) })) {
    if (value !== null) sent.set(name, value);
  }
  const response = await fetch(`${service.scimUrl}${address}`, {
    method,
    headers: sent,
    ...(body === undefined ? {} : { body: fill(JSON.stringify(body), saved) }),
  });
  const text = await response.text();
  const statuses = [expected.status, ...(expected.alsoOk ?? [])];
  expect(statuses, `${response.status}: ${text}`).toContain(response.status);
  if (response.status === 204) {
    expect(text).toBe('');
    return;
  }
  const answer = JSON.parse(text) as Record<string, unknown>;
  if (expected.body !== undefined) {
    const wanted = JSON.parse(fill(JSON.stringify(expected.body), saved)) as unknown;
    expect(isSubset(wanted, answer), `${JSON.stringify(wanted)} is not all in ${text}`).toBe(true);
  }
  for (const keys of expected.absent ?? [])
    expect(isAbsent(answer, keys), `${keys.join(' > ')} in ${text}`).toBe(true);
  for (const [name, size] of Object.entries(expected.lengths ?? {})) {
    expect(((answer[name] ?? []) as unknown[]).length, `${name} in ${text}`).toBe(size);
  }
  for (const [name, key] of Object.entries(save ?? {})) saved.set(name, String(answer[key]));
}

function fill(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`no earlier answer gave ${name}`);
    return value;
  });
}

function lowerCased(headers: ReplayCase['headers'] = {}): Record<string, string | null> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function encodeQuery(path: string): string {
  const [address = '', query] = path.split(/\?(.*)/s);
  if (query === undefined) return path;
  const parts = query
    .split('&')
    .map((part) => part.split(/=(.*)/s).slice(0, 2).map(encodeURIComponent).join('='));
  return `${address}?${parts.join('&')}`;
}

function isSubset(wanted: unknown, found: unknown): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(found) && wanted.every((item) => found.some((other) => isSubset(item, other)));
  }
  if (typeof wanted !== 'object' || wanted === null) return wanted === found;
  if (typeof found !== 'object' || found === null) return false;
  return Object.entries(wanted).every(([name, value]) =>
    isSubset(value, (found as Record<string, unknown>)[name]),
  );
}

function isAbsent(answer: unknown, keys: readonly string[]): boolean {
  let value = answer;
  for (const key of keys) value = (value as Record<string, unknown> | undefined)?.[key];
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
