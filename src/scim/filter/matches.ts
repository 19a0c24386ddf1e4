// Whether a resource matches a filter, evaluated on the form in which it is answered (with `id`, `meta`, `groups`). The one
// evaluation of filters: queries, value paths of PATCH and what is read again behind an index all go through it.

import { isObject, type JsonValue } from '../json.ts';
import type { CheckedFilter, FilterTarget } from './checked.ts';
import { comparable } from './comparable.ts';
import type { ComparisonOperator, FilterValue } from './filter.ts';

/**
 * Whether the resource, or the element of a multi-valued attribute, matches.
 *
 * An attribute with several values matches when one of them does, `ne` included (RFC 7644 section 3.4.2.2); "none of them"
 * is `not (... eq ...)`. An attribute without a value, an empty array and null are the same (RFC 7643 section 2.5), and that
 * is equal to null, different from everything else, and neither before nor after anything.
 */
export function matches(filter: CheckedFilter, resource: JsonValue): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every((term) => matches(term, resource));
    case 'or':
      return filter.terms.some((term) => matches(term, resource));
    case 'not':
      return !matches(filter.term, resource);
    case 'present':
      return someValue(filter.target, resource, isPresent);
    case 'elements':
      return someValue(
        filter.target,
        resource,
        (element) => element !== null && matches(filter.filter, element),
      );
    case 'compare':
      return someValue(filter.target, resource, (value) => compares(filter, value));
  }
}

/** Whether one of the values at the target holds; where there is none, or an empty array, whether null does. */
function someValue(
  { steps }: FilterTarget,
  resource: JsonValue,
  holds: (value: JsonValue) => boolean,
): boolean {
  return steps === undefined ? holds(null) : someAt(resource, steps, 0, holds);
}

function someAt(
  value: JsonValue,
  steps: readonly string[],
  next: number,
  holds: (value: JsonValue) => boolean,
): boolean {
  if (Array.isArray(value)) {
    return value.length === 0 ? holds(null) : value.some((element) => someAt(element, steps, next, holds));
  }
  const step = steps[next];
  return step === undefined ? holds(value) : someAt(member(value, step), steps, next + 1, holds);
}

function member(value: JsonValue, name: string): JsonValue {
  return isObject(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

/** `pr`: "a non-empty or non-null value, or ... a non-empty node for complex attributes" (RFC 7644 table 3). */
function isPresent(value: JsonValue): boolean {
  if (value === null || value === '') return false;
  return (
    !isObject(value) ||
    Object.values(value).some((inner) => (Array.isArray(inner) ? inner.some(isPresent) : isPresent(inner)))
  );
}

type Comparison = Extract<CheckedFilter, { kind: 'compare' }>;

function compares({ target, operator, comparable: expected }: Comparison, value: JsonValue): boolean {
  if (typeof value === 'object') {
    // Only null can be compared with what is no plain value: the check has seen to that.
    const isNull = value === null && expected === null;
    return operator === 'eq' ? isNull : operator === 'ne' && !isNull;
  }
  const actual = comparable(target.definition, operator, value);
  return OPERATIONS[operator](actual, expected);
}

const OPERATIONS: Readonly<
  Record<ComparisonOperator, (actual: FilterValue, expected: FilterValue) => boolean>
> = {
  eq: (actual, expected) => actual === expected,
  ne: (actual, expected) => actual !== expected,
  co: (actual, expected) => bothTexts(actual, expected, (a, b) => a.includes(b)),
  sw: (actual, expected) => bothTexts(actual, expected, (a, b) => a.startsWith(b)),
  ew: (actual, expected) => bothTexts(actual, expected, (a, b) => a.endsWith(b)),
  gt: (actual, expected) => ordered(actual, expected, (order) => order > 0),
  ge: (actual, expected) => ordered(actual, expected, (order) => order >= 0),
  lt: (actual, expected) => ordered(actual, expected, (order) => order < 0),
  le: (actual, expected) => ordered(actual, expected, (order) => order <= 0),
};

function bothTexts(
  actual: FilterValue,
  expected: FilterValue,
  holds: (actual: string, expected: string) => boolean,
): boolean {
  return typeof actual === 'string' && typeof expected === 'string' && holds(actual, expected);
}

/** Texts in the order of their characters, numbers and instants by size; two of different kinds have no order. */
function ordered(actual: FilterValue, expected: FilterValue, holds: (order: number) => boolean): boolean {
  if (typeof actual === 'string' && typeof expected === 'string') {
    return holds(actual < expected ? -1 : actual > expected ? 1 : 0);
  }
  return typeof actual === 'number' && typeof expected === 'number' && holds(actual - expected);
}
