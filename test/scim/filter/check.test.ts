// What a filter may ask of a resource type, and what is said of one that asks something else.

import { expect, test } from 'vitest';
import { ScimError } from '../../../src/scim/errors.ts';
import { checkFilter } from '../../../src/scim/filter/check.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import { BADGE, ENTERPRISE, GROUP, USER } from '../support/types.ts';

const NAMES: readonly (readonly [string, string])[] = [
  ['USERNAME pr', 'userName'],
  ['Name.GivenName pr', 'name.givenName'],
  ['externalid pr', 'externalId'],
  ['meta.lastmodified pr', 'meta.lastModified'],
  ['urn:ietf:params:scim:schemas:core:2.0:user:userName pr', 'userName'],
  [`${ENTERPRISE.toUpperCase()}:MANAGER.VALUE pr`, `${ENTERPRISE}:manager.value`],
  [`${ENTERPRISE} pr`, ENTERPRISE],
  [`${BADGE}:number pr`, `${BADGE}:number`],
  // A complex attribute compared with a value means its value.
  ['emails eq "x"', 'emails.value'],
  [`${ENTERPRISE}:manager eq "x"`, `${ENTERPRISE}:manager.value`],
  ['emails eq null', 'emails'],
  ['name eq null', 'name'],
];

test.each(NAMES)('%s asks for %s', (text, name) => {
  expect(checkFilter(USER, parseFilter(text))).toMatchObject({ target: { name } });
});

test('members eq asks for the value of a member', () => {
  expect(checkFilter(GROUP, parseFilter('members eq "x"'))).toMatchObject({
    target: { name: 'members.value' },
  });
});

const REFUSED: readonly (readonly [string, string])[] = [
  ['usrName eq "x"', 'A User has no attribute usrName'],
  ['emails.foo eq "x"', 'A User has no attribute emails.foo'],
  ['emails[foo eq "x"]', 'A User has no attribute emails.foo'],
  ['urn:example:other:2.0:User:a eq "x"', 'A User has no attribute urn:example:other:2.0:User:a'],
  ['manager eq "x"', 'A User has no attribute manager'],
  ['members eq "x"', 'A User has no attribute members'],
  ['password eq "x"', 'password is never returned'],
  ['password pr', 'password is never returned'],
  [`${BADGE}:secret sw "x"`, `${BADGE}:secret is never returned`],
  ['active gt true', 'The operator gt does not fit active, being compared as an attribute of type boolean'],
  ['active co true', 'The operator co does not fit active'],
  ['active eq "True"', 'active is compared with true or false without quotes, not with "True"'],
  ['active eq 1', 'active is compared with true or false without quotes, not with 1'],
  ['emails.primary eq "true"', 'emails.primary is compared with true or false'],
  ['emails[primary eq "true"]', 'emails.primary is compared with true or false'],
  ['userName eq 5', 'userName is compared with a text in double quotes, not with 5'],
  ['userName eq true', 'userName is compared with a text in double quotes, not with true'],
  ['userName gt null', 'The operator gt does not fit userName, being compared as null. Use eq, ne or pr'],
  ['name eq "x"', 'name is complex; compare one of its sub-attributes: name.formatted, name.familyName'],
  ['addresses co "x"', 'addresses is complex; compare one of its sub-attributes: addresses.formatted'],
  ['meta.created gt "yesterday"', 'meta.created is compared with a date and time such as'],
  ['meta.created eq "2011-02-30T00:00:00Z"', 'meta.created is compared with a date and time such as'],
  [`${BADGE}:number sw 1`, `The operator sw does not fit ${BADGE}:number`],
  [`${BADGE}:number eq "1"`, `${BADGE}:number is compared with a number without quotes, not with "1"`],
  [`${BADGE}:picture gt "AA=="`, `The operator gt does not fit ${BADGE}:picture`],
  [`${ENTERPRISE} eq "x"`, `${ENTERPRISE} is a whole extension, which only pr can ask for`],
  [`${ENTERPRISE}[department eq "x"]`, `${ENTERPRISE} has no elements to choose from`],
  ['userName[value eq "x"]', 'userName has no elements to choose from'],
  ['emails.value[value eq "x"]', 'emails.value has no elements to choose from'],
  [`title co "${'x'.repeat(257)}"`, 'The text that title is to contain may have 256 characters at most'],
  ['emails[value.x eq "x"]', 'A User has no attribute emails.value.x'],
];

test.each(REFUSED)('refused: %s', (text, message) => {
  const refusal = catchError(() => checkFilter(USER, parseFilter(text)));
  expect(refusal.kind).toBe('invalidFilter');
  expect(refusal.message).toContain(message);
});

test('a value that is refused is cut in the message', () => {
  const refusal = catchError(() => checkFilter(USER, parseFilter(`active eq "${'x'.repeat(5000)}"`)));
  expect(refusal.message.length).toBeLessThan(300);
});

test('asked of several resource types at once, an unknown attribute has no value', () => {
  expect(checkFilter(USER, parseFilter('members[value eq "x"] or displayName pr'), 'absent')).toMatchObject({
    kind: 'or',
    terms: [
      { kind: 'present', target: { steps: undefined } },
      { kind: 'present', target: { name: 'displayName' } },
    ],
  });
});

function catchError(work: () => unknown): ScimError {
  try {
    work();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
