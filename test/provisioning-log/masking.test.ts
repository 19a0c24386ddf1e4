// No secret is in any row of the log, wherever it was sent: in a field, in an operation, in an address, in a header, or quoted
// by the error that it caused.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMask } from '../../src/directory/provisioning-log/mask.ts';
import type { JsonObject } from '../../src/scim/json.ts';
import { entriesOf, everyRow } from '../support/log.ts';
import { create, groupBody, patchBody, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

const PASSWORD = 'correct-horse/battery"staple';
const WRONG = 'rollcall_WRONGwrongWRONGwrongWRONGwrongWRONGwrong012';
const BASIC = Buffer.from('nadia:pa55word-of-nadia').toString('base64');

let service: TestService;
let id: string;

beforeAll(async () => {
  service = await startService();
  ({ id } = await create(service, '/Users', userBody('nadia@atlas.example', { password: PASSWORD })));
});
afterAll(() => service.stop());

describe('through the service', () => {
  interface Way {
    readonly method: string;
    readonly path: () => string;
    readonly body?: () => unknown;
    readonly headers?: Record<string, string>;
  }
  const filter = (text: string) => `/Users?filter=${encodeURIComponent(text)}`;
  const user = () => `/Users/${id}`;
  const people = () => '/Users';
  const WAYS: Readonly<Record<string, Way>> = {
    'in a PUT': {
      method: 'PUT',
      path: user,
      body: () => userBody('nadia@atlas.example', { password: PASSWORD }),
    },
    'in an operation': {
      method: 'PATCH',
      path: user,
      body: () => patchBody({ op: 'replace', path: 'password', value: PASSWORD }),
    },
    'in an operation without a path': {
      method: 'PATCH',
      path: user,
      body: () => patchBody({ op: 'replace', value: { password: PASSWORD, title: 'Analyst' } }),
    },
    'of a wrong type, which an error quotes': {
      method: 'POST',
      path: people,
      body: () => userBody('ben@atlas.example', { password: { value: PASSWORD } }),
    },
    'in a field that no schema knows': {
      method: 'POST',
      path: people,
      body: () => userBody('c@x.example', { clientSecret: PASSWORD }),
    },
    'in a filter': { method: 'GET', path: () => filter(`password eq ${JSON.stringify(PASSWORD)}`) },
    'in a query parameter': {
      method: 'GET',
      path: () => `/Users?access_token=${encodeURIComponent(PASSWORD)}`,
    },
    'the token itself as a name': { method: 'POST', path: people, body: () => userBody(service.token) },
    'the token itself in an address': { method: 'GET', path: () => `/Users/${service.token}` },
    'the token itself as a member': {
      method: 'POST',
      path: () => '/Groups',
      body: () => ({ ...groupBody('Sales', [service.token]), displayName: 7 }),
    },
    'a wrong token': { method: 'GET', path: people, headers: { authorization: `Bearer ${WRONG}` } },
    'a wrong scheme': { method: 'GET', path: people, headers: { authorization: `Basic ${BASIC}` } },
    'a token without a scheme': { method: 'GET', path: people, headers: { authorization: PASSWORD } },
  };

  test.each(Object.entries(WAYS))('%s', async (_, { method, path, body, headers }) => {
    const before = (await entriesOf(service, 0)).length;
    await service.request(method, path(), body?.(), headers);
    await entriesOf(service, before + 1);
    const rows = (await everyRow(service)).join('\n');
    for (const secret of [
      PASSWORD,
      JSON.stringify(PASSWORD).slice(1, -1),
      encodeURIComponent(PASSWORD),
      service.token,
      WRONG,
      BASIC,
      'pa55word-of-nadia',
    ]) {
      // Rows are JSON within JSON: a quotation mark has more than one backslash before it.
      expect(rows.replaceAll('\\', '')).not.toContain(secret.replaceAll('\\', ''));
    }
  });

  test('what is no secret is there', async () => {
    const rows = (await everyRow(service)).join('\n');
    expect(rows).toContain('nadia@atlas.example');
    expect(rows).toContain('•••');
    expect(rows).toContain('rollcall_WRON…');
  });
});

const maskOf = (body: JsonObject) => createMask({ body, url: undefined, authorization: null });

test('a secret of any form is in none of the texts that are kept of its request', () => {
  const secret = fc
    .string({ minLength: 6, maxLength: 60, unit: 'grapheme' })
    .filter((text) => text.trim() === text);
  const name = fc.constantFrom(
    'password',
    'Password',
    'client_secret',
    'apiKey',
    'accessToken',
    'passphrase',
  );
  fc.assert(
    fc.property(secret, name, fc.string(), (value, field, around) => {
      const bodies: JsonObject[] = [
        { userName: 'nadia', [field]: value },
        { nested: [{ [field]: { value } }] },
        { Operations: [{ op: 'replace', path: `urn:x:User:${field}`, value }] },
        { Operations: [{ op: 'replace', value: { [field]: value } }] },
      ];
      for (const body of bodies) {
        const mask = maskOf({ ...body, displayName: `Nadia (${value})` });
        const kept = [
          JSON.stringify(mask.json({ ...body, displayName: `Nadia (${value})` })),
          mask.text(`${field} is "${value}", which is wrong. ${around} (${value})`),
        ];
        // What is around it by chance may be the same letters.
        if (around.includes(value)) return;
        for (const text of kept) expect(text).not.toContain(JSON.stringify(value).slice(1, -1));
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['a JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJuYWRpYSJ9.c2lnbmF0dXJl'],
  ['a token of ours', `rollcall_${'a'.repeat(43)}`],
  ['what follows Bearer', 'Bearer abcdef-0123'],
])('%s is known by its form, wherever it stands', (_, secret) => {
  const mask = maskOf({ title: `see ${secret} there` });
  expect(JSON.stringify(mask.json({ title: `see ${secret} there` }))).toBe('{"title":"see ••• there"}');
});

test('a short password does not empty words that hold its letters', () => {
  const mask = maskOf({ password: 'an' });
  expect(mask.text('Nadia is an analyst.')).toBe('Nadia is ••• analyst.');
});

test('long texts and lists are cut', () => {
  const mask = maskOf({});
  const members = Array.from({ length: 1_000 }, (_, at) => ({ value: `user-${at}` }));
  const kept = mask.json({ displayName: 'x'.repeat(10_000), members }) as JsonObject;
  expect(String(kept.displayName).length).toBeLessThan(400);
  expect(kept.members).toHaveLength(21);
  expect((kept.members as unknown[]).at(-1)).toBe('… and 980 more');
});
