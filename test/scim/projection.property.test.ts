// Whatever is selected, nothing comes out that is never returned, nothing that was not there, and always what always is.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isObject, type JsonObject, type JsonValue } from '../../src/scim/json.ts';
import { project } from '../../src/scim/projection.ts';
import { assembleResource } from '../../src/scim/resource.ts';
import { readAttributes } from '../../src/scim/schema/validate.ts';
import { bodyOf, pathsOf } from './support/arbitrary.ts';
import { BADGE, GROUP, USER } from './support/types.ts';

/** Whether every part of `part` is in `whole`, elements in their order. */
function isWithin(part: JsonValue, whole: JsonValue | undefined): boolean {
  if (Array.isArray(part) && Array.isArray(whole)) {
    let next = 0;
    return part.every((element) => {
      while (next < whole.length && !isWithin(element, whole[next])) next += 1;
      next += 1;
      return next <= whole.length;
    });
  }
  if (isObject(part) && isObject(whole)) {
    return Object.entries(part).every(
      ([name, value]) => Object.hasOwn(whole, name) && isWithin(value, whole[name]),
    );
  }
  return part === whole;
}

test.each([USER, GROUP])('$name', (type) => {
  const names = fc.array(fc.constantFrom(...pathsOf(type)), { maxLength: 4 });
  const selections = fc.record({ attributes: names, excludedAttributes: names, written: names });
  fc.assert(
    fc.property(bodyOf(type), selections, (body, selection) => {
      const kept = readAttributes(type, body, 'create');
      const badge = kept[BADGE];
      // As if it had been stored: it must not get out all the same.
      const attributes: JsonObject = {
        ...kept,
        password: 'LEAK',
        ...(isObject(badge) ? { [BADGE]: { ...badge, secret: 'LEAK' } } : {}),
      };
      const times = {
        created: '2026-01-31T09:30:00Z',
        lastModified: '2026-01-31T09:30:00Z',
        version: 'W/"1"',
      };
      const whole = assembleResource({
        type,
        id: '1',
        attributes,
        ...times,
        baseUrl: 'https://h',
        groups: ['g'],
      });
      const before = JSON.stringify(whole);
      const projected = project(type, whole, selection);
      expect(JSON.stringify(projected)).not.toContain('LEAK');
      expect(projected.id).toBe('1');
      expect(projected.schemas).toContain(type.schema.id);
      expect(isWithin(projected, whole)).toBe(true);
      expect(JSON.stringify(whole)).toBe(before);
      expect(project(type, projected, selection)).toEqual(projected);
    }),
    { numRuns: 500 },
  );
});
