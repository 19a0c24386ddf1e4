// If-Match and If-None-Match: which versions they name, and what follows for reads and writes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNotModified, readPreconditions, requirePreconditions } from '../../src/http/conditional.ts';

const conditions = (headers: Record<string, string>) => readPreconditions(new Headers(headers));

describe('a condition names a version', () => {
  test.each([
    ['W/"3"', true],
    ['"3"', true],
    ['3', true],
    ['*', true],
    [' * ', true],
    ['W/"1", W/"3"', true],
    ['"1","2" , "3"', true],
    ['1,3', true],
    ['W/"4"', false],
    ['W/"33"', false],
    ['W/"1", W/"2"', false],
    ['""', false],
    ['w', false],
  ])('%s: %s', (header, isNamed) => {
    expect(isNotModified(conditions({ 'If-None-Match': header }), 'W/"3"')).toBe(isNamed);
  });

  test('a comma inside a tag does not end it', () => {
    expect(isNotModified(conditions({ 'If-None-Match': '"1,2"' }), 'W/"1,2"')).toBe(true);
  });

  test.each(['"3', 'W/3"', '"1" "2"', '"1",,"2"', '*, "1"', ',', '', '"a\x07"'])(
    '%j is refused and named',
    (header) => {
      const headers = { get: (name: string) => (name === 'if-match' ? header : null) };
      expect(() => readPreconditions(headers)).toThrow(/^If-Match must be/);
    },
  );

  test('a long header is read in time that grows with its length only', () => {
    const start = performance.now();
    expect(() => conditions({ 'If-Match': '"'.repeat(50_000) })).toThrow();
    expect(() => conditions({ 'If-Match': `${' '.repeat(50_000)}x "` })).toThrow();
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('every list of tags is read back', () => {
    const tag = fc.string({ unit: fc.constantFrom(...'abc123-_.:,!#/') });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), tag), { minLength: 1 }), (tags) => {
        const header = tags.map(([isWeak, text]) => `${isWeak ? 'W/' : ''}"${text}"`).join(', ');
        expect(conditions({ 'If-Match': header }).ifMatch).toEqual(tags.map(([, text]) => text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a write', () => {
  test('without conditions always may', () => {
    expect(() => requirePreconditions(conditions({}), 'W/"3"')).not.toThrow();
  });

  test('with If-Match of the current version may, of another is 412 and names the current one', () => {
    expect(() => requirePreconditions(conditions({ 'If-Match': 'W/"3"' }), 'W/"3"')).not.toThrow();
    expect(() => requirePreconditions(conditions({ 'If-Match': 'W/"2"' }), 'W/"3"')).toThrow(
      expect.objectContaining({ kind: 'preconditionFailed', message: expect.stringContaining('W/"3"') }),
    );
  });

  test('with If-None-Match of the current version is 412, of another may', () => {
    const refused = expect.objectContaining({ kind: 'preconditionFailed' });
    expect(() => requirePreconditions(conditions({ 'If-None-Match': '*' }), 'W/"3"')).toThrow(refused);
    expect(() => requirePreconditions(conditions({ 'If-None-Match': 'W/"2"' }), 'W/"3"')).not.toThrow();
  });
});
