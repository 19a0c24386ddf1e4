// What a deployment lets its identity provider do beyond the protocol. Settings of the deployment, the same for all
// directories.
import type { AllowedDomains } from './allowed-domains.ts';

export interface ProvisioningRules {
  readonly allowedDomains: AllowedDomains;
  /** Whether naming a deactivated user in a group activates them: some identity providers say it in no other way. */
  readonly groupBasedUserProvisioning: 'on' | 'off';
}

export const DEFAULT_PROVISIONING_RULES: ProvisioningRules = {
  allowedDomains: { domains: [], subdomains: 'refused' },
  groupBasedUserProvisioning: 'off',
};
