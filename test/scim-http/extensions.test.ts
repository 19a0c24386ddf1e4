// Schemas that an operator adds by ROLLCALL_EXTENSIONS: everything follows from the one file, and a faulty one is refused.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import {
  create,
  GROUP,
  groupBody,
  patchBody,
  type Resource,
  read,
  refusalOf,
  USER,
  userBody,
} from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

const BADGE = 'urn:example:params:scim:schemas:badge:2.0:User';
const FLEET = 'urn:example:params:scim:schemas:fleet:2.0:Group';

const FILE = [
  {
    id: BADGE,
    name: 'Badge',
    description: 'What opens doors.',
    resourceType: 'User',
    attributes: [
      { name: 'number', type: 'integer', required: true },
      { name: 'issued', type: 'dateTime' },
      { name: 'serial', type: 'string', mutability: 'immutable', caseExact: true },
      { name: 'note', type: 'string', returned: 'request' },
      { name: 'pin', type: 'string', mutability: 'writeOnly', returned: 'never' },
      { name: 'level', type: 'integer', mutability: 'readOnly' },
      {
        name: 'doors',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value', type: 'string' },
          { name: 'primary', type: 'boolean' },
        ],
      },
    ],
  },
  { id: FLEET, resourceType: 'Group', required: true, attributes: [{ name: 'ships', type: 'integer' }] },
  { id: USER, resourceType: 'User', attributes: [{ name: 'shoeSize', type: 'decimal' }] },
];

let folder: string;
let service: TestService;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
  await writeFile(join(folder, 'extensions.json'), JSON.stringify(FILE));
  service = await startService({ settings: { ROLLCALL_EXTENSIONS: join(folder, 'extensions.json') } });
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

const withBadge = (badge: object, more: object = {}) =>
  userBody(crypto.randomUUID(), { schemas: [USER, BADGE], [BADGE]: badge, ...more });

describe('discovery', () => {
  test('the schemas are listed and found, with their defaults', async () => {
    const badge = await read(service, `/Schemas/${BADGE}`);
    expect(badge).toMatchObject({ id: BADGE, name: 'Badge', description: 'What opens doors.' });
    expect(badge.attributes[0]).toEqual({
      name: 'number',
      type: 'integer',
      multiValued: false,
      description: '',
      required: true,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
    });
    const { Resources } = await read(service, '/Schemas');
    expect(Resources.map(({ id }: Resource) => id)).toEqual(expect.arrayContaining([BADGE, FLEET]));
    const user = await read(service, `/Schemas/${USER}`);
    expect(user.attributes.map(({ name }: Resource) => name)).toContain('shoeSize');
  });

  test('the resource types name them', async () => {
    const { schemaExtensions } = await read(service, '/ResourceTypes/User');
    expect(schemaExtensions).toContainEqual({ schema: BADGE, required: false });
    expect((await read(service, '/ResourceTypes/Group')).schemaExtensions).toEqual([
      { schema: FLEET, required: true },
    ]);
  });
});

describe('validation', () => {
  test.each<[string, object, string]>([
    ['of another type', { number: 'seven' }, 'invalidValue'],
    ['no whole number', { number: 1.5 }, 'invalidValue'],
    ['no date', { number: 1, issued: 'yesterday' }, 'invalidValue'],
    ['a required one missing', { issued: '2026-01-01T00:00:00Z' }, 'invalidValue'],
  ])('%s is refused and named', async (_, badge, scimType) => {
    const { status, body } = await service.request('POST', '/Users', withBadge(badge));
    expect([status, body.scimType]).toEqual([400, scimType]);
    expect(body.detail).toContain(BADGE);
  });

  test('an extension that is required of every group', async () => {
    const refused = await service.request('POST', '/Groups', groupBody('Bare'));
    expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
    const made = await create(
      service,
      '/Groups',
      groupBody('Fleet', [], { schemas: [GROUP, FLEET], [FLEET]: { ships: 3 } }),
    );
    expect(made[FLEET]).toEqual({ ships: 3 });
  });

  test('mutability: immutable, readOnly and writeOnly', async () => {
    const user = await create(
      service,
      '/Users',
      withBadge({ number: 1, serial: 'S1', pin: '0000', level: 9 }),
    );
    expect(user[BADGE]).toEqual({ number: 1, serial: 'S1' });
    const address = `/Users/${user.id}`;
    const change = (path: string, value: unknown) =>
      service.request('PATCH', address, patchBody({ op: 'replace', path: `${BADGE}:${path}`, value }));
    expect((await change('serial', 'S2')).body.scimType).toBe('mutability');
    expect((await change('serial', 'S1')).status).toBe(200);
    expect((await change('level', 3)).body.scimType).toBe('mutability');
    const pinned = await change('pin', '1234');
    expect([pinned.status, JSON.stringify(pinned.body)]).toEqual([200, expect.not.stringContaining('1234')]);
    const put = await service.request('PUT', address, withBadge({ number: 1, serial: 'S2' }));
    expect([put.status, put.body.scimType]).toEqual([400, 'mutability']);
  });
});

describe('queries', () => {
  beforeAll(async () => {
    for (const [number, size, doors] of [
      [30, 41.5, ['north']],
      [4, 44, ['south', 'north']],
      [100, 38, ['east']],
    ] as const) {
      const values = doors.map((value, at) => ({ value, primary: at === 1 }));
      const badge = { number, issued: `2026-01-0${String(number)[0]}T00:00:00Z`, doors: values };
      await create(service, '/Users', withBadge(badge, { shoeSize: size, title: 'counted' }));
    }
  });

  const numbers = async (parameters: Record<string, string>): Promise<number[]> =>
    (await read(service, '/Users', { ...parameters })).Resources.map((user: Resource) => user[BADGE].number);

  test.each<[string, number[]]>([
    [`${BADGE}:number gt 5`, [30, 100]],
    [`${BADGE}:number eq 4`, [4]],
    [`${BADGE}:issued lt "2026-01-02T01:00:00+01:00"`, [100]],
    [`${BADGE}:doors.value eq "NORTH"`, [4, 30]],
    [`${BADGE}:doors[value eq "north" and primary eq true]`, [4]],
    ['shoeSize ge 41.5', [4, 30]],
    [`schemas eq "${BADGE}"`, [4, 30, 100]],
  ])('%s', async (filter, expected) => {
    const found = await numbers({ filter: `title eq "counted" and ${filter}` });
    expect(found.sort((a, b) => a - b)).toEqual(expected);
  });

  test('a number is compared with a number', async () => {
    expect(await refusalOf(service, '/Users', { filter: `${BADGE}:number eq "4"` })).toEqual([
      400,
      'invalidFilter',
    ]);
    expect(await refusalOf(service, '/Users', { filter: `${BADGE}:pin eq "1"` })).toEqual([
      400,
      'invalidFilter',
    ]);
  });

  test('order: numbers as numbers', async () => {
    const filter = 'title eq "counted"';
    expect(await numbers({ filter, sortBy: `${BADGE}:number` })).toEqual([4, 30, 100]);
    expect(await numbers({ filter, sortBy: 'shoeSize', sortOrder: 'descending' })).toEqual([4, 30, 100]);
    expect((await numbers({ filter, sortBy: `${BADGE}:doors` }))[0]).toBe(100);
  });
});

describe('what is returned on request only', () => {
  const note = { number: 1, note: 'left-handed' };

  test('comes to who asks for it, by a list too', async () => {
    const { id } = await create(service, '/Users', withBadge(note));
    expect((await read(service, `/Users/${id}`))[BADGE]).toEqual({ number: 1 });
    const parameters = { attributes: `${BADGE}:note` };
    expect((await read(service, `/Users/${id}`, parameters))[BADGE]).toEqual({ note: 'left-handed' });
    const list = await read(service, '/Users', { ...parameters, filter: `id eq "${id}"` });
    expect(list.Resources[0][BADGE]).toEqual({ note: 'left-handed' });
    const plain = await read(service, '/Users', { filter: `id eq "${id}"` });
    expect(plain.Resources[0][BADGE]).toEqual({ number: 1 });
  });

  test('comes back to who wrote it, of every verb', async () => {
    const made = await create(service, '/Users', withBadge(note));
    expect(made[BADGE]).toEqual(note);
    const put = await service.request('PUT', `/Users/${made.id}`, withBadge(note));
    expect(put.body[BADGE]).toEqual(note);
    for (const operation of [
      { op: 'replace', path: `${BADGE}:note`, value: 'right-handed' },
      { op: 'replace', path: BADGE, value: { note: 'right-handed' } },
      { op: 'replace', value: { [BADGE]: { note: 'right-handed' } } },
    ]) {
      const { body } = await service.request('PATCH', `/Users/${made.id}`, patchBody(operation));
      expect(body[BADGE]).toEqual({ number: 1, note: 'right-handed' });
    }
    const title = patchBody({ op: 'replace', path: 'title', value: 'X' });
    expect((await service.request('PATCH', `/Users/${made.id}`, title)).body[BADGE]).toEqual({ number: 1 });
  });
});

describe('a file that cannot be used is refused at the start, with its line', () => {
  const settings = { ROLLCALL_TABLES: 'UseDevelopmentStorage=true', ROLLCALL_TOKEN: 'token' };
  const readWith = async (content: string): Promise<string> => {
    const path = join(folder, `${crypto.randomUUID()}.json`);
    await writeFile(path, content);
    try {
      readConfig({ ...settings, ROLLCALL_EXTENSIONS: path });
      return 'taken';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('a wrong type', async () => {
    const faulty = JSON.stringify([{ ...FILE[1], attributes: [{ name: 'ships', type: 'number' }] }], null, 1);
    const line = faulty.split('\n').findIndex((text) => text.includes('"number"')) + 1;
    expect(await readWith(faulty)).toContain(
      `ROLLCALL_EXTENSIONS names a faulty file. Line ${line}, "${FLEET}", "ships", type: `,
    );
  });

  test('no JSON, no file', async () => {
    expect(await readWith('[\n{,}\n]')).toContain(
      'ROLLCALL_EXTENSIONS names a faulty file. Line 2 is not valid JSON',
    );
    expect(() => readConfig({ ...settings, ROLLCALL_EXTENSIONS: join(folder, 'none.json') })).toThrow(
      'ROLLCALL_EXTENSIONS names a file that cannot be read (ENOENT)',
    );
  });

  test('a deployed service says so in /health and answers nothing', async () => {
    const broken = await startService({ settings: { ROLLCALL_EXTENSIONS: join(folder, 'none.json') } });
    const answer = await broken.request('GET', '/Users');
    expect([answer.status, answer.body.status]).toEqual([503, '503']);
    expect((await fetch(`${broken.url}/health`)).status).toBe(503);
    await broken.stop();
  });
});
