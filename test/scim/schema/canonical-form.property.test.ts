// Whatever a client sends, the kept form is a fixed point: read again it is the same, and it holds nothing that is not kept.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assembleResource } from '../../../src/scim/resource.ts';
import { readAttributes } from '../../../src/scim/schema/validate.ts';
import { bodyOf } from '../support/arbitrary.ts';
import { GROUP, USER } from '../support/types.ts';

test.each([USER, GROUP])('$name: reading the kept form changes nothing', (type) => {
  fc.assert(
    fc.property(bodyOf(type), (body) => {
      const kept = readAttributes(type, body, 'create');
      const again = readAttributes(type, { schemas: [type.schema.id], ...kept }, 'replace');
      expect(JSON.stringify(again)).toBe(JSON.stringify(kept));
    }),
    { numRuns: 500 },
  );
});

test.each([USER, GROUP])('$name: a PUT of what was answered changes nothing', (type) => {
  fc.assert(
    fc.property(bodyOf(type), (body) => {
      const attributes = { active: true, ...readAttributes(type, body, 'create') };
      const answered = assembleResource({
        type,
        id: '1',
        attributes,
        created: '2026-01-31T09:30:00Z',
        lastModified: '2026-01-31T09:30:00Z',
        version: 'W/"1"',
        baseUrl: 'https://scim.example/scim/v2',
        groups: ['g'],
      });
      const kept = readAttributes(type, answered, 'replace');
      expect(kept).toEqual(readAttributes(type, { schemas: [type.schema.id], ...attributes }, 'replace'));
    }),
    { numRuns: 300 },
  );
});

test('a password is in no kept form', () => {
  fc.assert(
    fc.property(bodyOf(USER), fc.string(), (body, password) => {
      fc.pre(!password.includes('\0'));
      expect(readAttributes(USER, { ...body, password }, 'create')).not.toHaveProperty('password');
    }),
    { numRuns: 200 },
  );
});
