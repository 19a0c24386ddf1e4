// PATCH requests made at random, applied to users made at random, and worked out a second time by a model that was written
// from the RFC's text and changes plain objects in place, sharing no line with src/scim/patch. Then requests of any shape at
// all, in any dialect, which are applied or refused and harm nothing.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptPatch, adaptResource } from '../../../src/scim/dialects/rules.ts';
import { ScimError } from '../../../src/scim/errors.ts';
import type { JsonObject, JsonValue } from '../../../src/scim/json.ts';
import { applyPatch } from '../../../src/scim/patch/apply.ts';
import { planMembers, resolveMembers } from '../../../src/scim/patch/members.ts';
import { PATCH_SCHEMA, parsePatch } from '../../../src/scim/patch/parse.ts';
import { readAttributes } from '../../../src/scim/schema/validate.ts';
import { BADGE, ENTERPRISE, GROUP, USER } from '../support/types.ts';

type Element = Record<string, string | boolean>;
type Wish =
  | { on: 'single'; name: string; op: 'add' | 'replace' | 'remove'; value: string | null }
  | { on: 'list'; op: 'add' | 'replace' | 'remove'; values: Element[] }
  | { on: 'all'; op: 'remove' }
  | {
      on: 'chosen';
      op: 'add' | 'replace' | 'remove';
      by: [string, string | boolean];
      part: string;
      value: string | boolean | null;
    }
  | { on: 'whole'; op: 'remove'; by: [string, string | boolean] };

// ---- making users and requests --------------------------------------------------------------------------------------

const SINGLE = [
  'title',
  'nickName',
  'name.givenName',
  'name.familyName',
  `${ENTERPRISE}:department`,
  `${ENTERPRISE}:manager.value`,
];
const text = fc.constantFrom('a', 'A', 'b', 'B');
const label = fc.constantFrom('work', 'home', 'WORK');
const element: fc.Arbitrary<Element> = fc.record(
  { value: text, type: label, display: text, primary: fc.boolean() },
  { requiredKeys: ['value', 'type'] },
);
const by = fc.oneof(
  fc.tuple(fc.constant('type'), label),
  fc.tuple(fc.constant('value'), text),
  fc.tuple(fc.constant('primary'), fc.boolean()),
) as fc.Arbitrary<[string, string | boolean]>;
const part = fc.oneof(
  fc.record({ part: fc.constantFrom('value', 'display'), value: fc.option(text, { nil: null }) }),
  fc.record({ part: fc.constant('type'), value: label }),
  fc.record({ part: fc.constant('primary'), value: fc.boolean() }),
);
const changing = fc.constantFrom('add' as const, 'replace' as const);

const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({
    on: fc.constant('single' as const),
    name: fc.constantFrom(...SINGLE),
    op: changing,
    value: fc.option(text, { nil: null }),
  }),
  fc.record({
    on: fc.constant('single' as const),
    name: fc.constantFrom(...SINGLE),
    op: fc.constant('remove' as const),
    value: fc.constant(null),
  }),
  fc.record({
    on: fc.constant('list' as const),
    op: fc.constantFrom('add' as const, 'replace' as const, 'remove' as const),
    values: fc.array(element, { maxLength: 3 }),
  }),
  fc.record({ on: fc.constant('all' as const), op: fc.constant('remove' as const) }),
  fc.tuple(changing, by, part).map(([op, filter, { part: name, value }]) => ({
    on: 'chosen' as const,
    op,
    by: filter,
    part: name,
    value,
  })),
  fc.tuple(by, fc.constantFrom('value', 'display', 'type', 'primary')).map(([filter, name]) => ({
    on: 'chosen' as const,
    op: 'remove' as const,
    by: filter,
    part: name,
    value: null,
  })),
  fc.record({ on: fc.constant('whole' as const), op: fc.constant('remove' as const), by }),
);

const user = fc
  .record(
    {
      title: text,
      name: fc.record({ givenName: text, familyName: text }, { requiredKeys: [] }),
      emails: fc.array(element, { maxLength: 4 }),
      [ENTERPRISE]: fc.record(
        { department: text, manager: fc.record({ value: text }) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  )
  .filter(({ emails = [] }) => emails.filter(({ primary }) => primary === true).length <= 1)
  .map((made) =>
    readAttributes(USER, { schemas: [USER.schema.id], userName: 'u', ...(made as JsonObject) }, 'create'),
  );

/** The operation as a client writes it: with a path, or without one where that says the same. */
function write(one: Wish, mood: boolean): JsonObject {
  const value = (given: JsonValue) => (one.op === 'remove' ? {} : { value: given });
  switch (one.on) {
    case 'single':
      return mood && one.op !== 'remove'
        ? { op: one.op, value: { [one.name]: one.value } }
        : { op: one.op, path: mood ? one.name.toUpperCase() : one.name, ...value(one.value) };
    case 'list':
      return mood && one.op !== 'remove'
        ? { op: one.op, value: { emails: one.values } }
        : { op: one.op, path: 'emails', value: one.values };
    case 'all':
      return { op: 'remove', path: mood ? 'emails' : `${USER.schema.id}:emails` };
    case 'chosen':
      return {
        op: one.op,
        path: `emails[${one.by[0]} eq ${JSON.stringify(one.by[1])}].${one.part}`,
        ...value(one.value),
      };
    case 'whole':
      return { op: 'remove', path: `emails[${one.by[0]} eq ${JSON.stringify(one.by[1])}]` };
  }
}

// ---- the naive model ------------------------------------------------------------------------------------------------

class Refused extends Error {}

const same = (a: unknown, b: unknown) => String(a ?? '').toLowerCase() === String(b ?? '').toLowerCase();

/** Gives a value its place in the list: merged into the same one that is there, or at the end. */
function put(list: Element[], added: Element): void {
  const there = list.find(
    (one) => same(one.value, added.value) && same(one.type, added.type) && one.value !== undefined,
  );
  const whole = list.find(
    (one) => one.value === undefined && added.value === undefined && sameWhole(one, added),
  );
  if (there !== undefined && added.value !== undefined) Object.assign(there, added);
  else if (whole === undefined) list.push({ ...added });
}

function sameWhole(one: Element, other: Element): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

function demote(list: Element[], except: readonly Element[]): void {
  for (const one of list) if (!except.includes(one) && one.primary === true) one.primary = false;
}

function distinct(list: Element[]): Element[] {
  const result: Element[] = [];
  for (const one of list) put(result, one);
  if (result.filter(({ primary }) => primary === true).length > 1) throw new Refused();
  return result;
}

function model(before: JsonObject, wishes: readonly Wish[]): JsonObject {
  const state = structuredClone(before);
  for (const one of wishes) {
    if (one.on === 'single') modelSingle(state, one.name, one.value);
    else {
      const list = modelList((state.emails ?? []) as unknown as Element[], one);
      if (list.length === 0) delete state.emails;
      else state.emails = list as unknown as JsonValue;
    }
  }
  return state;
}

function modelSingle(state: JsonObject, name: string, value: string | null): void {
  const colon = name.lastIndexOf(':');
  const steps = [...(colon < 0 ? [] : [name.slice(0, colon)]), ...name.slice(colon + 1).split('.')];
  const last = steps.pop() ?? '';
  const holders = [state];
  let holder = state;
  for (const step of steps) {
    holder[step] ??= {};
    holder = holder[step] as JsonObject;
    holders.push(holder);
  }
  if (value === null) delete holder[last];
  else holder[last] = value;
  // What is empty is not there.
  for (let i = steps.length; i > 0; i--) {
    if (Object.keys(holders[i] ?? {}).length === 0) delete holders[i - 1]?.[steps[i - 1] ?? ''];
  }
}

function modelList(list: Element[], one: Exclude<Wish, { on: 'single' }>): Element[] {
  if (one.on === 'all') return [];
  if (one.on === 'list') {
    const values = distinct(one.values);
    if (one.op === 'replace') return values;
    if (one.op === 'remove') {
      return list.filter(
        (there) =>
          !values.some(
            (value) =>
              same(value.value, there.value) && same(value.type, there.type) && there.value !== undefined,
          ),
      );
    }
    if (values.some(({ primary }) => primary === true)) demote(list, []);
    return distinct([...list, ...values]);
  }
  const [name, wanted] = one.by;
  const chosen = list.filter((there) => there[name] !== undefined && same(there[name], wanted));
  if (one.on === 'whole') return list.filter((there) => !chosen.includes(there));
  if (one.value === null) {
    for (const there of chosen) delete there[one.part];
    return distinct(
      list.filter(
        (there) => !(chosen.includes(there) && there.value === undefined && there.display === undefined),
      ),
    );
  }
  if (chosen.length === 0) {
    if (name === 'value' || name === one.part) throw new Refused();
    const made: Element = { [name]: wanted, [one.part]: one.value };
    list.push(made);
    chosen.push(made);
  } else {
    for (const there of chosen) there[one.part] = one.value;
  }
  if (chosen.some(({ primary }) => primary === true)) demote(list, chosen);
  return distinct(list);
}

// ---- the properties -------------------------------------------------------------------------------------------------

test('operations do what the naive model does, and give it back canonical', () => {
  let refused = 0;
  let changed = 0;
  fc.assert(
    fc.property(
      user,
      fc.array(fc.tuple(wish, fc.boolean()), { minLength: 1, maxLength: 6 }),
      (before, wishes) => {
        const Operations = wishes.map(([one, mood]) => write(one, mood));
        const frozen = structuredClone(before);
        const expected = outcome(() =>
          model(
            before,
            wishes.map(([one]) => one),
          ),
        );
        const actual = outcome(
          () => applyPatch(USER, before, parsePatch({ schemas: [PATCH_SCHEMA], Operations })).attributes,
        );
        expect(actual, JSON.stringify(Operations)).toEqual(expected);
        expect(before).toEqual(frozen);
        if (actual === 'refused') refused += 1;
        else if (JSON.stringify(actual) !== JSON.stringify(before)) changed += 1;
      },
    ),
    { numRuns: 4000 },
  );
  expect(refused).toBeGreaterThan(100);
  expect(changed).toBeGreaterThan(1000);
});

test('what a PATCH leaves is what a PUT of the same would keep, to the letter', () => {
  fc.assert(
    fc.property(user, fc.array(wish, { maxLength: 6 }), (before, wishes) => {
      const Operations = wishes.map((one) => write(one, false));
      const after = outcome(
        () => applyPatch(USER, before, parsePatch({ schemas: [PATCH_SCHEMA], Operations })).attributes,
      );
      if (after === 'refused') return;
      const put = readAttributes(USER, { schemas: [USER.schema.id], ...after }, 'replace');
      expect(JSON.stringify(put)).toBe(JSON.stringify(after));
    }),
    { numRuns: 2000 },
  );
});

const memberStep = fc.oneof(
  fc.record({
    op: fc.constantFrom('add', 'remove', 'replace'),
    path: fc.constant('members'),
    value: fc.array(fc.record({ value: fc.constantFrom('u1', 'u2', 'g1', 'g2') }), { maxLength: 3 }),
  }),
  fc.record({
    op: fc.constant('remove'),
    path: fc.constantFrom(
      'members',
      'members[value eq "u1"]',
      'members[value eq "u2" or value eq "g1"]',
      'members[value sw "u"]',
      'members[type eq "Group"]',
    ),
  }),
);

test('members end up as if the operations had been applied one by one', () => {
  const typeOf = (id: string) => (id.startsWith('g') ? 'Group' : 'User');
  const present = fc.uniqueArray(fc.constantFrom('u1', 'u2', 'u3', 'g1', 'g2'));
  const kinds = new Set<string>();
  fc.assert(
    fc.property(present, fc.array(memberStep, { maxLength: 5 }), (before, steps) => {
      const now = new Set(before);
      for (const step of steps) {
        const ids = 'value' in step ? step.value.map(({ value }) => value) : [];
        if (step.op === 'replace' || (step.path === 'members' && !('value' in step))) now.clear();
        if (step.op !== 'remove') for (const id of ids) now.add(id);
        else for (const id of ids) now.delete(id);
        for (const id of [...now]) {
          const goes =
            (step.path.includes('"u1"') && id === 'u1') ||
            (step.path.includes('"u2"') && (id === 'u2' || id === 'g1')) ||
            (step.path.includes('sw') && id.startsWith('u')) ||
            (step.path.includes('Group') && id.startsWith('g'));
          if (goes) now.delete(id);
        }
      }
      const { members } = planMembers(
        GROUP,
        parsePatch({ schemas: [PATCH_SCHEMA], Operations: steps as JsonObject[] }),
      );
      kinds.add(members.kind);
      expect(after(members, before, typeOf)).toEqual([...now].sort());
    }),
    { numRuns: 3000 },
  );
  expect(kinds).toEqual(new Set(['none', 'edit', 'replace', 'filter']));
});

function after(
  plan: ReturnType<typeof planMembers>['members'],
  before: string[],
  typeOf: (id: string) => 'User' | 'Group',
): string[] {
  switch (plan.kind) {
    case 'none':
      return [...before].sort();
    case 'edit': {
      const removed = new Set(plan.remove);
      expect(plan.add.some(({ value }) => removed.has(value))).toBe(false);
      return [
        ...new Set([...before.filter((id) => !removed.has(id)), ...plan.add.map(({ value }) => value)]),
      ].sort();
    }
    case 'replace':
      return plan.members.map(({ value }) => value).sort();
    case 'filter':
      return resolveMembers(
        plan,
        before.map((value) => ({ value })),
        typeOf,
      )
        .map(({ value }) => value)
        .sort();
  }
}

// ---- any request at all ---------------------------------------------------------------------------------------------

const name = fc.constantFrom(
  'op',
  'path',
  'value',
  'userName',
  'name',
  'givenName',
  'emails',
  'type',
  'primary',
  'roles',
  'members',
  'manager',
  'active',
  'id',
  'meta',
  'schemas',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  ENTERPRISE,
  BADGE,
  `${ENTERPRISE}:manager`,
  'number',
  'urn:x:y',
  'emails[type eq "work"].value',
  'roles[primary eq "True"].value',
  '\u0000',
  '\ud800',
  '',
);
const scalar = fc.oneof(
  fc.constantFrom<JsonValue>(
    '',
    'True',
    'add',
    'Replace',
    'remove',
    '{"value":"x"}',
    '{',
    null,
    true,
    0,
    -1.5,
    1e308,
  ),
  name,
  fc.string({ maxLength: 5 }),
);
const anything = fc.letrec<{ any: JsonValue }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('any'), { maxLength: 3 }),
    // Through text, so that `__proto__` is a member like any other, as it is in a body that was parsed.
    fc
      .array(fc.tuple(name, tie('any')), { maxLength: 4 })
      .map(
        (members) =>
          JSON.parse(
            `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
          ) as JsonObject,
      ),
  ),
})).any;
const operation = fc.oneof(
  { weight: 1, arbitrary: anything },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        op: fc.constantFrom('add', 'Add', 'remove', 'Remove', 'replace', 'REPLACE'),
        path: fc.oneof(name, fc.string({ maxLength: 8 })),
        value: anything,
      },
      { requiredKeys: ['op'] },
    ),
  },
);

test('a request of any shape is applied or refused, and harms nothing', () => {
  const before: JsonObject = {
    userName: 'u',
    emails: [{ value: 'a', type: 'work' }],
    roles: [{ value: 'x', primary: true }],
  };
  let applied = 0;
  fc.assert(
    fc.property(fc.constantFrom(USER, GROUP), fc.array(operation, { maxLength: 4 }), (type, operations) => {
      const body = { schemas: [PATCH_SCHEMA], Operations: operations as JsonValue[] };
      const sent = JSON.stringify(body);
      const result = outcome(() => {
        const { body: strict } = adaptPatch(type, body, 'id-1');
        const { attributeOperations } = planMembers(type, parsePatch(strict));
        return applyPatch(type, type === USER ? before : { displayName: 'g' }, attributeOperations)
          .attributes;
      });
      if (result !== 'refused') applied += 1;
      expect(JSON.stringify(body)).toBe(sent);
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as JsonObject).polluted).toBeUndefined();
    }),
    { numRuns: 5000 },
  );
  expect(applied).toBeGreaterThan(500);
});

test('a resource of any shape is adapted and read, or refused, and harms nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(USER, GROUP),
      fc.array(fc.tuple(name, anything), { maxLength: 6 }),
      (type, members) => {
        const body = Object.fromEntries(members) as JsonObject;
        const sent = JSON.stringify(body);
        const { body: strict } = adaptResource(type, body);
        expect(JSON.stringify(body)).toBe(sent);
        expect(Object.getPrototypeOf(strict)).toBe(Object.prototype);
        outcome(() => readAttributes(type, { ...strict, schemas: [type.schema.id] }, 'create'));
      },
    ),
    { numRuns: 3000 },
  );
});

/** What the work gives, or that it was refused; anything but a refusal is a fault. */
function outcome(work: () => JsonObject): JsonObject | 'refused' {
  try {
    return work();
  } catch (error) {
    if (error instanceof ScimError && error.status < 500) {
      expect(error.message.isWellFormed()).toBe(true);
      return 'refused';
    }
    if (error instanceof Refused) return 'refused';
    throw error;
  }
}
