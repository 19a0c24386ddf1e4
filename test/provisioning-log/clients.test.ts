// Which identity provider a request comes from, told from what each does and no other.
import { expect, test } from 'vitest';
import { clientName, clientOf } from '../../src/directory/provisioning-log/client.ts';
import type { ObservedRequest } from '../../src/directory/provisioning-log/observed.ts';

const REQUEST: ObservedRequest = {
  time: 0,
  durationMs: 0,
  method: 'GET',
  url: new URL('http://localhost/scim/v2/Users'),
  route: 'scim/v2/Users',
  params: {},
  body: undefined,
  status: 200,
  error: undefined,
  answer: undefined,
  caller: { credential: 'scim-token/1', directory: 'default' },
  tokenHint: undefined,
  requestId: 'r',
  userAgent: null,
  notes: {},
  subject: undefined,
  authorization: null,
};
const by = (credential: string, name?: string) => ({ caller: { credential, directory: 'default', name } });

test.each<[string, Partial<ObservedRequest>, string | undefined]>([
  ['nothing tells', {}, undefined],
  ['the user agent of Okta', { userAgent: 'Okta SCIM Client 1.0.0' }, 'okta'],
  ['a user agent that only holds the letters', { userAgent: 'oktaedron/2' }, undefined],
  ["Entra's own token", by('entra-provisioning'), 'entra'],
  ['a workload identity', by('workload/33333333'), 'entra'],
  ['the flag in the address', { url: new URL('http://localhost/scim/v2/Users?aadOptscim062020') }, 'entra'],
  [
    'a dialect of Entra',
    { notes: { dialects: ['single-value-for-list', 'entra-boolean-strings'] } },
    'entra',
  ],
  ['a dialect of Okta', { notes: { dialects: ['okta-id-echo'] } }, 'okta'],
  ['a dialect of several', { notes: { dialects: ['single-value-for-list'] } }, undefined],
  [
    "Entra's schema of groups",
    { body: { schemas: ['http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'] } },
    'entra',
  ],
  ["an id of Okta's users", { body: { externalId: '00u1a2b3c4D5E6F7G8h9' } }, 'okta'],
  ['the name of the secret', by('scim-token-okta/1'), 'okta'],
  ['the label of the token', by('scim-token/1', 'Microsoft production'), 'entra'],
  [
    'the user agent, before what a token is called',
    { ...by('scim-token-entra/1'), userAgent: 'Okta SCIM Client 1.0.0' },
    'okta',
  ],
])('%s', (_, part, client) => {
  expect(clientOf({ ...REQUEST, ...part })).toBe(client);
});

test.each([
  [undefined, { credential: 'scim-token/0123', name: undefined }, 'scim-token'],
  [undefined, { credential: 'scim-token/0123', name: 'JumpCloud' }, 'JumpCloud'],
  [undefined, { credential: 'laptop', name: undefined }, 'laptop'],
  [undefined, { credential: 'entra/77', name: undefined }, 'entra/77'],
  ['entra', { credential: 'scim-token/0123', name: 'Made by the deployment' }, 'Entra'],
] as const)('%s, %o is called %s', (client, caller, name) => {
  expect(clientName({ caller: { ...caller, directory: 'default' } }, client)).toBe(name);
});
