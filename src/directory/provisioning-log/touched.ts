// Which attributes a body names, whatever its form: what a request meant is told from them when nothing came of it, and a
// list of names is what a person wants to read of an update.
import { isObject, type JsonObject, type JsonValue } from '../../scim/json.ts';
import { toWellFormedStart } from './text.ts';

export interface Touched {
  /** In lower case for a PATCH; `undefined` for a POST or PUT. */
  readonly op: string | undefined;
  /** Without URN, filter and sub-attribute: `emails`. As it was written. */
  readonly attribute: string;
  readonly value: JsonValue | undefined;
}

const NOT_ATTRIBUTES = new Set(['schemas', 'id', 'meta', 'externalid']);
const LONGEST_NAME = 60;

/** The attributes in the operations of a PATCH, or in a resource. */
export function touchedBy(body: JsonObject | undefined): Touched[] {
  if (body === undefined) return [];
  const operations = memberOf(body, 'operations');
  return Array.isArray(operations) ? operations.flatMap(byOperation) : byObject(undefined, body);
}

/** Names for a person, each once, without those that every resource has. */
export function attributeNames(touched: readonly Touched[]): string[] {
  const names = new Map(touched.map(({ attribute }) => [attribute.toLowerCase(), attribute]));
  return [...names].filter(([folded]) => !NOT_ATTRIBUTES.has(folded)).map(([, name]) => name);
}

/** The value last given to an attribute; `undefined` where it is not named. */
export function valueGiven(touched: readonly Touched[], attribute: string): JsonValue | undefined {
  return touched.findLast((one) => one.attribute.toLowerCase() === attribute)?.value;
}

/** Of an object that a client sent: its names are compared without case. */
export function memberOf(object: JsonObject, folded: string): JsonValue | undefined {
  return Object.entries(object).find(([name]) => name.toLowerCase() === folded)?.[1];
}

function byOperation(operation: JsonValue): Touched[] {
  if (!isObject(operation)) return [];
  const op = String(memberOf(operation, 'op') ?? '').toLowerCase();
  const path = memberOf(operation, 'path');
  const value = memberOf(operation, 'value');
  if (typeof path === 'string') return [{ op, attribute: attributeOf(path), value }];
  return isObject(value) ? byObject(op, value) : [];
}

function byObject(op: string | undefined, object: JsonObject): Touched[] {
  return Object.entries(object).flatMap(([name, value]) =>
    // An extension: its members are what is named.
    name.toLowerCase().startsWith('urn:') && isObject(value)
      ? byObject(op, value)
      : [{ op, attribute: attributeOf(name), value }],
  );
}

function attributeOf(path: string): string {
  const name = path.slice(path.toLowerCase().startsWith('urn:') ? urnEnd(path) : 0);
  return toWellFormedStart(name.split(/[[.]/, 1)[0] ?? '', LONGEST_NAME);
}

/** Behind the last colon that is not within a filter. */
function urnEnd(path: string): number {
  return (path.split('[', 1)[0] ?? '').lastIndexOf(':') + 1;
}
