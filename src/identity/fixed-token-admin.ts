// The one token of a laptop as the console shows it. It comes from the settings, so it cannot be changed here; who wants to try
// more than one can name a key vault.
import type { KnownToken, Obstacle, TokenAdmin } from '../http/token-admin.ts';

const OBSTACLE: Obstacle = {
  kind: 'obstacle',
  why: 'On your own machine there is one token, the one that npm start prints. More of them, with labels and expiry dates, lie in a key vault: set ROLLCALL_VAULT_URL.',
  command: undefined,
};

const LAPTOP: KnownToken = {
  secret: 'laptop',
  version: '',
  label: 'This machine',
  scopes: ['scim', 'read', 'manage'],
  directory: 'default',
  createdAt: undefined,
  createdBy: undefined,
  expiresAt: undefined,
  state: 'active',
  problem: undefined,
};

export function fixedTokenAdmin(): TokenAdmin {
  const refuse = async () => OBSTACLE;
  return { list: async () => [LAPTOP], obstacle: refuse, create: refuse, rotate: refuse, revoke: refuse };
}
