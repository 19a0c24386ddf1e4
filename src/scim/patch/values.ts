// Changes the values of a multi-valued attribute: RFC 7644 sections 3.5.2.1 to 3.5.2.3. No value is there twice (RFC 7643
// section 2.4), and where one becomes primary, the others are so no longer (RFC 7644 section 3.5.2).

import { ScimError } from '../errors.ts';
import { type CheckedFilter, conditionsIn } from '../filter/checked.ts';
import { comparable } from '../filter/comparable.ts';
import { matches } from '../filter/matches.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { AttributeDefinition } from '../schema/definition.ts';
import { findAttribute } from '../schema/lookup.ts';
import { readSingleValue, readValue } from '../schema/value.ts';
import { mergeComplex } from './complex.ts';
import type { PatchOperation } from './operation.ts';
import type { AttributeTarget } from './target.ts';
import { spend, VALUE_WORK, type Work } from './work.ts';

/**
 * The attribute's values after the operation, canonical; undefined when none is left.
 * Throws `invalidValue` where the value does not fit, `noTarget` where a filter chooses no value and none can be made of it.
 */
export function changeValues(
  target: AttributeTarget,
  operation: PatchOperation,
  before: JsonValue | undefined,
  work: Work,
): JsonValue | undefined {
  const values = Array.isArray(before) ? before : [];
  if (target.filter !== undefined || target.subAttribute !== undefined) {
    return changeChosen(target, operation, values, work);
  }
  const { definition, name } = target;
  const { op, value } = operation;
  if (op === 'replace') return readValue(definition, value ?? null, name);
  if (value === undefined) return undefined;
  const given = readValue(definition, value, name);
  const list = Array.isArray(given) ? given : [];
  return op === 'add' ? addAll(target, values, list, work) : removeAll(target, values, list, work);
}

/** A value, and whether this operation wrote it. */
interface Entry {
  readonly value: JsonValue;
  readonly isWritten: boolean;
}

function addAll(
  { definition, name }: AttributeTarget,
  values: readonly JsonValue[],
  added: readonly JsonValue[],
  work: Work,
): JsonValue | undefined {
  spend(work, (values.length + added.length) * VALUE_WORK);
  const value = findAttribute(definition.subAttributes ?? [], 'value');
  const typeOf = new Map<unknown, JsonValue>();
  for (const present of value === undefined ? [] : values) {
    if (!isObject(present) || present.value === undefined || present.type === undefined) continue;
    typeOf.set(keyOf(value, present.value), present.type);
  }
  // Entra adds the role `admin` without the type that it created the user's role `admin` with, and means the same role.
  const typed = added.map((one) => {
    const type = isObject(one) && one.type === undefined ? typeOf.get(keyOf(value, one.value)) : undefined;
    return isObject(one) && type !== undefined ? { ...one, type } : one;
  });
  return settle(definition, name, [
    ...values.map((one) => ({ value: one, isWritten: false })),
    ...typed.map((one) => ({ value: one, isWritten: true })),
  ]);
}

/** Entra removes by the attribute's path and a list of values; others are none of its business. */
function removeAll(
  { definition, name }: AttributeTarget,
  values: readonly JsonValue[],
  removed: readonly JsonValue[],
  work: Work,
): JsonValue | undefined {
  spend(work, values.length * (VALUE_WORK + removed.length));
  const kept = values.filter((value) => !removed.some((one) => isSame(definition, one, value)));
  return readValue(definition, kept, name);
}

/** Whether a value is the one that is to be removed: by its `value`, and by its type where that is given; else as a whole. */
function isSame(definition: AttributeDefinition, removed: JsonValue, value: JsonValue): boolean {
  if (!isObject(removed) || !isObject(value)) return keyOf(definition, removed) === keyOf(definition, value);
  const names = removed.value === undefined ? Object.keys(removed) : ['value', 'type'];
  return names.every((name) => {
    const part = findAttribute(definition.subAttributes ?? [], name);
    return removed[name] === undefined || keyOf(part, removed[name]) === keyOf(part, value[name]);
  });
}

function keyOf(definition: AttributeDefinition | undefined, value: JsonValue | undefined): unknown {
  return typeof value === 'object' ? value : comparable(definition, 'eq', value ?? null);
}

function changeChosen(
  target: AttributeTarget,
  operation: PatchOperation,
  values: readonly JsonValue[],
  work: Work,
): JsonValue | undefined {
  const { definition, filter, name } = target;
  spend(work, values.length * (VALUE_WORK + (filter === undefined ? 0 : conditionsIn(filter))));
  const isChosen = values.map((value) => filter === undefined || matches(filter, value));
  if (!isChosen.includes(true)) return createMissing(target, operation, values);
  const entries = values.map((value, index) => ({
    value: isChosen[index] === true ? writeValue(target, operation, value) : value,
    isWritten: isChosen[index] === true,
  }));
  return settle(definition, name, entries);
}

/** Whether the value leaves its target unassigned (RFC 7643 section 2.5), whatever the target is. */
function assignsNothing(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return value === null;
  return Object.values(value).every(assignsNothing);
}

/** A chosen value as the operation leaves it; null when it goes. */
function writeValue(target: AttributeTarget, operation: PatchOperation, before: JsonValue): JsonValue {
  const { definition, filter, subAttribute, name } = target;
  const value = operation.op === 'remove' ? null : (operation.value ?? null);
  if (subAttribute === undefined && value === null) return null;
  if (definition.type !== 'complex') return readSingleValue(definition, value, name) ?? null;
  const held = isObject(before) ? before : {};
  // A replaced value stays of the kind that it was chosen by: `addresses[type eq "work"]` is still of type work.
  const kind = (filter && kindChosenBy(filter)) ?? {};
  const after =
    subAttribute !== undefined
      ? mergeComplex(definition, held, { [subAttribute.name]: value }, name)
      : mergeComplex(definition, operation.op === 'add' ? held : kind, value, name);
  return after === undefined || (assignsNothing(value) && saysNothing(after)) ? null : after;
}

/** A value of which only the label is left is none: Entra clears `emails[type eq "work"].value` to take the address away. */
function saysNothing(value: JsonValue): boolean {
  return isObject(value) && Object.keys(value).every((name) => name === 'type' || name === 'primary');
}

/**
 * What no value matches is made from the filter, for add and, against the letter of RFC 7644 section 3.5.2.3, for replace:
 * Entra sends `replace emails[type eq "work"].value` to users without e-mail, and drops everything else on a `noTarget`.
 * A filter that asks for one certain value, or for more than equality, describes nothing that could be made.
 */
function createMissing(
  target: AttributeTarget,
  operation: PatchOperation,
  values: readonly JsonValue[],
): JsonValue | undefined {
  const { definition, filter, subAttribute, name } = target;
  if (operation.op === 'remove' || assignsNothing(operation.value ?? null))
    return readValue(definition, [...values], name);
  const kind = filter === undefined ? {} : kindChosenBy(filter);
  const isCertain = ['value', '$ref', subAttribute?.name].some(
    (part) => part !== undefined && kind?.[part] !== undefined,
  );
  if (kind === undefined || isCertain || definition.type !== 'complex') {
    throw new ScimError(
      'noTarget',
      `No value of ${definition.name} matches the path ${name}. Add the value to ${definition.name} first.`,
    );
  }
  const given = operation.value ?? null;
  const made = mergeComplex(
    definition,
    kind,
    subAttribute === undefined ? given : { [subAttribute.name]: given },
    name,
  );
  return settle(definition, name, [
    ...values.map((value) => ({ value, isWritten: false })),
    { value: made ?? null, isWritten: true },
  ]);
}

/** The sub-attributes that every value chosen by the filter has; undefined when it asks for more than equalities. */
function kindChosenBy(filter: CheckedFilter): JsonObject | undefined {
  if (filter.kind === 'compare' && filter.operator === 'eq' && filter.value !== null) {
    const [name] = filter.target.steps ?? [];
    return name === undefined ? undefined : { [name]: filter.value };
  }
  if (filter.kind !== 'and') return undefined;
  const kinds = filter.terms.map(kindChosenBy);
  return kinds.every((kind) => kind !== undefined) ? Object.assign({}, ...kinds) : undefined;
}

/** The values in canonical form, with one primary at most, and undefined for none. A null entry goes. */
function settle(
  definition: AttributeDefinition,
  name: string,
  entries: readonly Entry[],
): JsonValue | undefined {
  const present = entries.filter(({ value }) => value !== null);
  const hasNewPrimary = present.some(({ value, isWritten }) => isWritten && isPrimary(value));
  const values = present.map(({ value, isWritten }) =>
    hasNewPrimary && !isWritten && isObject(value) && isPrimary(value) ? { ...value, primary: false } : value,
  );
  return readValue(definition, values, name);
}

function isPrimary(value: JsonValue): boolean {
  return isObject(value) && value.primary === true;
}
