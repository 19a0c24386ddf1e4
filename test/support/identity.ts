// An identity over the vault double with a clock that a test moves, and the lines it would log.

import { createIdentity, type Identity, type IdentitySettings } from '../../src/identity/identity.ts';
import { ScimError } from '../../src/scim/errors.ts';
import { startVault, unusedCredential, type VaultDouble } from './vault.ts';

const START = Date.parse('2030-06-01T12:00:00Z');

export interface Clock {
  now: () => number;
  /** Moves on by so many seconds. */
  pass: (seconds: number) => void;
}

export function createClock(): Clock {
  let time = START;
  return {
    now: () => time,
    pass: (seconds) => {
      time += seconds * 1000;
    },
  };
}

export interface Bench extends Clock {
  vault: VaultDouble;
  identity: Identity;
  log: { level: string; message: string; details: object | undefined }[];
}

/** The settings come on top of a vault without Entra and OAuth. */
export async function startIdentity(given: Partial<IdentitySettings> = {}): Promise<Bench> {
  const clock = createClock();
  const vault = await startVault({ now: clock.now });
  const log: Bench['log'] = [];
  const identity = createIdentity(
    {
      source: { vaultUrl: vault.url, credential: unusedCredential },
      entra: undefined,
      oauth: 'off',
      ...given,
    },
    { now: clock.now, log: (level, message, details) => log.push({ level, message, details }) },
  );
  return { ...clock, vault, identity, log };
}

/** The ScimError that a promise is refused with. */
export async function refusalOf(work: Promise<unknown>): Promise<ScimError> {
  const outcome = await work.then(
    (value) => value,
    (error: unknown) => error,
  );
  if (outcome instanceof ScimError) return outcome;
  throw new Error(
    `Not refused with a ScimError, but: ${outcome instanceof Error ? outcome.stack : String(outcome)}`,
  );
}
