// What a body must have: the URN of its schema, and the attributes that the schema requires.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/scim/json.ts';
import { attribute } from '../../../src/scim/schema/attribute.ts';
import { createRegistry } from '../../../src/scim/schema/registry.ts';
import { checkAttributes, readAttributes } from '../../../src/scim/schema/validate.ts';
import { GROUP_URN, USER_URN, userBody } from '../support/bodies.ts';
import { refusal } from '../support/refusal.ts';
import { ENTERPRISE, GROUP, USER } from '../support/types.ts';

const NO_NAME: readonly JsonObject[] = [{ userName: null }, { userName: '' }, { userName: ' \t' }];

test.each(NO_NAME)('a user needs a name, and %j is none', (sent) => {
  expect(refusal(() => readAttributes(USER, userBody(sent), 'create'))).toEqual([
    'invalidValue',
    'userName is required for a User and must not be empty. Send it.',
  ]);
});

test('a group needs a name', () => {
  expect(refusal(() => readAttributes(GROUP, { schemas: [GROUP_URN] }, 'create'))).toEqual([
    'invalidValue',
    'displayName is required for a Group and must not be empty. Send it.',
  ]);
});

test('a PUT is told that it replaces the whole, a PATCH that it took the name away', () => {
  expect(refusal(() => readAttributes(USER, { schemas: [USER_URN] }, 'replace'))).toEqual([
    'invalidValue',
    'userName is required for a User and must not be empty. A PUT replaces the whole resource, so send it again.',
  ]);
  expect(refusal(() => checkAttributes(USER, { title: 'x' }, 'patch'))).toEqual([
    'mutability',
    'userName is required for a User and must not be empty. Replace it instead of removing it.',
  ]);
});

const SCHEMAS: readonly JsonObject[] = [
  { schemas: null },
  { schemas: [] },
  { schemas: USER_URN },
  { schemas: [GROUP_URN] },
  { schemas: [ENTERPRISE] },
  { schemas: [5, USER_URN] },
];

test.each(SCHEMAS)('%j is not what a user names as its schemas', (sent) => {
  const [kind, detail] = refusal(() => readAttributes(USER, userBody(sent), 'create')) ?? [];
  expect(kind).toBe('invalidSyntax');
  expect(detail).toContain(USER_URN);
});

test('a body without schemas is refused', () => {
  expect(refusal(() => readAttributes(USER, { userName: 'ada' }, 'create'))?.[0]).toBe('invalidSyntax');
});

test('schemas may be written in any case and name what is not known here', () => {
  const schemas = [
    USER_URN.toLowerCase(),
    'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group',
  ];
  const { schemas: _, ...attributes } = userBody();
  expect(readAttributes(USER, { SCHEMAS: schemas, ...attributes }, 'create')).toEqual({ userName: 'ada' });
});

const BADGE = 'urn:example:badge:2.0:User';
const type = createRegistry([
  {
    resourceType: 'User',
    required: true,
    schema: {
      id: BADGE,
      name: 'Badge',
      description: '',
      attributes: [
        attribute('colour', '', { required: true }),
        attribute('holder', '', {
          type: 'complex',
          subAttributes: [attribute('material', ''), attribute('size', '', { required: true })],
        }),
      ],
    },
  },
]).resourceType('User');

test('a required extension, an attribute that it requires and a sub-attribute that one requires', () => {
  const read = (sent: JsonObject) => refusal(() => readAttributes(type, userBody(sent), 'create'))?.[1];
  expect(read({})).toContain(`${BADGE} is required for a User`);
  expect(read({ [BADGE]: { holder: { size: 'S' } } })).toContain(`${BADGE}:colour is required for a User`);
  expect(read({ [BADGE]: { colour: 'red', holder: { material: 'wool' } } })).toBe(
    `${BADGE}:holder.size is required where ${BADGE}:holder is sent.`,
  );
  expect(read({ [BADGE]: { colour: 'red', holder: { size: 'S' } } })).toBeUndefined();
});

test('a PATCH is not refused for what was missing before it, only for what it takes away', () => {
  const older = { userName: 'ada', active: true };
  const whole = { ...older, [BADGE]: { colour: 'red' } };
  expect(refusal(() => checkAttributes(type, { ...older, active: false }, 'patch', older))).toBeUndefined();
  expect(refusal(() => checkAttributes(type, older, 'patch', whole))?.[0]).toBe('mutability');
  expect(refusal(() => checkAttributes(type, { [BADGE]: {} }, 'patch', older))?.[0]).toBe('mutability');
});
