// The meaning of each kind of request comes first in the log, in one sentence about people and groups.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entryOf } from '../support/log.ts';
import { create, groupBody, patchBody, type Resource, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let nadia: Resource;
let ben: Resource;
let group: Resource;

beforeAll(async () => {
  service = await startService();
  nadia = await create(
    service,
    '/Users',
    userBody('nadia.okafor@atlas.example', {
      displayName: 'Nadia Okafor',
      emails: [{ value: 'nadia.okafor@atlas.example', type: 'work' }],
    }),
  );
  ben = await create(service, '/Users', userBody('ben.ito@atlas.example', { displayName: 'Ben Ito' }));
  group = await create(service, '/Groups', groupBody('ws-Sales-role-manager'));
});
afterAll(() => service.stop());

type Asked = readonly [method: string, path: () => string, body?: () => unknown];

/** In this order, since each begins where the one before ended. */
const STORY: readonly (readonly [string, Asked, outcome: string, sentence: string])[] = [
  [
    'a user is created',
    ['POST', () => '/Users', () => userBody('cleo@atlas.example', { displayName: 'Cleo Marsh' })],
    'applied',
    'laptop created Cleo Marsh.',
  ],
  [
    'attributes are changed',
    [
      'PATCH',
      () => `/Users/${nadia.id}`,
      () =>
        patchBody(
          { op: 'replace', path: 'title', value: 'Analyst' },
          { op: 'add', path: 'name.givenName', value: 'Nadia' },
        ),
    ],
    'applied',
    'laptop changed title and name of Nadia Okafor.',
  ],
  [
    'Entra gives itself away by its dialect, and is remembered by its credential',
    ['PATCH', () => `/Users/${nadia.id}`, () => patchBody({ op: 'Replace', path: 'active', value: 'False' })],
    'applied',
    'Entra deactivated Nadia Okafor.',
  ],
  [
    'all was so already',
    ['PATCH', () => `/Users/${nadia.id}`, () => patchBody({ op: 'replace', path: 'active', value: false })],
    'unchanged',
    'Entra asked to deactivate Nadia Okafor: all was so already.',
  ],
  [
    'a user comes back',
    ['PATCH', () => `/Users/${nadia.id}`, () => patchBody({ op: 'replace', path: 'active', value: true })],
    'applied',
    'Entra activated Nadia Okafor.',
  ],
  [
    'a name is taken',
    ['POST', () => '/Users', () => userBody('Nadia.Okafor@atlas.example', { displayName: 'Another Nadia' })],
    'refused',
    'Refused: Entra wanted to create Another Nadia. userName "Nadia.Okafor@atlas.example" is taken by the user',
  ],
  [
    'a member is added by an id',
    [
      'PATCH',
      () => `/Groups/${group.id}`,
      () => patchBody({ op: 'Add', path: 'members', value: [{ value: nadia.id }, { value: ben.id }] }),
    ],
    'applied',
    'Entra added Nadia Okafor and Ben Ito to the group ws-Sales-role-manager.',
  ],
  [
    'a member is removed',
    [
      'PATCH',
      () => `/Groups/${group.id}`,
      () => patchBody({ op: 'remove', path: `members[value eq "${ben.id}"]` }),
    ],
    'applied',
    'Entra removed Ben Ito from the group ws-Sales-role-manager.',
  ],
  [
    'a member that nobody is',
    [
      'PATCH',
      () => `/Groups/${group.id}`,
      () =>
        patchBody({ op: 'Add', path: 'members', value: [{ value: '7f3c1d52-9b1e-4d43-8f6a-0c2f5d1e9a70' }] }),
    ],
    'unchanged',
    'Entra asked to add 7f3c1d52-9b1e-4d43-8f6a-0c2f5d1e9a70 to the group ws-Sales-role-manager: all was so already. 1 member that nobody is was passed over.',
  ],
  [
    'a group is created by the pattern',
    ['POST', () => '/Groups', () => groupBody('ws-Engineering-role-admin')],
    'applied',
    'Entra created the group ws-Engineering-role-admin, which gives admin in Engineering.',
  ],
  [
    'a group is renamed',
    [
      'PATCH',
      () => `/Groups/${group.id}`,
      () => patchBody({ op: 'replace', path: 'displayName', value: 'Sales people' }),
    ],
    'applied',
    'Entra renamed a group to Sales people, which ends manager in Sales.',
  ],
  [
    'a search that finds somebody',
    ['GET', () => `/Users?filter=${encodeURIComponent('userName eq "ben.ito@atlas.example"')}`],
    'read',
    'Entra looked for a user with userName eq "ben.ito@atlas.example": 1 found.',
  ],
  [
    'a search that finds nobody',
    ['GET', () => `/Groups?filter=${encodeURIComponent('displayName eq "nobody"')}`],
    'read',
    'Entra looked for a group with displayName eq "nobody": nobody was found.',
  ],
  ['a list', ['GET', () => '/Users'], 'read', 'Entra read the list of users: 3 found.'],
  ['a user is read', ['GET', () => `/Users/${ben.id}`], 'read', 'Entra read Ben Ito.'],
  [
    'what the service can do',
    ['GET', () => '/ServiceProviderConfig'],
    'read',
    'Entra read what this service can do.',
  ],
  [
    'a body that is none',
    ['POST', () => '/Users', () => '{"schemas":'],
    'refused',
    'Refused: Entra wanted to create a user. The body is not valid JSON',
  ],
  [
    'an address that is none',
    ['GET', () => '/People'],
    'refused',
    'Refused: Entra wanted to send GET /scim/v2/People. There is no address',
  ],
  [
    'a path that no schema knows',
    ['PATCH', () => `/Users/${ben.id}`, () => patchBody({ op: 'replace', path: 'shoeSize', value: 43 })],
    'unchanged',
    'Entra asked to change shoeSize of Ben Ito: all was so already. No schema knows shoeSize: passed over.',
  ],
  [
    'a user is deleted, and is still called by name',
    ['DELETE', () => `/Users/${ben.id}`],
    'applied',
    'Entra deleted Ben Ito.',
  ],
  [
    'one who is gone is still known',
    ['GET', () => `/Users/${ben.id}`],
    'refused',
    'Refused: Entra wanted to read Ben Ito. There is no user with the id',
  ],
  [
    'a group is deleted',
    ['DELETE', () => `/Groups/${group.id}`],
    'applied',
    'Entra deleted the group Sales people.',
  ],
  [
    'many at once',
    [
      'POST',
      () => '/Bulk',
      () => ({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: [
          { method: 'POST', path: '/Users', bulkId: 'a', data: userBody('dora@atlas.example') },
          { method: 'POST', path: '/Users', bulkId: 'b', data: userBody('dora@atlas.example') },
        ],
      }),
    ],
    'applied',
    'Entra sent 2 operations in one request, of which 1 failed.',
  ],
];

describe('in the order of a story', () => {
  test.each(STORY)('%s', async (_, [method, path, body], outcome, sentence) => {
    const answer = await service.request(method, path(), body?.());
    const entry = await entryOf(service, answer);
    expect(entry.sentence.slice(0, sentence.length)).toBe(sentence);
    expect(entry.outcome).toBe(outcome);
    expect(entry.status).toBe(answer.status);
  });
});
