// Every dialect rule does what its examples say, alone and among the others, and without it the core does not understand
// the request: it refuses it or takes it for something else.

import { describe, expect, test } from 'vitest';
import { type DialectExample, type DialectRule, EXAMPLE_ID } from '../../../src/scim/dialects/rule.ts';
import { adaptPatch, adaptQuery, adaptResource, DIALECT_RULES } from '../../../src/scim/dialects/rules.ts';
import { ScimError } from '../../../src/scim/errors.ts';
import { checkFilter } from '../../../src/scim/filter/check.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import { printFilter } from '../../../src/scim/filter/print.ts';
import type { JsonObject } from '../../../src/scim/json.ts';
import { applyPatch } from '../../../src/scim/patch/apply.ts';
import { planMembers } from '../../../src/scim/patch/members.ts';
import { PATCH_SCHEMA, parsePatch } from '../../../src/scim/patch/parse.ts';
import { readAttributes } from '../../../src/scim/schema/validate.ts';
import { GROUP, USER } from '../support/types.ts';

const EXAMPLES = DIALECT_RULES.flatMap((rule) => rule.examples.map((example) => ({ rule, example })));
const named = EXAMPLES.map(
  (one) => [`${one.rule.name}: ${JSON.stringify(one.example.before)}`, one] as const,
);

describe('a rule alone turns what comes into what the example says, and is named', () => {
  test.each(named)('%s', (_, { rule, example }) => {
    expect(adapted(example, example.before, [rule])).toEqual({ strict: example.after, fired: [rule.name] });
  });
});

describe('what is strict already is left as it is by every rule', () => {
  test.each(named)('%s', (_, { example }) => {
    expect(adapted(example, example.after, DIALECT_RULES)).toEqual({ strict: example.after, fired: [] });
  });
});

describe('among the others it fires too', () => {
  test.each(named)('%s', (_, { rule, example }) => {
    expect(adapted(example, example.before, DIALECT_RULES).fired).toContain(rule.name);
  });
});

describe('without it the core refuses the request or understands something else', () => {
  test.each(named)('%s', (_, { example }) => {
    expect(outcome(example, example.before)).not.toEqual(outcome(example, example.after));
  });
});

test('every rule has a name of its own and an example', () => {
  expect(new Set(DIALECT_RULES.map(({ name }) => name)).size).toBe(DIALECT_RULES.length);
  for (const { examples } of DIALECT_RULES) expect(examples.length).toBeGreaterThan(0);
});

function adapted(example: DialectExample, given: JsonObject | string, rules: readonly DialectRule[]) {
  const type = example.resourceType === 'User' ? USER : GROUP;
  if (typeof given === 'string') {
    const { filter, fired } = adaptQuery(type, parseFilter(given), rules);
    return { strict: printFilter(filter), fired };
  }
  if (example.kind === 'resource') {
    const { body, fired } = adaptResource(type, given, rules);
    return { strict: body, fired };
  }
  const { body, fired } = adaptPatch(type, patchBody(given), EXAMPLE_ID, rules);
  return { strict: (body.Operations as JsonObject[])[0], fired };
}

/** What the core makes of the request without any rule: its result, or the kind of its refusal. */
function outcome(example: DialectExample, given: JsonObject | string): unknown {
  const type = example.resourceType === 'User' ? USER : GROUP;
  try {
    if (typeof given === 'string') return checkFilter(type, parseFilter(given));
    if (example.kind === 'resource')
      return readAttributes(type, { schemas: [type.schema.id], ...given }, 'create');
    const { attributeOperations, members } = planMembers(type, parsePatch(patchBody(given)));
    const attributes = {
      userName: 'nadia',
      displayName: 'x',
      title: 't',
      emails: [{ value: 'a@x', type: 'work' }],
    };
    return { members, ...applyPatch(type, attributes, attributeOperations) };
  } catch (error) {
    if (error instanceof ScimError) return error.kind;
    throw error;
  }
}

function patchBody(operation: JsonObject): JsonObject {
  return { schemas: [PATCH_SCHEMA], Operations: [operation] };
}
