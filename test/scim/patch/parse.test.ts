// The body of a PATCH to operations: RFC 7644 section 3.5.2.

import { expect, test } from 'vitest';
import { ScimError } from '../../../src/scim/errors.ts';
import type { JsonValue } from '../../../src/scim/json.ts';
import { MAX_OPERATIONS, PATCH_SCHEMA, parsePatch } from '../../../src/scim/patch/parse.ts';

const body = (Operations: JsonValue) => ({ schemas: [PATCH_SCHEMA], Operations });

test('operations keep their order and their place in the request', () => {
  const operations = [
    { op: 'add', path: 'nickName', value: 'Nad' },
    { op: 'remove', path: 'title' },
    { op: 'replace', path: 'emails[type eq "work"].value', value: null },
  ];
  expect(parsePatch(body(operations))).toEqual([
    { index: 0, op: 'add', path: { attribute: 'nickName' }, named: 'in path', value: 'Nad' },
    { index: 1, op: 'remove', path: { attribute: 'title' }, named: 'in path' },
    {
      index: 2,
      op: 'replace',
      path: {
        attribute: 'emails',
        filter: { kind: 'compare', attribute: 'type', operator: 'eq', value: 'work' },
        subAttribute: 'value',
      },
      named: 'in path',
      value: null,
    },
  ]);
});

test('an operation without a path is one for each name in its value', () => {
  const value = { title: 'x', 'name.givenName': 'y', 'urn:example:badge:2.0:User:number': 1 };
  expect(parsePatch(body([{ op: 'replace', path: null, value }]))).toEqual([
    { index: 0, op: 'replace', path: { attribute: 'title' }, named: 'in value', value: 'x' },
    { index: 0, op: 'replace', path: { attribute: 'name.givenName' }, named: 'in value', value: 'y' },
    {
      index: 0,
      op: 'replace',
      path: { attribute: 'urn:example:badge:2.0:User:number' },
      named: 'in value',
      value: 1,
    },
  ]);
});

test.each([[[]], [[{ op: 'add', value: {} }]]] as JsonValue[][])('%j changes nothing', (operations) => {
  expect(parsePatch(body(operations ?? null))).toEqual([]);
});

test('names of members and the URN are compared without case', () => {
  const lower = {
    SCHEMAS: [PATCH_SCHEMA.toUpperCase()],
    operations: [{ OP: 'add', Path: 'title', VALUE: 1 }],
  };
  expect(parsePatch(lower)).toMatchObject([{ op: 'add', value: 1 }]);
});

test('a removal without a value has none, null included', () => {
  const [operation] = parsePatch(body([{ op: 'remove', path: 'roles', value: null }]));
  expect(operation).not.toHaveProperty('value');
});

test.each([
  ['invalidSyntax', { Operations: [] }, 'schemas must be an array that holds'],
  ['invalidSyntax', { schemas: PATCH_SCHEMA, Operations: [] }, 'schemas must be an array'],
  ['invalidSyntax', { schemas: ['urn:x:y'], Operations: [] }, 'schemas must be an array'],
  ['invalidSyntax', { schemas: [PATCH_SCHEMA] }, 'Operations must be an array'],
  ['invalidSyntax', body({}), 'Operations must be an array'],
  ['invalidSyntax', body(['add']), 'Operations[0] must be an object'],
  [
    'invalidSyntax',
    body([{ path: 'title', value: 1 }]),
    'Operations[0].op must be add, remove or replace, but nothing came',
  ],
  ['invalidSyntax', body([{ op: 'Add', path: 'title', value: 1 }]), 'but "Add" came'],
  ['invalidSyntax', body([{ op: 'move', path: 'title', value: 1 }]), 'but "move" came'],
  ['invalidSyntax', body([{ op: 1 }]), 'but 1 came'],
  ['invalidSyntax', body([{ op: 'add', path: 5, value: 1 }]), 'Operations[0].path must be a string'],
  ['invalidSyntax', body([{ op: 'add', path: 'title' }]), 'Operations[0] has the op add and no value'],
  ['invalidSyntax', body([{ op: 'replace' }]), 'Operations[0] has the op replace and no value'],
  [
    'invalidSyntax',
    body([{ op: 'replace', value: 'x' }]),
    'Operations[0] has no path, so its value must be an object',
  ],
  ['invalidSyntax', body([{ op: 'replace', value: [{ title: 'x' }] }]), 'Operations[0] has no path'],
  [
    'noTarget',
    body([{ op: 'add', path: 'title', value: 1 }, { op: 'remove' }]),
    'Operations[1] has the op remove and no path',
  ],
  ['noTarget', body([{ op: 'remove', path: '' }]), 'Operations[0] has the op remove and no path'],
  ['invalidPath', body([{ op: 'add', path: '', value: 1 }]), 'at character 1'],
  ['invalidPath', body([{ op: 'add', path: 'emails[', value: 1 }]), 'at character 8'],
  ['invalidPath', body([{ op: 'add', value: { 'favourite colour': 1 } }]), 'at character 11'],
  [
    'payloadTooLarge',
    body(Array.from({ length: MAX_OPERATIONS + 1 }, () => ({ op: 'remove', path: 'a' }))),
    'Operations asks for 10001 changes; at most 10000',
  ],
] as const)('%s: %#', (kind, given, message) => {
  const refusal = refusalOf(() => parsePatch(given as Parameters<typeof parsePatch>[0]));
  expect(refusal).toMatchObject({ kind, message: expect.stringContaining(message) });
});

function refusalOf(work: () => unknown): ScimError {
  try {
    work();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
