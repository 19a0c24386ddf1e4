// Filters made at random, asked of users made at random, and answered a second time by an evaluator that was written from
// the RFC's text alone: no line of it is shared with src/scim/filter. Then texts that are no filters at all, and hostile ones.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ScimError } from '../../../src/scim/errors.ts';
import { checkFilter } from '../../../src/scim/filter/check.ts';
import { indexableTerms } from '../../../src/scim/filter/indexable.ts';
import { matches } from '../../../src/scim/filter/matches.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import { printFilter } from '../../../src/scim/filter/print.ts';
import type { JsonObject, JsonValue } from '../../../src/scim/json.ts';
import { BADGE, ENTERPRISE, USER } from '../support/types.ts';

type Kind = 'text' | 'exact' | 'boolean' | 'number' | 'date';
type Spoken =
  | { is: 'compare'; name: string; kind: Kind; operator: string; value: JsonValue }
  | { is: 'pr'; name: string }
  | { is: 'path'; name: string; inner: Spoken; sub?: Extract<Spoken, { is: 'compare' | 'pr' }> }
  | { is: 'not'; one: Spoken }
  | { is: 'and' | 'or'; many: Spoken[] };

// ---- making filters -------------------------------------------------------------------------------------------------

const ATTRIBUTES: Readonly<Record<string, Kind>> = {
  userName: 'text',
  externalId: 'exact',
  active: 'boolean',
  'name.givenName': 'text',
  'meta.created': 'date',
  'emails.value': 'text',
  'emails.primary': 'boolean',
  [`${ENTERPRISE}:department`]: 'text',
  [`${ENTERPRISE}:manager.value`]: 'text',
  [`${BADGE}:number`]: 'number',
  [`${BADGE}:keys`]: 'exact',
};
const ELEMENT: Readonly<Record<string, Kind>> = { value: 'text', type: 'text', primary: 'boolean' };

const word = fc.constantFrom('a', 'A', 'ab', 'B', 'ba', 'é', 'É', '"', '\\', '(', 'work', 'WORK', '');
const date = fc.constantFrom(
  '2026-01-01T00:00:00Z',
  '2026-01-01T01:00:00+01:00',
  '2026-01-01T00:00:00.001Z',
  '2025-12-31T23:59:59Z',
);
const VALUES: Readonly<Record<Kind, fc.Arbitrary<JsonValue>>> = {
  text: word,
  exact: word,
  boolean: fc.boolean(),
  number: fc.integer({ min: -2, max: 2 }),
  date,
};
const OPERATORS: Readonly<Record<Kind, readonly string[]>> = {
  text: ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'],
  exact: ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'],
  boolean: ['eq', 'ne'],
  number: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
  date: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
};

function condition(
  names: Readonly<Record<string, Kind>>,
): fc.Arbitrary<Extract<Spoken, { is: 'compare' | 'pr' }>> {
  return fc.constantFrom(...Object.entries(names)).chain(([name, kind]) =>
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          is: fc.constant('compare' as const),
          name: fc.constant(name),
          kind: fc.constant(kind),
          operator: fc.constantFrom(...OPERATORS[kind]),
          value: VALUES[kind],
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          is: fc.constant('compare' as const),
          name: fc.constant(name),
          kind: fc.constant(kind),
          operator: fc.constantFrom('eq', 'ne'),
          value: fc.constant(null),
        }),
      },
      { weight: 1, arbitrary: fc.record({ is: fc.constant('pr' as const), name: fc.constant(name) }) },
    ),
  );
}

function joined(leaf: fc.Arbitrary<Spoken>): fc.Arbitrary<Spoken> {
  return fc.letrec<{ one: Spoken }>((tie) => ({
    one: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.record({ is: fc.constant('not' as const), one: tie('one') }),
      fc.record({
        is: fc.constantFrom('and' as const, 'or' as const),
        many: fc.array(tie('one'), { minLength: 2, maxLength: 4 }),
      }),
    ),
  })).one;
}

const valuePath: fc.Arbitrary<Spoken> = fc.record(
  {
    is: fc.constant('path' as const),
    name: fc.constant('emails'),
    inner: joined(condition(ELEMENT)),
    sub: condition(ELEMENT),
  },
  { requiredKeys: ['is', 'name', 'inner'] },
);
const spoken = joined(
  fc.oneof({ weight: 3, arbitrary: condition(ATTRIBUTES) }, { weight: 1, arbitrary: valuePath }),
);

/** The filter's text, with parentheses only where they are needed, and case and blanks as `mood` has them. */
function write(filter: Spoken, mood: () => boolean): string {
  const gap = () => (mood() ? ' ' : '  ');
  const cased = (text: string) => (mood() ? text : text.toUpperCase());
  switch (filter.is) {
    case 'compare':
      return `${cased(filter.name)}${gap()}${cased(filter.operator)}${gap()}${JSON.stringify(filter.value)}`;
    case 'pr':
      return `${cased(filter.name)}${gap()}${cased('pr')}`;
    case 'path':
      return `${filter.name}[${write(filter.inner, mood)}]${filter.sub === undefined ? '' : `.${write(filter.sub, mood)}`}`;
    case 'not':
      return `${cased('not')}${mood() ? ' ' : ''}(${write(filter.one, mood)})`;
    case 'and':
      return filter.many
        .map((one) => (one.is === 'or' ? `(${write(one, mood)})` : write(one, mood)))
        .join(`${gap()}${cased('and')}${gap()}`);
    case 'or':
      return filter.many
        .map((one) => (one.is === 'or' && mood() ? `(${write(one, mood)})` : write(one, mood)))
        .join(`${gap()}${cased('or')}${gap()}`);
  }
}

// ---- making users ---------------------------------------------------------------------------------------------------

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const email = fc.record({ value: word, type: word, primary: fc.boolean() }, { requiredKeys: [] });

const user: fc.Arbitrary<JsonObject> = fc
  .record({
    userName: word,
    externalId: maybe(word),
    active: maybe(fc.boolean()),
    name: maybe(fc.record({ givenName: word }, { requiredKeys: [] })),
    meta: maybe(fc.record({ created: date })),
    emails: maybe(fc.array(email, { maxLength: 3 })),
    [ENTERPRISE]: maybe(
      fc.record(
        { department: word, manager: fc.record({ value: word }, { requiredKeys: [] }) },
        { requiredKeys: [] },
      ),
    ),
    [BADGE]: maybe(
      fc.record(
        { number: fc.integer({ min: -2, max: 2 }), keys: fc.array(word, { maxLength: 2 }) },
        { requiredKeys: [] },
      ),
    ),
  })
  .map((made) => JSON.parse(JSON.stringify(made)) as JsonObject);

// ---- the naive evaluator --------------------------------------------------------------------------------------------

/** Every value at a dotted name of a resource, null where a value is missing on the way. */
function naiveValues(resource: JsonObject, name: string): JsonValue[] {
  const colon = name.lastIndexOf(':');
  const start: JsonValue | undefined = colon < 0 ? resource : resource[name.slice(0, colon)];
  let here: (JsonValue | undefined)[] = [start];
  for (const part of name.slice(colon + 1).split('.')) {
    const next: (JsonValue | undefined)[] = [];
    for (const value of here) {
      if (value === null || typeof value !== 'object') continue;
      const inner = (value as JsonObject)[part];
      if (Array.isArray(inner)) next.push(...inner);
      else next.push(inner);
    }
    here = next;
  }
  const values = here.map((value) => value ?? null);
  return values.length === 0 ? [null] : values;
}

function naive(filter: Spoken, resource: JsonObject): boolean {
  switch (filter.is) {
    case 'and':
      return filter.many.every((one) => naive(one, resource));
    case 'or':
      return filter.many.some((one) => naive(one, resource));
    case 'not':
      return !naive(filter.one, resource);
    case 'pr':
      return naiveValues(resource, filter.name).some((value) => value !== null && value !== '');
    case 'path': {
      const elements = (resource[filter.name] ?? []) as JsonObject[];
      return elements.some(
        (element) => naive(filter.inner, element) && (filter.sub === undefined || naive(filter.sub, element)),
      );
    }
    case 'compare':
      return naiveValues(resource, filter.name).some((value) =>
        naiveCompare(filter.kind, filter.operator, value, filter.value),
      );
  }
}

function naiveCompare(kind: Kind, operator: string, left: JsonValue, right: JsonValue): boolean {
  if (left === null || right === null) {
    if (operator === 'eq') return left === right;
    return operator === 'ne' && left !== right;
  }
  let [a, b]: [JsonValue, JsonValue] = [left, right];
  if (kind === 'text') [a, b] = [String(left).toLowerCase(), String(right).toLowerCase()];
  if (kind === 'date') [a, b] = [new Date(String(left)).getTime(), new Date(String(right)).getTime()];
  if (operator === 'eq') return a === b;
  if (operator === 'ne') return a !== b;
  if (operator === 'co') return String(a).indexOf(String(b)) >= 0;
  if (operator === 'sw') return String(a).slice(0, String(b).length) === b;
  if (operator === 'ew') return String(b) === '' || String(a).slice(-String(b).length) === b;
  if (operator === 'gt') return a > b;
  if (operator === 'ge') return a >= b;
  if (operator === 'lt') return a < b;
  return a <= b;
}

// ---- the properties -------------------------------------------------------------------------------------------------

const moods = fc.infiniteStream(fc.boolean());

test('a filter is answered as the naive evaluator answers it', () => {
  let matched = 0;
  const property = fc.property(
    spoken,
    fc.array(user, { minLength: 1, maxLength: 5 }),
    moods,
    (filter, users, mood) => {
      const text = write(filter, () => mood.next().value ?? true);
      const checked = checkFilter(USER, parseFilter(text));
      for (const one of users) {
        const expected = naive(filter, one);
        matched += expected ? 1 : 0;
        expect(matches(checked, one), text).toBe(expected);
      }
    },
  );
  fc.assert(property, { numRuns: 3000 });
  expect(matched).toBeGreaterThan(1000);
});

test('a printed filter is parsed to the same filter', () => {
  fc.assert(
    fc.property(spoken, moods, (filter, mood) => {
      const parsed = parseFilter(write(filter, () => mood.next().value ?? true));
      expect(parseFilter(printFilter(parsed))).toEqual(parsed);
    }),
    { numRuns: 2000 },
  );
});

test('a resource that matches satisfies every term that storage may begin with', () => {
  fc.assert(
    fc.property(spoken, user, (filter, one) => {
      const checked = checkFilter(USER, parseFilter(write(filter, () => true)));
      if (!matches(checked, one)) return;
      for (const { attribute, operator, value } of indexableTerms(checked)) {
        const term = parseFilter(`${attribute} ${operator} ${JSON.stringify(value)}`);
        expect(matches(checkFilter(USER, term), one)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

const piece = fc.oneof(
  fc.constantFrom(
    'userName',
    'emails',
    ' eq ',
    ' and ',
    ' or ',
    'not ',
    '(',
    ')',
    '[',
    ']',
    '"',
    '\\',
    ' ',
    '.',
    ':',
    'pr',
    'true',
    '-1',
    'null',
    'urn:x:y',
    '\u0000',
    '\ud800',
    '__proto__',
    '$ref',
    "'",
    '%',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

test('any text is a filter or is refused as one, with the place', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      try {
        checkFilter(USER, parseFilter(pieces.join('')), 'absent');
      } catch (error) {
        if (!(error instanceof ScimError)) throw error;
        expect(error.kind).toBe('invalidFilter');
        expect(error.message.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 5000 },
  );
});

const HOSTILE: Readonly<Record<string, string>> = {
  'ten thousand opening parentheses': '('.repeat(10_000),
  'ten thousand pairs of parentheses': `${'('.repeat(10_000)}title pr${')'.repeat(10_000)}`,
  'a million parentheses': '('.repeat(1_000_000),
  nots: 'not ('.repeat(1600),
  'opening brackets': 'a['.repeat(4000),
  'a megabyte in quotes': `title eq "${'x'.repeat(1_000_000)}"`,
  'a megabyte of backslashes': `title eq "${'\\'.repeat(1_000_000)}`,
  'quotes up to the limit': '"'.repeat(8192),
  'an unclosed string up to the limit': `title eq "${'\\u0041'.repeat(1360)}`,
  'blanks up to the limit': `title${' '.repeat(8000)}pr x`,
  'one name up to the limit': `${'a'.repeat(8000)} pr`,
  'dots up to the limit': `${'a.'.repeat(4000)}a pr`,
  'colons up to the limit': `urn${':a'.repeat(4000)} pr`,
  'digits up to the limit': `title eq ${'9'.repeat(8000)}`,
  'as many conditions as fit': 'a pr or '.repeat(1000),
  surrogates: `title eq "${'\ud800'.repeat(4000)}"`,
};

test.each(Object.entries(HOSTILE))('%s: refused, and at once', (_, text) => {
  const start = performance.now();
  expect(() => checkFilter(USER, parseFilter(text))).toThrow(ScimError);
  expect(performance.now() - start).toBeLessThan(250);
});

test('the longest filter there may be is answered for a user with a thousand e-mails in good time', () => {
  const filter = Array.from({ length: 190 }, (_, i) => `emails[value co "${i}@nowhere"]`).join(' or ');
  const checked = checkFilter(USER, parseFilter(filter));
  const emails = Array.from({ length: 1000 }, (_, i) => ({ value: `user${i}@example.com` }));
  const start = performance.now();
  expect(matches(checked, { emails })).toBe(false);
  expect(performance.now() - start).toBeLessThan(2000);
});
