// What a body must be: its type, its size, its encoding, its form; and that nothing harmful in it gets any further.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES, MAX_DEPTH, parseJsonBody } from '../../src/http/body.ts';
import { ScimError } from '../../src/scim/errors.ts';
import { type AskedRequest, testEndpoint } from '../support/endpoint.ts';

const ask = testEndpoint([
  { method: 'POST', path: '', handler: async ({ body }) => ({ status: 201, body: { got: body() } }) },
]);

function post(body: AskedRequest['body'], headers: Record<string, string> = {}) {
  return ask({ method: 'POST', headers, ...(body === undefined ? {} : { body }) });
}

describe('content type', () => {
  test.each([
    'application/scim+json',
    'application/json',
    'Application/SCIM+JSON; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; charset=iso-8859-1',
  ])('%s is taken', async (type) => {
    expect((await post('{"a":1}', { 'content-type': type })).body).toEqual({ got: { a: 1 } });
  });

  test('none is taken as JSON', async () => {
    // A body of bytes, because the request object gives a text one a type.
    expect((await post(Buffer.from('{"a":1}'))).body).toEqual({ got: { a: 1 } });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/jsonp', ''])(
    '"%s" is 415 and named',
    async (type) => {
      const answer = await post('{"a":1}', { 'content-type': type });
      expect(answer.status).toBe(415);
      expect(answer.body.detail).toContain(`"${type}"`);
      expect(answer.body.detail).toContain('application/scim+json');
    },
  );

  test('a compressed body is 415', async () => {
    const answer = await post('{}', { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    expect([answer.status, answer.body.detail]).toEqual([415, expect.stringContaining('"gzip"')]);
  });
});

describe('size', () => {
  const JSON_TYPE = { 'content-type': 'application/json' };
  const filler = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;

  test('2 MB is taken, one byte more is 413', async () => {
    expect((await post(filler(MAX_BODY_BYTES), JSON_TYPE)).status).toBe(201);
    const answer = await post(filler(MAX_BODY_BYTES + 1), JSON_TYPE);
    expect(answer.status).toBe(413);
    expect(answer.body.detail).toContain(String(MAX_BODY_BYTES));
  });

  test('the announced length is believed before the body is looked at', async () => {
    expect((await post('{}', { ...JSON_TYPE, 'content-length': '2097153' })).status).toBe(413);
  });

  test('chunked is 411, because the host delivers no such body', async () => {
    const answer = await post('', { ...JSON_TYPE, 'transfer-encoding': 'chunked' });
    expect([answer.status, answer.body.detail]).toEqual([411, expect.stringContaining('Content-Length')]);
  });

  test.each([undefined, ''])('none is 400', async (body) => {
    const answer = await post(body, JSON_TYPE);
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidSyntax' } });
  });
});

describe('form', () => {
  test.each([
    ['{"a":', 'not valid JSON'],
    ['{"a":1}}', 'position 7'],
    ['{"a":01}', 'position'],
    ["{'a':1}", 'position 1'],
    ['[]', 'an array'],
    ['null', 'null'],
    ['"text"', 'a string'],
    ['1', 'a number'],
    ['{"__proto__":{"isAdmin":true}}', '__proto__'],
    ['{"a":[{"b":{"__proto__":1}}]}', '__proto__'],
    ['{"a":1e999}', '"a"'],
    ['{"a":{"b":[-1e999]}}', '"b"'],
    ['{"a":"\\u0000"}', '"a" holds the character U+0000'],
    ['{"a\\u0000":1}', 'The attribute name'],
    ['{"a\\n":1}', 'The attribute name'],
    ['{"a":{"constructor":{"prototype":{}}}}', '"constructor"'],
    ['{"prototype":1}', '"prototype"'],
    ['{"a":["x\\ud800"]}', '"a" holds half'],
    ['{"\\udc00":1}', 'The attribute name'],
  ])('%s is 400 and says %s', async (body, reason) => {
    const answer = await post(Buffer.from(body));
    expect(answer.status).toBe(400);
    expect(answer.body.scimType).toMatch(/^invalid(Syntax|Value)$/);
    expect(answer.body.detail).toContain(reason);
  });

  test('bytes that are not UTF-8 are 400, a byte order mark is not', async () => {
    const answer = await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    expect([answer.status, answer.body.detail]).toEqual([400, 'The body is not valid UTF-8.']);
    expect((await post(Buffer.from('\ufeff{"a":1}'))).body).toEqual({ got: { a: 1 } });
  });

  test('a syntax error does not repeat the body, which may hold a password', async () => {
    const answer = await post(Buffer.from('{"password":"hunter2"'));
    expect(answer.text + JSON.stringify(answer.log)).not.toContain('hunter2');
  });

  test(`${MAX_DEPTH} levels are taken, more are 400, however many`, async () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    expect((await post(Buffer.from(nested(MAX_DEPTH)))).status).toBe(201);
    expect((await post(Buffer.from(nested(MAX_DEPTH + 1)))).status).toBe(400);
    expect((await post(Buffer.from(nested(300_000)))).status).toBe(400);
    expect((await post(Buffer.from(`{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`))).status).toBe(
      400,
    );
  });

  test('of a repeated name the last counts, for everybody alike', async () => {
    expect((await post(Buffer.from('{"active":true,"active":false}'))).body).toEqual({
      got: { active: false },
    });
  });
});

test('whatever JSON a client sends is parsed as JSON.parse does or refused as a SCIM error', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      const expected: unknown = JSON.parse(text);
      try {
        expect(parseJsonBody(Buffer.from(text))).toEqual(expected);
      } catch (error) {
        expect(error).toBeInstanceOf(ScimError);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('whatever bytes a client sends never break the parser', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => parseJsonBody(bytes)).toThrow(ScimError);
    }),
    { numRuns: 2_000 },
  );
});
