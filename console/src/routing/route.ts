// Where in the console one is: the part of the address behind `#`, so that the service serves one page for all of them, a
// link can be sent to a colleague, and the browser's own back and forward work.
import { useSyncExternalStore } from 'react';

export interface Route {
  /** The decoded parts of the path: `#/users/1` is `['users', '1']`. */
  readonly segments: readonly string[];
  /** What follows `?`: filters and searches, so that they survive a reload. */
  readonly query: URLSearchParams;
}

/** Reads what follows `#` in an address. What cannot be decoded is taken as it stands. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = split(hash.replace(/^#/, ''));
  const segments = path.split('/').filter(Boolean).map(decoded);
  return { segments, query: new URLSearchParams(search) };
}

/** The address of a place in the console; parameters without a value are left out. */
export function linkTo(
  segments: readonly string[],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const search = new URLSearchParams(given).toString();
  return `#/${segments.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

/** The place where one is; renders again when it changes. */
export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(onHashChange, () => window.location.hash));
}

/** Keeps a filter in the address without a step in the browser's history. */
export function replaceRoute(link: string): void {
  window.history.replaceState(null, '', link);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function split(hash: string): [string, string] {
  const mark = hash.indexOf('?');
  return mark < 0 ? [hash, ''] : [hash.slice(0, mark), hash.slice(mark + 1)];
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function onHashChange(notify: () => void): () => void {
  window.addEventListener('hashchange', notify);
  return () => window.removeEventListener('hashchange', notify);
}
