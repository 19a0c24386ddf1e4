// Access tokens of people and applications for the console and the access API: version 2.0, for the application that
// Rollcall is registered as. What they may do is an app role that an administrator assigns in Entra.
import type { Caller, Scope } from '../http/caller.ts';
import { createEntraKeys } from './entra-keys.ts';
import type { EntraEffects, EntraTenant, EntraTokenKind } from './entra-token.ts';

/** App roles by their value; the names are part of the Entra set-up. */
const ROLE_SCOPES: Readonly<Record<string, readonly Scope[]>> = {
  'Rollcall.Admin': ['manage', 'read'],
  'Rollcall.Reader': ['read'],
};

const LONGEST_NAME = 100;

/** `clientId` is the application that Rollcall is registered as. A token without a role has no scope: 403, not 401. */
export function accessToken(
  tenant: EntraTenant & { readonly clientId: string },
  effects: EntraEffects,
): EntraTokenKind {
  const { tenantId, authority, clientId } = tenant;
  return {
    verifier: {
      what: 'The access token of Entra',
      keys: createEntraKeys({ url: `${authority}/${tenantId}/discovery/v2.0/keys`, ...effects }),
      rules: [
        { names: ['iss'], accepts: [`${authority}/${tenantId}/v2.0`] },
        { names: ['aud'], accepts: [clientId, `api://${clientId}`] },
        { names: ['tid'], accepts: [tenantId] },
        { names: ['ver'], accepts: ['2.0'] },
        // Names the calling application. An ID token has the same issuer, audience and roles but not this.
        { names: ['azp'], accepts: 'anything' },
        { names: ['oid'], accepts: 'anything' },
      ],
      ...effects,
    },
    caller: ({ name, oid, preferred_username, roles }): Caller => ({
      credential: `entra/${String(oid)}`,
      // What Entra says of a person; an application has neither.
      ...nameOf(name ?? preferred_username),
      directory: 'default',
      scopes: new Set(
        Object.entries(ROLE_SCOPES).flatMap(([role, scopes]) =>
          Array.isArray(roles) && roles.includes(role) ? scopes : [],
        ),
      ),
    }),
  };
}

function nameOf(claim: unknown): { name?: string } {
  return typeof claim === 'string' && claim.trim() !== '' ? { name: claim.slice(0, LONGEST_NAME) } : {};
}
