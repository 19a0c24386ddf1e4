// Each way in which a request fails has advice of its own, where there is something to do.
import { expect, test } from 'vitest';
import { adviceOn } from '../../src/directory/provisioning-log/advice.ts';

const entry = (kind: string | undefined, detail = '', more: object = {}) => ({
  kind,
  detail,
  unknownMembers: [],
  skippedPaths: [],
  ...more,
});

/** The details as the service words them. */
test.each([
  ['unauthorized', 'The request has no credential. Send the header', 'sends no token'],
  [
    'unauthorized',
    'The Authorization header uses the scheme Basic, which is not accepted here.',
    'another way of signing in',
  ],
  ['unauthorized', 'The bearer token expired at 2030-01-01T00:00:00.000Z.', 'has run out'],
  ['unauthorized', 'The bearer token has been disabled in the key vault.', 'revoked this token'],
  ['unauthorized', 'The bearer token has been superseded: only the newest three', 'three newer ones'],
  ['unauthorized', 'The bearer token is not valid before 2031-01-01T00:00:00.000Z.', 'start date'],
  [
    'unauthorized',
    'The bearer token cannot be used: in the key vault the tag "scope" is',
    'tags of this secret',
  ],
  [
    'unauthorized',
    'The access token of Entra is signed by Entra, but aud is not as configured',
    'another tenant',
  ],
  ['unauthorized', 'The bearer token is not one of the accepted ones.', 'when it was pasted'],
  ['unauthorized', 'The bearer token is malformed: it holds a blank', 'when it was pasted'],
  ['uniqueness', 'userName "nadia" is taken by the user 1.', 'match on userName'],
  ['uniqueness', 'displayName "Sales" is taken by the group 1.', 'matched by name'],
  [
    'invalidValue',
    'emails: "a@b" ... or add the domain to the setting ROLLCALL_ALLOWED_DOMAINS.',
    'allowed domains',
  ],
  ['notFound', 'There is no user with the id "1".', 'clear the state'],
  ['notFound', 'There is no group with the id "1".', 'push the group again'],
  ['notFound', 'There is no address /scim/v2/User here.', 'SCIM URL'],
  [
    'unavailable',
    'This request cannot be decided now, because the key vault does not answer.',
    'Key Vault Secrets User',
  ],
  ['unavailable', 'Provisioning is paused by the operator of this service', 'paused'],
  ['unavailable', 'The directory cannot be reached now.', 'Health page'],
  ['internal', 'Something went wrong inside the service', 'request id'],
  ['a kind of a later version', '', undefined],
])('%s, %s', (kind, detail, part) => {
  const advice = adviceOn(entry(kind, detail));
  if (part === undefined) expect(advice).toBeUndefined();
  else expect(advice).toContain(part);
});

test('what was passed over in a request that was carried out has advice, too', () => {
  expect(adviceOn(entry(undefined, '', { unknownMembers: ['1'] }))).toContain('assign the people too');
  expect(adviceOn(entry(undefined, '', { skippedPaths: ['shoeSize'] }))).toContain('Delete their mappings');
  expect(adviceOn(entry(undefined))).toBeUndefined();
});
