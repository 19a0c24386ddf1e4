// The row keys of the provisioning log. A month is a table, so that it is dropped whole and nothing has to be deleted row by
// row. In it a directory is one partition; requests that nobody was let in for lie in a partition of their own.
//
//   e~{place}                    an entry; newer ones come first
//   i~{by}~{value}~{place}       where to find it: by outcome, subject, name
//   c~{hour}~{process}           what a process counted in an hour
//
// A place is the time, counted down, and the request's id.
import { foldCase } from '../scim/fold.ts';
import { type KeyRange, keyPrefix, keyText, rangeOf } from './keys.ts';

/** No directory has this name. */
export const OUTSIDE = '~';
const HOUR_MS = 3_600_000;
/** Later than any time, and with as many digits as every time has until the year 2286. */
const END_OF_TIME = 9_999_999_999_999;

export function partitionOf(directory: string | undefined): string {
  return directory === undefined ? OUTSIDE : keyText(directory);
}

export function placeOf(time: number, request: string): string {
  return `${countdown(time)}~${keyText(request).slice(0, 64)}`;
}

export function timeOfPlace(place: string): number {
  return END_OF_TIME - Number(place.split('~', 1)[0]);
}

export const PLACE = /^\d{13}~[-.0-9@A-Z_a-z^]{1,64}$/;

export const entryPrefix = 'e~';
export const indexPrefix = (by: string, value: string) => `i~${by}~${keyText(foldCase(value))}~`;
/** Of all values that begin so. */
export const indexStart = (by: string, value: string) => `i~${by}~${keyPrefix(foldCase(value))}`;

/** Of the keys behind `prefix`, those from the time `to` back to `from`, behind the place `after`. */
export function placesBetween(prefix: string, from: number, to: number, after: string | undefined): KeyRange {
  const start = after === undefined ? prefix + countdown(to) : rangeOf(prefix + after).before;
  return { from: start, before: rangeOf(prefix + countdown(from)).before };
}

export function counterKey(time: number, process: string): string {
  return `c~${countdown(hourOf(time))}~${process}`;
}

/** The counters of the hour of `to` and those before it, back to that of `from`. */
export function countersBetween(from: number, to: number): KeyRange {
  return { from: `c~${countdown(hourOf(to))}`, before: rangeOf(`c~${countdown(hourOf(from))}`).before };
}

export function hourOf(time: number): number {
  return Math.floor(time / HOUR_MS) * HOUR_MS;
}

function countdown(time: number): string {
  return String(END_OF_TIME - Math.max(0, Math.floor(time))).padStart(13, '0');
}

/** `202611`: the months sort as their names do. */
export function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7).replace('-', '');
}

/** The months from that of `to` back to that of `from`. */
export function monthsBetween(from: number, to: number): string[] {
  const months: string[] = [];
  for (let month = monthOf(to); month >= monthOf(from); month = before(month)) months.push(month);
  return months;
}

function before(month: string): string {
  return monthOf(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(4)) - 2));
}

/** The first millisecond after a month. */
export function endOfMonth(month: string): number {
  return Date.UTC(Number(month.slice(0, 4)), Number(month.slice(4)));
}
