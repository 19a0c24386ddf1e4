// Workload identity federation (RFC 7523 section 2.2): instead of a client secret, Entra's provisioning service shows a
// signed assertion of a workload identity of the tenant. The values to pin are those that Entra's portal shows when the
// method is chosen.
import { createEntraKeys } from './entra-keys.ts';
import type { EntraEffects, EntraTenant } from './entra-token.ts';
import type { JwtVerifier } from './jwt.ts';

export interface Workload {
  /** Application id of the workload identity; it is also the client id that Entra is given. */
  readonly clientId: string;
  /** Object id of the provisioning service in the tenant, which the portal calls the subject. */
  readonly subject: string;
}

export function workloadAssertion(
  tenant: EntraTenant,
  workload: Workload,
  effects: EntraEffects,
): JwtVerifier {
  const { tenantId, authority } = tenant;
  const { clientId, subject } = workload;
  return {
    what: 'The client assertion',
    keys: createEntraKeys({ url: `${authority}/${tenantId}/discovery/v2.0/keys`, ...effects }),
    rules: [
      { names: ['iss'], accepts: [`${authority}/${tenantId}/v2.0`] },
      // The portal shows the audience with the suffix, the documented token has it without.
      { names: ['aud'], accepts: [`api://${clientId}`, `api://${clientId}/.default`] },
      { names: ['sub'], accepts: [subject] },
      { names: ['tid'], accepts: [tenantId] },
      { names: ['appid', 'azp'], accepts: [clientId] },
    ],
    ...effects,
  };
}
