// Looks a filter's names up and refuses what cannot be answered: a name that no schema defines (a silent "nothing found"
// would make a client with a misspelt matching attribute create everybody twice), an operator or a value that does not fit
// the attribute's type, and an attribute whose value nobody may learn, not even by asking.

import { instantOf } from '../date-time.ts';
import { ScimError } from '../errors.ts';
import type { AttributeDefinition, AttributeType, ResourceTypeDefinition } from '../schema/definition.ts';
import { findAttribute, resolveAttribute } from '../schema/lookup.ts';
import { shown } from '../shown.ts';
import type { CheckedFilter, FilterTarget } from './checked.ts';
import { comparable } from './comparable.ts';
import type { ComparisonOperator, Filter, FilterValue } from './filter.ts';

/**
 * What to do about a name that no schema defines: refuse it, or take it as an attribute without a value, which is what RFC
 * 7644 section 3.4.2.1 demands when several resource types are asked at once.
 */
export type UnknownAttributes = 'refuse' | 'absent';

/**
 * The filter with every name looked up in the schemas of this resource type. A complex attribute compared with a value
 * means its `value` sub-attribute (`members eq "..."`).
 * Throws `invalidFilter` naming the attribute.
 */
export function checkFilter(
  type: ResourceTypeDefinition,
  filter: Filter,
  unknown: UnknownAttributes = 'refuse',
): CheckedFilter {
  return check(filter, {
    find: (name) => findInResource(type, name),
    missing: (name) => {
      if (unknown === 'absent') return absent(name);
      const detail = `A ${type.name} has no attribute ${shown(name)}. Correct the name; an attribute of an extension is written behind the extension's URN and a colon.`;
      throw new ScimError('invalidFilter', detail);
    },
  });
}

/**
 * The filter of a value path in a PATCH, its names looked up among the attribute's sub-attributes. One that is unknown has
 * no value in any element: what to do about it is for the PATCH to say.
 * Throws `invalidFilter` naming the sub-attribute.
 */
export function checkElementFilter(attribute: AttributeDefinition, filter: Filter): CheckedFilter {
  return check(filter, { find: (name) => findInElement(attribute, attribute.name, name), missing: absent });
}

interface Scope {
  readonly find: (name: string) => FilterTarget | undefined;
  /** The target to take for a name that is not found; may throw. */
  readonly missing: (name: string) => FilterTarget;
}

function check(filter: Filter, scope: Scope): CheckedFilter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, terms: filter.terms.map((term) => check(term, scope)) };
    case 'not':
      return { kind: 'not', term: check(filter.term, scope) };
    case 'present':
      return { kind: 'present', target: lookUp(scope, filter.attribute) };
    case 'elements':
      return checkElements(lookUp(scope, filter.attribute), filter.filter, scope);
    case 'compare':
      return checkComparison(lookUp(scope, filter.attribute), filter.operator, filter.value);
  }
}

function lookUp(scope: Scope, name: string): FilterTarget {
  const target = scope.find(name) ?? scope.missing(name);
  if (target.definition?.returned === 'never') {
    throw new ScimError(
      'invalidFilter',
      `${target.name} is never returned, so it cannot be asked for in a filter either.`,
    );
  }
  return target;
}

function absent(name: string): FilterTarget {
  return { name, steps: undefined, definition: undefined };
}

function findInResource(type: ResourceTypeDefinition, name: string): FilterTarget | undefined {
  const found = resolveAttribute(type, name);
  if (found === undefined) return undefined;
  const steps = [found.attribute, found.subAttribute].flatMap((definition) => definition?.name ?? []);
  return {
    name: [found.schema, steps.join('.')].filter((part) => part !== undefined && part !== '').join(':'),
    steps: found.schema === undefined ? steps : [found.schema, ...steps],
    definition: found.subAttribute ?? found.attribute,
  };
}

function findInElement(attribute: AttributeDefinition, path: string, name: string): FilterTarget | undefined {
  const subAttribute = findAttribute(attribute.subAttributes ?? [], name);
  if (subAttribute !== undefined) {
    return { name: `${path}.${subAttribute.name}`, steps: [subAttribute.name], definition: subAttribute };
  }
  // An element of a multi-valued attribute that is not complex has no parts; RFC 7643 section 2.4 calls it the value.
  const isValue = attribute.type !== 'complex' && name.toLowerCase() === 'value';
  return isValue ? { name: path, steps: [], definition: attribute } : undefined;
}

function checkElements(target: FilterTarget, inner: Filter, outer: Scope): CheckedFilter {
  const attribute = target.definition;
  if (target.steps === undefined) return { kind: 'present', target };
  if (attribute === undefined || !(attribute.multiValued || attribute.type === 'complex')) {
    throw new ScimError(
      'invalidFilter',
      `${target.name} has no elements to choose from. Compare it without brackets.`,
    );
  }
  const scope: Scope = {
    find: (name) => findInElement(attribute, target.name, name),
    missing: (name) => outer.missing(`${target.name}.${name}`),
  };
  return { kind: 'elements', target, filter: check(inner, scope) };
}

function checkComparison(
  named: FilterTarget,
  operator: ComparisonOperator,
  value: FilterValue,
): CheckedFilter {
  const target = value === null ? named : comparedPart(named);
  const { definition } = target;
  if (definition === undefined) {
    if (target.steps === undefined) return { kind: 'compare', target, operator, value, comparable: value };
    throw new ScimError('invalidFilter', `${target.name} is a whole extension, which only pr can ask for.`);
  }
  if (value === null) refuseOperator(target, operator, NULL_OPERATORS, 'null');
  else {
    refuseOperator(target, operator, OPERATORS[definition.type], `an attribute of type ${definition.type}`);
    refuseValue(target, definition, operator, value);
  }
  return { kind: 'compare', target, operator, value, comparable: comparable(definition, operator, value) };
}

/** A complex attribute has its value in `value` (RFC 7643 section 2.4); Entra asks `manager eq` and `members eq`. */
function comparedPart(target: FilterTarget): FilterTarget {
  const { definition, steps, name } = target;
  if (definition?.type !== 'complex' || steps === undefined) return target;
  const value = findAttribute(definition.subAttributes ?? [], 'value');
  if (value !== undefined)
    return { name: `${name}.${value.name}`, steps: [...steps, value.name], definition: value };
  const names = (definition.subAttributes ?? []).map((sub) => `${name}.${sub.name}`).join(', ');
  throw new ScimError('invalidFilter', `${name} is complex; compare one of its sub-attributes: ${names}.`);
}

const ALL = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
const NULL_OPERATORS: readonly ComparisonOperator[] = ['eq', 'ne'];
/** RFC 7644 section 3.4.2.2, table 3: order has no meaning for booleans and binaries, parts of a text none for numbers. */
const OPERATORS: Readonly<Record<AttributeType, readonly ComparisonOperator[]>> = {
  string: ALL,
  reference: ALL,
  dateTime: ALL,
  integer: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
  decimal: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
  boolean: ['eq', 'ne'],
  binary: ['eq', 'ne'],
  complex: ['eq', 'ne'],
};

function refuseOperator(
  { name }: FilterTarget,
  operator: ComparisonOperator,
  allowed: readonly ComparisonOperator[],
  subject: string,
): void {
  if (allowed.includes(operator)) return;
  throw new ScimError(
    'invalidFilter',
    `The operator ${operator} does not fit ${name}, being compared as ${subject}. Use ${allowed.join(', ')} or pr.`,
  );
}

/** Looking for a long text within a longer one takes the product of both lengths where they are made for it. */
export const MAX_PART = 256;

/** What a value of each type looks like in a filter, for the error text. */
const EXPECTED: Readonly<Record<AttributeType, { readonly type: string; readonly words: string }>> = {
  string: { type: 'string', words: 'a text in double quotes' },
  reference: { type: 'string', words: 'an address in double quotes' },
  binary: { type: 'string', words: 'base64 in double quotes' },
  dateTime: { type: 'string', words: 'a date and time such as "2026-05-13T04:42:34Z"' },
  integer: { type: 'number', words: 'a number without quotes' },
  decimal: { type: 'number', words: 'a number without quotes' },
  boolean: { type: 'boolean', words: 'true or false without quotes' },
  complex: { type: 'object', words: 'null' },
};

function refuseValue(
  { name }: FilterTarget,
  definition: AttributeDefinition,
  operator: ComparisonOperator,
  value: FilterValue,
): void {
  const { type, words } = EXPECTED[definition.type];
  const needsInstant = definition.type === 'dateTime' && !['co', 'sw', 'ew'].includes(operator);
  if (operator === 'co' && String(value).length > MAX_PART) {
    throw new ScimError(
      'invalidFilter',
      `The text that ${name} is to contain may have ${MAX_PART} characters at most.`,
    );
  }
  if (typeof value === type && !(needsInstant && instantOf(String(value)) === undefined)) return;
  throw new ScimError(
    'invalidFilter',
    `${name} is compared with ${words}, not with ${shown(JSON.stringify(value))}.`,
  );
}
