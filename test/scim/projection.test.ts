// What `attributes` and `excludedAttributes` (RFC 7644 section 3.9) and the `returned` characteristic put out.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/scim/json.ts';
import { project, type Selection, wants, writtenAttributes } from '../../src/scim/projection.ts';
import { attribute } from '../../src/scim/schema/attribute.ts';
import { createRegistry } from '../../src/scim/schema/registry.ts';
import { USER_URN } from './support/bodies.ts';
import { ENTERPRISE, GROUP } from './support/types.ts';

const TOKEN = 'urn:example:token:2.0:User';
const UNKNOWN = 'urn:example:unknown:2.0:User';
const USER = createRegistry([
  {
    resourceType: 'User',
    required: false,
    schema: {
      id: TOKEN,
      name: 'Token',
      description: '',
      attributes: [
        attribute('serial', '', { returned: 'always' }),
        attribute('note', ''),
        attribute('history', '', { returned: 'request' }),
        attribute('seed', '', { returned: 'never' }),
        attribute('parts', '', {
          type: 'complex',
          subAttributes: [
            attribute('seen', ''),
            attribute('kept', '', { returned: 'always' }),
            attribute('asked', '', { returned: 'request' }),
            attribute('hidden', '', { returned: 'never' }),
          ],
        }),
      ],
    },
  },
]).resourceType('User');

const RESOURCE: JsonObject = {
  schemas: [USER_URN, ENTERPRISE, TOKEN, UNKNOWN],
  id: '1',
  externalId: 'E',
  userName: 'ada',
  password: 'never stored, never shown',
  name: { givenName: 'Ada', familyName: 'L' },
  emails: [{ value: 'a@b', type: 'work' }, { type: 'home' }],
  groups: [],
  [ENTERPRISE]: { department: 'R', manager: { value: '2', $ref: 'x' } },
  [TOKEN]: {
    serial: 's',
    note: 'n',
    history: 'h',
    seed: 'secret',
    parts: { seen: '1', kept: '2', asked: '3', hidden: '4' },
  },
  [UNKNOWN]: { a: 1 },
  meta: { resourceType: 'User', created: 'c', version: 'v' },
};

const ALL = {
  schemas: [USER_URN, ENTERPRISE, TOKEN, UNKNOWN],
  id: '1',
  externalId: 'E',
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'L' },
  emails: [{ value: 'a@b', type: 'work' }, { type: 'home' }],
  groups: [],
  [ENTERPRISE]: { department: 'R', manager: { value: '2', $ref: 'x' } },
  [TOKEN]: { serial: 's', note: 'n', parts: { seen: '1', kept: '2' } },
  [UNKNOWN]: { a: 1 },
  meta: { resourceType: 'User', created: 'c', version: 'v' },
};

/** Always there: the schemas of what is there, the id, and what an extension always returns. */
const ALWAYS = { schemas: [USER_URN, TOKEN], id: '1', [TOKEN]: { serial: 's' } };

const without = (...names: string[]): JsonObject =>
  Object.fromEntries(Object.entries(ALL).filter(([name]) => !names.includes(name)));

const CASES: readonly (readonly [Selection, JsonObject])[] = [
  [{}, ALL],
  [{ attributes: [], excludedAttributes: [] }, ALL],
  [{ attributes: ['USERNAME'] }, { ...ALWAYS, userName: 'ada' }],
  [{ attributes: [`${USER_URN.toLowerCase()}:userName`] }, { ...ALWAYS, userName: 'ada' }],
  [{ attributes: [' userName ', 'externalId'] }, { ...ALWAYS, userName: 'ada', externalId: 'E' }],
  [{ attributes: ['name.givenName'] }, { ...ALWAYS, name: { givenName: 'Ada' } }],
  [{ attributes: ['name'] }, { ...ALWAYS, name: { givenName: 'Ada', familyName: 'L' } }],
  [{ attributes: ['name', 'name.givenName'] }, { ...ALWAYS, name: { givenName: 'Ada', familyName: 'L' } }],
  [{ attributes: ['emails.value'] }, { ...ALWAYS, emails: [{ value: 'a@b' }] }],
  [{ attributes: ['groups'] }, { ...ALWAYS, groups: [] }],
  [{ attributes: ['groups.value'] }, { ...ALWAYS, groups: [] }],
  [{ attributes: ['meta.version'] }, { ...ALWAYS, meta: { version: 'v' } }],
  [{ attributes: ['nothing'] }, ALWAYS],
  [{ attributes: ['password'] }, ALWAYS],
  [
    { attributes: [ENTERPRISE] },
    { ...ALWAYS, schemas: [USER_URN, ENTERPRISE, TOKEN], [ENTERPRISE]: ALL[ENTERPRISE] as JsonObject },
  ],
  [
    { attributes: [`${ENTERPRISE}:manager.value`] },
    { ...ALWAYS, schemas: [USER_URN, ENTERPRISE, TOKEN], [ENTERPRISE]: { manager: { value: '2' } } },
  ],
  [
    { attributes: [UNKNOWN.toUpperCase()] },
    { ...ALWAYS, schemas: [USER_URN, TOKEN, UNKNOWN], [UNKNOWN]: { a: 1 } },
  ],
  [
    { attributes: [TOKEN] },
    { ...ALWAYS, [TOKEN]: { serial: 's', note: 'n', parts: { seen: '1', kept: '2' } } },
  ],
  [{ attributes: [`${TOKEN}:history`] }, { ...ALWAYS, [TOKEN]: { serial: 's', history: 'h' } }],
  [{ attributes: [`${TOKEN}:seed`] }, ALWAYS],
  [
    { attributes: [`${TOKEN}:parts.asked`] },
    { ...ALWAYS, [TOKEN]: { serial: 's', parts: { kept: '2', asked: '3' } } },
  ],
  [
    { attributes: [`${TOKEN}:parts`, `${TOKEN}:parts.asked`] },
    { ...ALWAYS, [TOKEN]: { serial: 's', parts: { seen: '1', kept: '2', asked: '3' } } },
  ],
  [{ excludedAttributes: ['id', 'schemas', 'userName'] }, without('userName')],
  [{ excludedAttributes: ['emails.type'] }, { ...ALL, emails: [{ value: 'a@b' }] }],
  [{ excludedAttributes: ['name.givenName', 'name.familyName'] }, without('name')],
  [{ excludedAttributes: ['emails.type', 'emails.value'] }, without('emails')],
  [{ excludedAttributes: ['nothing', 'name.nothing'] }, ALL],
  [
    { excludedAttributes: [ENTERPRISE.toLowerCase()] },
    { ...without(ENTERPRISE), schemas: [USER_URN, TOKEN, UNKNOWN] },
  ],
  [{ excludedAttributes: [`${ENTERPRISE}:manager`] }, { ...ALL, [ENTERPRISE]: { department: 'R' } }],
  [{ excludedAttributes: [UNKNOWN] }, { ...without(UNKNOWN), schemas: [USER_URN, ENTERPRISE, TOKEN] }],
  [{ excludedAttributes: [TOKEN] }, { ...ALL, [TOKEN]: { serial: 's' } }],
  [
    { attributes: ['name', 'userName'], excludedAttributes: ['name.familyName', 'userName'] },
    { ...ALWAYS, name: { givenName: 'Ada' } },
  ],
  // RFC 7643 section 7, `returned: request`: comes back from a write that set it.
  [
    { written: [`${TOKEN}:history`, `${TOKEN}:seed`, 'password'] },
    { ...ALL, [TOKEN]: { ...(ALL[TOKEN] as JsonObject), history: 'h' } },
  ],
  [
    { written: [`${TOKEN}:parts`] },
    { ...ALL, [TOKEN]: { serial: 's', note: 'n', parts: { seen: '1', kept: '2', asked: '3' } } },
  ],
];

test.each(CASES)('%j', (selection, expected) => {
  expect(project(USER, RESOURCE, selection)).toEqual(expected);
});

test('what a body sets, by the names of projection', () => {
  expect(writtenAttributes({ userName: 'ada', Name: { givenName: 'A' }, [TOKEN]: { history: 'h' } })).toEqual(
    ['userName', 'Name', `${TOKEN}:history`],
  );
});

const WANTED: readonly (readonly [Selection, boolean])[] = [
  [{}, true],
  [{ attributes: ['MEMBERS'] }, true],
  [{ attributes: ['members.value'] }, true],
  [{ attributes: ['displayName'] }, false],
  [{ excludedAttributes: ['members'] }, false],
  [{ excludedAttributes: ['urn:ietf:params:scim:schemas:core:2.0:Group:Members'] }, false],
  [{ excludedAttributes: ['members.type'] }, true],
  [{ attributes: ['members'], excludedAttributes: ['members'] }, false],
];

test.each(WANTED)('whether members are wanted: %j', (selection, expected) => {
  expect(wants(GROUP, selection, 'members')).toBe(expected);
});

test('what no schema defines is not wanted', () => {
  expect(wants(GROUP, { attributes: ['nothing'] }, 'nothing')).toBe(false);
  expect(wants(USER, {}, 'members')).toBe(false);
  expect(wants(USER, { attributes: ['password'] }, 'password')).toBe(false);
});
