// What no honest client sends. Each request is answered with a 4xx and a SCIM error that says why, quickly, never with a 5xx,
// and nothing in the directory is changed by it.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendRaw } from '../support/raw-http.ts';
import {
  create,
  ENTERPRISE,
  groupBody,
  MESSAGES,
  patchBody,
  type Resource,
  read,
  searchBody,
  USER,
  userBody,
} from '../support/scim.ts';
import { type Answer, startService, type TestService } from '../support/service.ts';

/** Generous, because the machine may do much else; what is slow by design takes minutes. */
const SLOWEST_MS = 3_000;

let service: TestService;
let user: Resource;
let group: Resource;
let before: Resource;
let asked = 0;
let slowest = { ms: 0, what: '' };

beforeAll(async () => {
  service = await startService();
  user = await create(
    service,
    '/Users',
    userBody('ada', { title: 'Pilot', emails: [{ value: 'ada@atlas.example' }] }),
  );
  group = await create(service, '/Groups', groupBody('Pilots', [user.id]));
  before = await state();
});
afterAll(async () => {
  process.stdout.write(`Hostile requests: ${asked}; the slowest, ${slowest.what}, took ${slowest.ms} ms.\n`);
  await service.stop();
});

async function state(): Promise<Resource> {
  return [(await read(service, '/Users')).Resources, (await read(service, '/Groups')).Resources];
}

/** Sends it and expects the refusal that every hostile request gets; gives status and scimType. */
async function refused(
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
): Promise<readonly [number, string | undefined]> {
  const what = `${method} ${path.slice(0, 80)}`;
  const start = performance.now();
  const answer: Answer = await service.request(method, path, body, headers);
  const ms = Math.round(performance.now() - start);
  asked += 1;
  if (ms > slowest.ms) slowest = { ms, what };
  const said = `${what} was answered ${answer.status}: ${JSON.stringify(answer.body)?.slice(0, 300)}`;
  expect(answer.status, said).toBeGreaterThanOrEqual(400);
  expect(answer.status, said).toBeLessThan(500);
  expect(answer.body.schemas, said).toEqual([`${MESSAGES}:Error`]);
  expect(answer.body.status, said).toBe(String(answer.status));
  expect(answer.body.detail.length, said).toBeGreaterThan(10);
  expect(answer.body.detail.length, said).toBeLessThan(1_000);
  expect(ms, what).toBeLessThan(SLOWEST_MS);
  return [answer.status, answer.body.scimType];
}

async function expectUnchanged(): Promise<void> {
  expect(await state()).toEqual(before);
}

/** Every place that takes a body, with the body in the form that the place asks for. */
const PLACES: readonly (readonly [string, () => string, (resource: object) => unknown])[] = [
  ['POST', () => '/Users', (resource) => ({ ...userBody('new'), ...resource })],
  ['PUT', () => `/Users/${user.id}`, (resource) => ({ ...userBody('ada'), ...resource })],
  ['PATCH', () => `/Users/${user.id}`, (resource) => patchBody({ op: 'replace', value: resource })],
  ['POST', () => '/Groups', (resource) => ({ ...groupBody('New'), ...resource })],
  ['PUT', () => `/Groups/${group.id}`, (resource) => ({ ...groupBody('Pilots'), ...resource })],
  ['PATCH', () => `/Groups/${group.id}`, (resource) => patchBody({ op: 'add', value: resource })],
  ['POST', () => '/.search', (resource) => searchBody({ ...resource })],
  [
    'POST',
    () => '/Bulk',
    (resource) => ({
      schemas: [`${MESSAGES}:BulkRequest`],
      Operations: [{ method: 'DELETE', path: '/Users/1', ...resource }],
    }),
  ],
];

describe('bodies', () => {
  const nested = (levels: number, [open, close]: readonly [string, string]) =>
    `${open.repeat(levels)}1${close.repeat(levels)}`;
  test.each<[string, string]>([
    ['nothing', ''],
    ['blanks', '   '],
    ['an end that is missing', '{"schemas":["'],
    ['an end too many', '{}}'],
    ['a comma too many', '{"userName":"x",}'],
    ['single quotes', "{'userName':'x'}"],
    ['a comment', '{/* */}'],
    ['NaN', '{"userName":NaN}'],
    ['XML', '<user/>'],
    ['a form', 'userName=x'],
    ['an array', '[{"userName":"x"}]'],
    ['null', 'null'],
    ['a text', '"userName"'],
    ['a number', '1'],
    ['true', 'true'],
    ['an empty object', '{}'],
    ['10,000 objects in each other', nested(10_000, ['{"a":', '}'])],
    ['10,000 arrays in each other', `{"a":${nested(10_000, ['[', ']'])}}`],
    ['100,000 arrays in each other, unclosed', '['.repeat(100_000)],
    ['more than 2 MB', `{"userName":"${'x'.repeat(2 * 1024 * 1024)}"}`],
    ['a number beyond all numbers', '{"schemas":["x"],"userName":"x","Operations":1e999}'],
  ])('%s', async (_, text) => {
    for (const [method, path] of PLACES) await refused(method, path(), text);
    await expectUnchanged();
  });

  test('bytes that are no text', async () => {
    const type = ['Content-Type: application/scim+json', `Authorization: Bearer ${service.token}`];
    const bytes = '{"userName":"\xff\xfe"}';
    const port = Number(new URL(service.url).port);
    const head = ['POST /scim/v2/Users HTTP/1.1', ...type, `Content-Length: ${bytes.length}`];
    const raw = await sendRaw(port, head, bytes);
    expect([raw.status, JSON.parse(raw.body).scimType]).toEqual([400, 'invalidSyntax']);
  });

  test.each(['text/plain', 'application/xml', 'image/png', 'application/json, text/html', '/', '\u00e9'])(
    'of type %s',
    async (type) => {
      for (const [method, path, body] of PLACES) {
        const [status] = await refused(method, path(), body({}), { 'content-type': type });
        expect(status).toBe(415);
      }
      await expectUnchanged();
    },
  );
});

describe('names that reach into JavaScript', () => {
  const poison = '{"isAdmin":true}';
  test.each([
    `{"__proto__":${poison}}`,
    `{"constructor":{"prototype":${poison}}}`,
    `{"prototype":${poison}}`,
    `{"name":{"__proto__":${poison}}}`,
    `{"emails":[{"__proto__":${poison},"value":"x@atlas.example"}]}`,
    `{"emails":[{"constructor":${poison},"value":"x@atlas.example"}]}`,
    `{"${ENTERPRISE}":{"__proto__":${poison}}}`,
    `{"urn:example:unknown:2.0:User":{"a":[{"constructor":${poison}}]}}`,
    `{"unknown":{"deep":[{"__proto__":1}]}}`,
  ])('%s', async (text) => {
    const resource = JSON.parse(text) as object;
    for (const [method, path, body] of PLACES) {
      // JSON.stringify writes an own __proto__ that JSON.parse made.
      const sent = JSON.stringify(withOwn(body({}), resource, method));
      await refused(method, path(), sent);
    }
    await expectUnchanged();
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });

  /** The members of `more`, whatever they are called, in the resource that the body holds. */
  function withOwn(body: unknown, more: object, method: string): unknown {
    const target = body as { Operations?: { value?: unknown; data?: unknown }[] };
    if (method === 'PATCH') return { ...target, Operations: [{ op: 'add', value: more }] };
    if (target.Operations !== undefined)
      return { ...target, Operations: [{ method: 'POST', path: '/Users', bulkId: 'a', data: more }] };
    return JSON.parse(`${JSON.stringify(body).slice(0, -1)},${JSON.stringify(more).slice(1)}`);
  }

  test.each(['__proto__', '__proto__.isAdmin', 'constructor', 'constructor.prototype', 'name.__proto__'])(
    'as a PATCH path: %s has no effect',
    async (path) => {
      for (const address of [`/Users/${user.id}`, `/Groups/${group.id}`]) {
        const { status } = await service.request(
          'PATCH',
          address,
          patchBody({ op: 'add', path, value: { isAdmin: true } }),
        );
        expect([200, 204, 400]).toContain(status);
      }
      await expectUnchanged();
      expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    },
  );

  test.each([
    '__proto__ pr',
    'constructor.name eq "Object"',
    'userName.__proto__ pr',
    'emails[__proto__ pr]',
  ])('in a filter: %s', async (filter) => {
    for (const path of ['/Users', '/Groups']) {
      const [status, scimType] = await refused('GET', `${path}?filter=${encodeURIComponent(filter)}`);
      expect([status, scimType]).toEqual([400, 'invalidFilter']);
    }
  });
});

describe('characters', () => {
  // As JSON escapes, because a lone surrogate is no text that could be sent otherwise.
  const UNSTORABLE = ['\\u0000', 'a\\u0000b', '\\ud800', 'a\\udc00b', '\\udc00\\ud800'];
  test.each(UNSTORABLE)('%s, in any value and any name', async (written) => {
    for (const resource of [
      `{"userName":"${written}","displayName":"${written}","filter":"${written}","path":"${written}"}`,
      `{"title":"${written}"}`,
      `{"name":{"givenName":"${written}"}}`,
      `{"emails":[{"value":"${written}"}]}`,
      `{"members":[{"value":"${written}"}]}`,
      `{"password":"${written}"}`,
      `{"unknown":["${written}"]}`,
      `{"urn:example:unknown:2.0:User":{"a":"${written}"}}`,
      `{"na${written}me":1}`,
      `{"name":{"${written}":1}}`,
    ]) {
      for (const [method, path, body] of PLACES) {
        const text = JSON.stringify(body({ MARK: 1 })).replace('"MARK":1', resource.slice(1, -1));
        await refused(method, path(), text);
      }
    }
    await expectUnchanged();
  });

  test.each(['\\n', '\\t', '\\u0001', '\\u001f', '\\u007f', '\\u0085'])(
    'the control character %s in names and identifiers',
    async (written) => {
      const wrong = (method: string, path: string, text: string) => refused(method, path, text);
      const [core, groupCore] = [
        `"schemas":["${USER}"]`,
        '"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"]',
      ];
      const patch = (text: string) => `{"schemas":["${MESSAGES}:PatchOp"],"Operations":[${text}]}`;
      await wrong('POST', '/Users', `{${core},"userName":"a${written}b"}`);
      await wrong('PUT', `/Users/${user.id}`, `{${core},"userName":"a${written}b"}`);
      await wrong('POST', '/Users', `{${core},"userName":"ok","externalId":"a${written}b"}`);
      await wrong('POST', '/Users', `{${core},"userName":"ok","a${written}b":1}`);
      await wrong(
        'PATCH',
        `/Users/${user.id}`,
        patch(`{"op":"replace","path":"userName","value":"a${written}b"}`),
      );
      await wrong(
        'PATCH',
        `/Users/${user.id}`,
        patch(`{"op":"replace","value":{"userName":"a${written}b"}}`),
      );
      await wrong(
        'PATCH',
        `/Users/${user.id}`,
        patch(`{"op":"replace","path":"ti${written}tle","value":"x"}`),
      );
      await wrong('POST', '/Groups', `{${groupCore},"displayName":"a${written}b"}`);
      await wrong('PUT', `/Groups/${group.id}`, `{${groupCore},"displayName":"a${written}b"}`);
      await wrong(
        'PATCH',
        `/Groups/${group.id}`,
        patch(`{"op":"replace","path":"displayName","value":"a${written}b"}`),
      );
      await wrong(
        'POST',
        '/Groups',
        `{${groupCore},"displayName":"ok","members":[{"value":"a${written}b"}]}`,
      );
      await wrong(
        'PATCH',
        `/Groups/${group.id}`,
        patch(`{"op":"add","path":"members","value":[{"value":"a${written}b"}]}`),
      );
      const encoded = encodeURIComponent(JSON.parse(`"${written}"`));
      for (const method of ['GET', 'DELETE']) {
        expect(await refused(method, `/Users/a${encoded}b`)).toEqual([404, undefined]);
        expect(await refused(method, `/Groups/${group.id}${encoded}`)).toEqual([404, undefined]);
      }
      for (const name of ['attributes', 'excludedAttributes', 'sortBy']) {
        await refused('GET', `/Users?${name}=user${encoded}Name`);
      }
      await refused('GET', `/Users?filter=user${encoded}Name%20eq%20%22a%22`);
      await expectUnchanged();
    },
  );

  test('line breaks are text where text is', async () => {
    const address = { formatted: '1 Main Street\nTown\r\n\tCountry' };
    const made = await create(service, '/Users', userBody('with-lines', { addresses: [address] }));
    expect(made.addresses).toEqual([address]);
    await service.request('DELETE', `/Users/${made.id}`);
  });

  test.each(['%00', 'a%00b', '%ED%A0%80', '%FF', '%C0%AF', '%E9'])('%s in an address', async (written) => {
    for (const name of ['filter', 'sortBy', 'attributes', 'cursor', 'startIndex', 'count']) {
      await refused('GET', `/Users?${name}=${written}`);
    }
    await expectUnchanged();
  });
});

describe('ids', () => {
  test.each([
    '/',
    '\\',
    '#',
    '?',
    '%',
    '%25',
    "'",
    '"',
    '..',
    '../Users',
    '.search/1',
    "' or PartitionKey ne '",
    "x') or (RowKey ge '",
    '~',
    'u~x~',
    ' ',
    'é',
    '\u{1f600}',
    '*',
    '%s%n',
    '$(id)',
    '<script>',
    'a'.repeat(4_000),
    '00000000-0000-0000-0000-000000000000',
    '--',
  ])('%j is nobody', async (id) => {
    for (const [path, body] of [
      ['/Users', userBody('x')],
      ['/Groups', groupBody('X')],
    ] as const) {
      const address = `${path}/${encodeURIComponent(id === '..' ? '%2e%2e' : id)}`;
      await refused('GET', address);
      await refused('PUT', address, body);
      await refused('PATCH', address, patchBody({ op: 'replace', path: 'displayName', value: 'X' }));
      await refused('DELETE', address);
    }
    await expectUnchanged();
  });

  test('neither is another spelling of an id that is somebody', async () => {
    for (const spelled of [
      user.id.toUpperCase(),
      `{${user.id}}`,
      user.id.replaceAll('-', ''),
      `${user.id}'`,
    ]) {
      expect(await refused('DELETE', `/Users/${encodeURIComponent(spelled)}`)).toEqual([404, undefined]);
    }
    await expectUnchanged();
  });
});

describe('attempts to break out of a storage filter', () => {
  const ATTEMPTS = [
    "x' or PartitionKey ne '",
    "' or '1' eq '1",
    "x'; RowKey ge 'a",
    "ada' and RowKey lt 'z",
    "o''brien",
    "'",
    "''",
    '%27',
    'x" or userName pr or "',
    'u~',
    '~',
    '^0027',
    '/*',
    '\\',
    'ada%',
    'ad_',
  ];

  test.each(ATTEMPTS)('%s finds nobody', async (value) => {
    for (const attribute of ['userName', 'externalId', 'displayName', 'emails.value', 'id']) {
      for (const operator of attribute === 'id' ? ['eq'] : ['eq', 'sw']) {
        const filter = `${attribute} ${operator} ${JSON.stringify(value)}`;
        const list = await read(service, '/Users', { filter });
        expect([filter, list.totalResults]).toEqual([filter, 0]);
      }
    }
    for (const filter of ['displayName eq', 'members.value eq', 'externalId eq']) {
      const list = await read(service, '/Groups', { filter: `${filter} ${JSON.stringify(value)}` });
      expect(list.totalResults).toBe(0);
    }
  });

  test.each(ATTEMPTS)('%s is a name like any other', async (userName) => {
    const made = await create(service, '/Users', userBody(userName));
    for (const operator of ['eq', 'sw']) {
      const { Resources } = await read(service, '/Users', {
        filter: `userName ${operator} ${JSON.stringify(userName)}`,
      });
      expect(Resources.map(({ id }: Resource) => id)).toContain(made.id);
    }
    expect((await service.request('POST', '/Users', userBody(userName))).status).toBe(409);
    expect((await service.request('DELETE', `/Users/${made.id}`)).status).toBe(204);
    await expectUnchanged();
  });

  test('a member of a name like that is nobody and is skipped', async () => {
    const value = ATTEMPTS.map((attempt) => ({ value: attempt }));
    const { status } = await service.request(
      'PATCH',
      `/Groups/${group.id}`,
      patchBody({ op: 'add', path: 'members', value }),
    );
    expect(status).toBe(204);
    expect((await read(service, '/Groups')).Resources[0].members).toHaveLength(1);
  });
});

describe('sizes', () => {
  const long = 'x'.repeat(20_000);
  test('names of 20 kB', async () => {
    const sent: [string, string, unknown][] = [
      ['POST', '/Users', userBody(long)],
      ['PUT', `/Users/${user.id}`, userBody(long)],
      ['PATCH', `/Users/${user.id}`, patchBody({ op: 'replace', path: 'userName', value: long })],
      ['POST', '/Users', userBody('ok', { externalId: long })],
      ['POST', '/Groups', groupBody(long)],
      ['PUT', `/Groups/${group.id}`, groupBody(long)],
      ['PATCH', `/Groups/${group.id}`, patchBody({ op: 'replace', path: 'displayName', value: long })],
      ['PATCH', `/Groups/${group.id}`, patchBody({ op: 'add', path: 'members', value: [{ value: long }] })],
    ];
    for (const [method, path, body] of sent)
      expect(await refused(method, path, body)).toEqual([400, 'invalidValue']);
    await expectUnchanged();
  });

  test('attributes of more than 256 KiB, more than 30 e-mails, more than 10,000 operations', async () => {
    const title = 'x'.repeat(300_000);
    expect(await refused('POST', '/Users', userBody('large', { title }))).toEqual([400, 'invalidValue']);
    const large = patchBody({ op: 'add', path: 'title', value: title });
    expect(await refused('PATCH', `/Users/${user.id}`, large)).toEqual([400, 'invalidValue']);
    const emails = Array.from({ length: 31 }, (_, at) => ({ value: `${at}@atlas.example` }));
    expect(await refused('POST', '/Users', userBody('many', { emails }))).toEqual([400, 'invalidValue']);
    const operations = Array.from({ length: 10_001 }, () => ({ op: 'add', path: 'title', value: 'x' }));
    expect(await refused('PATCH', `/Users/${user.id}`, patchBody(...operations))).toEqual([413, undefined]);
    await expectUnchanged();
  });

  const terms = (count: number, join: string) =>
    Array.from({ length: count }, () => 'title eq "x"').join(` ${join} `);
  test.each<[string, string]>([
    ['20 kB in one value', `userName eq "${long}"`],
    ['1 MB in one value', `userName eq "${'x'.repeat(1_000_000)}"`],
    ['201 conditions', terms(201, 'or')],
    ['50,000 conditions', terms(50_000, 'and')],
    ['33 parentheses', `${'('.repeat(33)}title pr${')'.repeat(33)}`],
    ['100,000 parentheses', `${'('.repeat(100_000)}title pr${')'.repeat(100_000)}`],
    ['100,000 open parentheses', '('.repeat(100_000)],
    ['100,000 times not', 'not ('.repeat(100_000)],
    ['100,000 brackets', 'emails['.repeat(100_000)],
    ['100,000 quotes', '"'.repeat(100_000)],
    ['100,000 backslashes', `userName eq "${'\\'.repeat(100_001)}"`],
    ['100,000 dots', `name${'.a'.repeat(100_000)} eq "x"`],
    ['100,000 colons', `urn${':a'.repeat(100_000)} eq "x"`],
    ['a number of 100,000 digits', `userName eq ${'9'.repeat(100_000)}`],
    ['100,000 blanks', `userName${' '.repeat(100_000)}eq "x"`],
  ])('a filter of %s', async (_, filter) => {
    for (const path of ['/Users/.search', '/Groups/.search', '/.search']) {
      expect(await refused('POST', path, searchBody({ filter }))).toEqual([400, 'invalidFilter']);
    }
  });

  test.each<[string, string]>([
    ['66 kB', `title[${'x'.repeat(66_000)}`],
    ['1,001 conditions', `emails[${terms(1_001, 'or').replaceAll('title', 'type')}].value`],
    ['100,000 brackets', 'emails['.repeat(100_000)],
    ['100,000 dots', `a${'.a'.repeat(100_000)}`],
  ])('a PATCH path of %s', async (_, path) => {
    for (const address of [`/Users/${user.id}`, `/Groups/${group.id}`]) {
      const [status, scimType] = await refused(
        'PATCH',
        address,
        patchBody({ op: 'replace', path, value: 'x' }),
      );
      expect([status, scimType]).toEqual([400, 'invalidPath']);
    }
    await expectUnchanged();
  });

  test('work that grows with the square of the request is cut', async () => {
    const emails = (from: number) =>
      Array.from({ length: 3_000 }, (_, at) => ({ value: `${from + at}@x.example` }));
    const operations = Array.from({ length: 9 }, (_, at) => ({
      op: 'remove',
      path: 'phoneNumbers',
      value: emails(at),
    }));
    const many = Array.from({ length: 2_000 }, (_, at) => ({ value: String(at) }));
    const body = patchBody({ op: 'add', path: 'phoneNumbers', value: many }, ...operations);
    expect(await refused('PATCH', `/Users/${user.id}`, body)).toEqual([413, undefined]);
    await expectUnchanged();
  });
});

test('whatever JSON is sent wherever: no 5xx, and what is refused changes nothing', async () => {
  const names = fc.constantFrom(
    'schemas',
    'userName',
    'displayName',
    'emails',
    'members',
    'Operations',
    'op',
    'path',
    'value',
    'filter',
    'attributes',
    'cursor',
    'count',
    'method',
    'data',
    'bulkId',
    'active',
    'name',
    'meta',
    'id',
    ENTERPRISE,
  );
  const leaf = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      'add',
      'remove',
      'members',
      'emails[type eq "work"].value',
      USER,
      `${MESSAGES}:PatchOp`,
      'POST',
      '/Users',
      'bulkId:a',
    ),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(names, tie('tree'), { maxKeys: 5 }),
    ),
  }));
  const place = fc.constantFrom(...PLACES.keys());
  let state_ = await state();
  await fc.assert(
    fc.asyncProperty(place, fc.dictionary(names, tree, { maxKeys: 6 }), async (at, resource) => {
      const [method, path, body] = PLACES[at] ?? ['GET', () => '/Users', () => undefined];
      const { status, body: answered } = await service.request(method, path(), body(resource));
      asked += 1;
      expect(status, JSON.stringify([method, path(), body(resource), answered])).toBeLessThan(500);
      const now = await state();
      if (status >= 400) expect(now).toEqual(state_);
      state_ = now;
    }),
    { numRuns: 70 },
  );
});
