import { describe, expect, test } from 'vitest';
import { type AllowedDomains, checkAllowedDomain } from '../../src/directory/allowed-domains.ts';
import { ScimError } from '../../src/scim/errors.ts';
import type { JsonObject } from '../../src/scim/json.ts';

const OWN: AllowedDomains = { domains: ['example.com', 'Example.ORG'], subdomains: 'refused' };
const WITH_SUBDOMAINS: AllowedDomains = { ...OWN, subdomains: 'allowed' };

const admitted: { told: string; user: JsonObject; allowed?: AllowedDomains }[] = [
  { told: 'an address of the domain', user: { emails: [{ value: 'ada@example.com' }] } },
  { told: 'in any case', user: { emails: [{ value: 'Ada@EXAMPLE.com' }] } },
  { told: 'a setting in any case', user: { emails: [{ value: 'ada@example.org' }] } },
  { told: 'a userName, where there is no e-mail', user: { userName: 'ada@example.com' } },
  {
    told: 'the primary address, whatever the others',
    user: { emails: [{ value: 'ada@home.net' }, { value: 'ada@example.com', primary: true }] },
  },
  {
    told: 'the work address, where none is primary',
    user: {
      emails: [
        { value: 'ada@home.net', type: 'home' },
        { value: 'ada@example.com', type: 'work' },
      ],
    },
  },
  {
    told: 'the first that has a value',
    user: { userName: 'ada@home.net', emails: [{ type: 'work' }, { value: 'ada@example.com' }] },
  },
  {
    told: 'a guest of another userName',
    user: { userName: 'ada_x#EXT#@t.net', emails: [{ value: 'ada@example.com' }] },
  },
  { told: 'a local part with an @', user: { emails: [{ value: '"a@evil.net"@example.com' }] } },
  { told: 'a subdomain, if allowed', user: { userName: 'ada@eu.example.com' }, allowed: WITH_SUBDOMAINS },
  {
    told: 'the domain itself, if subdomains are',
    user: { userName: 'ada@example.com' },
    allowed: WITH_SUBDOMAINS,
  },
  { told: 'anybody, where no domain is set', user: { userName: 'ada' }, allowed: { ...OWN, domains: [] } },
];

const refused: { told: string; user: JsonObject; allowed?: AllowedDomains; detail: RegExp }[] = [
  {
    told: 'another domain',
    user: { userName: 'ada@example.com', emails: [{ value: 'ada@gmail.com' }] },
    detail:
      /^emails: "ada@gmail\.com" has the domain "gmail\.com", which is not allowed\. Allowed: example\.com, .*ROLLCALL_ALLOWED_DOMAINS/,
  },
  {
    told: 'a domain that only ends alike',
    user: { userName: 'a@evilexample.com' },
    detail: /"evilexample\.com"/,
  },
  {
    told: 'a domain that only ends alike, with subdomains',
    user: { userName: 'a@evilexample.com' },
    allowed: WITH_SUBDOMAINS,
    detail: /"evilexample\.com"/,
  },
  {
    told: 'a domain that only begins alike',
    user: { userName: 'a@example.com.evil.net' },
    detail: /"example\.com\.evil\.net"/,
  },
  {
    told: 'a subdomain, if not allowed',
    user: { userName: 'a@eu.example.com' },
    detail: /"eu\.example\.com"/,
  },
  {
    told: 'the own domain in the local part',
    user: { userName: 'a@example.com@evil.net' },
    detail: /"evil\.net"/,
  },
  { told: 'no domain at all', user: { userName: 'ada' }, detail: /^userName: "ada" has no e-mail domain/ },
  { told: 'an empty domain', user: { userName: 'ada@' }, detail: /^userName: "ada@" has no e-mail domain/ },
];

describe('a user is admitted with', () => {
  for (const { told, user, allowed = OWN } of admitted) {
    test(told, () => expect(() => checkAllowedDomain(user, allowed)).not.toThrow());
  }
});

describe('a user is refused with', () => {
  for (const { told, user, allowed = OWN, detail } of refused) {
    test(told, () => {
      const error = refusal(user, allowed);
      expect(error).toBeInstanceOf(ScimError);
      expect(error).toMatchObject({ kind: 'invalidValue', status: 400 });
      expect((error as ScimError).message).toMatch(detail);
    });
  }
});

function refusal(user: JsonObject, allowed: AllowedDomains): unknown {
  try {
    checkAllowedDomain(user, allowed);
  } catch (error) {
    return error;
  }
  return undefined;
}
