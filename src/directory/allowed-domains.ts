// A deployment may admit only people of its own e-mail domains. It is a guard against assigning a guest by accident, so it
// judges the address by which applications know the user, and a user without any address by the userName.
import { ScimError } from '../scim/errors.ts';
import type { JsonObject } from '../scim/json.ts';
import { mainEmail } from './email.ts';

export interface AllowedDomains {
  /** Without `@`, in any case. Empty: every domain is allowed. */
  readonly domains: readonly string[];
  /** What lies below an allowed domain: `eu.example.com` below `example.com`. */
  readonly subdomains: 'allowed' | 'refused';
}

/** The setting's name as an operator knows it. */
const SETTING = 'ROLLCALL_ALLOWED_DOMAINS';

/**
 * Throws `invalidValue` for a user of another domain.
 * @param before the user as it was: who keeps their address is not judged again, so that a person whose domain is allowed no
 * longer can still be deactivated
 */
export function checkAllowedDomain(
  attributes: JsonObject,
  allowed: AllowedDomains,
  before?: JsonObject,
): void {
  if (allowed.domains.length === 0) return;
  const { attribute, address } = judged(attributes);
  if (before !== undefined && judged(before).address === address) return;
  const domain = domainOf(address);
  if (domain !== undefined && allowed.domains.some((own) => belongs(domain, own.toLowerCase(), allowed)))
    return;
  const found =
    domain === undefined ? 'has no e-mail domain' : `has the domain "${domain}", which is not allowed`;
  throw new ScimError(
    'invalidValue',
    `${attribute}: "${address}" ${found}. Allowed: ${allowed.domains.join(', ')}. ` +
      `Give the user an address of these, or add the domain to the setting ${SETTING}.`,
  );
}

function judged(attributes: JsonObject): { attribute: string; address: string } {
  const email = mainEmail(attributes);
  return {
    attribute: email === undefined ? 'userName' : 'emails',
    address: String(email ?? attributes.userName ?? ''),
  };
}

function domainOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const domain = address
    .slice(at + 1)
    .trim()
    .toLowerCase();
  return at === -1 || domain === '' ? undefined : domain;
}

function belongs(domain: string, own: string, { subdomains }: AllowedDomains): boolean {
  return domain === own || (subdomains === 'allowed' && domain.endsWith(`.${own}`));
}
