// Takes values through the rules: from the whole to the parts, each part with the definition of its own.

import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { AttributeDefinition } from '../schema/definition.ts';
import { findAttribute } from '../schema/lookup.ts';
import type { DialectRule, ValueContext } from './rule.ts';

/** Rules at work on one request, and the names of those that have changed something. */
export interface Adapting {
  readonly rules: readonly DialectRule[];
  readonly fired: Set<string>;
}

/** What the rules make of something, one after the other; `change` is undefined where a rule has nothing to say of it. */
export function through<T>(
  { rules, fired }: Adapting,
  given: T,
  change: (rule: DialectRule, value: T) => T | undefined,
): T {
  let value = given;
  for (const rule of rules) {
    const changed = change(rule, value);
    if (changed === undefined || changed === value) continue;
    fired.add(rule.name);
    value = changed;
  }
  return value;
}

/** A value of the attribute in the strict form; the very same value where no rule changed anything. */
export function adaptValue(
  adapting: Adapting,
  definition: AttributeDefinition,
  given: JsonValue,
  context: ValueContext,
): JsonValue {
  const value = through(adapting, given, (rule, current) => rule.value?.(definition, current, context));
  if (definition.multiValued) {
    if (!Array.isArray(value)) return value;
    const element = elementOf(definition);
    return changedList(value, (one) => adaptValue(adapting, element, one, { ...context, isElement: true }));
  }
  if (definition.type !== 'complex' || !isObject(value)) return value;
  return changedObject(value, (name, inner) => {
    const subAttribute = findAttribute(definition.subAttributes ?? [], name);
    if (subAttribute === undefined) return [name, inner];
    return [name, adaptValue(adapting, subAttribute, inner, { ...context, isElement: false })];
  });
}

/** The definition of one of several values. */
export function elementOf(definition: AttributeDefinition): AttributeDefinition {
  return { ...definition, multiValued: false };
}

/** The object with its members changed one by one; the very same object where none changed. */
export function changedObject(
  object: JsonObject,
  change: (name: string, value: JsonValue) => readonly [string, JsonValue],
): JsonObject {
  const before = Object.entries(object);
  const after = before.map(([name, value]) => change(name, value));
  const isSame = after.every(
    ([name, value], index) => name === before[index]?.[0] && value === before[index]?.[1],
  );
  return isSame ? object : Object.fromEntries(after);
}

/** The list with its elements changed one by one; the very same list where none changed. */
export function changedList(list: JsonValue[], change: (value: JsonValue) => JsonValue): JsonValue[] {
  const changed = list.map(change);
  return changed.every((value, index) => value === list[index]) ? list : changed;
}
