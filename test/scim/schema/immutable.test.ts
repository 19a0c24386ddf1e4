// An immutable attribute may be set once: RFC 7643 section 2.2, RFC 7644 section 3.5.1.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/scim/json.ts';
import { attribute } from '../../../src/scim/schema/attribute.ts';
import { createRegistry } from '../../../src/scim/schema/registry.ts';
import { checkImmutable } from '../../../src/scim/schema/validate.ts';
import { refusal } from '../support/refusal.ts';
import { BADGE, USER } from '../support/types.ts';

const CHANGES: readonly (readonly [JsonObject, JsonObject, boolean])[] = [
  [{ serial: '1' }, { serial: '1' }, true],
  [{}, { serial: '1' }, true],
  [{ serial: '1', number: 1 }, { serial: '1', number: 2 }, true],
  [{ serial: '1' }, { serial: '2' }, false],
  [{ serial: '1' }, {}, false],
];

test.each(CHANGES)('%j to %j: %s', (before, after, isAllowed) => {
  const refused = refusal(() => checkImmutable(USER, { [BADGE]: before }, { [BADGE]: after }));
  expect(refused?.[0]).toBe(isAllowed ? undefined : 'mutability');
  if (!isAllowed) expect(refused?.[1]).toContain(`${BADGE}:serial is immutable`);
});

test('leaving out the whole extension is a change too', () => {
  expect(refusal(() => checkImmutable(USER, { [BADGE]: { serial: '1' } }, {}))?.[0]).toBe('mutability');
  expect(refusal(() => checkImmutable(USER, {}, { [BADGE]: { serial: '1' } }))).toBeUndefined();
});

test('core attributes and sub-attributes', () => {
  const parts = [attribute('year', '', { mutability: 'immutable' }), attribute('mood', '')];
  const birth = attribute('birth', '', { type: 'complex', subAttributes: parts });
  const id = 'urn:ietf:params:scim:schemas:core:2.0:User';
  const schema = { id, name: '', description: '', attributes: [birth] };
  const type = createRegistry([{ resourceType: 'User', required: false, schema }]).resourceType('User');
  const check = (after: JsonObject) =>
    refusal(() => checkImmutable(type, { birth: { year: '1815', mood: 'x' } }, after))?.[1];
  expect(check({ birth: { year: '1815', mood: 'y' } })).toBeUndefined();
  expect(check({ birth: { year: '1816', mood: 'x' } })).toContain('birth.year is immutable');
  expect(check({ birth: { mood: 'x' } })).toContain('birth.year is immutable');
  expect(check({})).toContain('birth.year is immutable');
});
