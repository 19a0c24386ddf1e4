// Everything that a command does to the world outside goes through these, so that a test stands where a person, Azure and
// Entra stand.

import type { TokenCredential } from '@azure/core-auth';
import { AzureCliCredential } from '@azure/identity';
import { CLOUDS, type Cloud } from './entra/cloud.ts';
import { type SignIn, signInByDeviceCode } from './entra/sign-in.ts';

export interface Effects {
  /** A line of results, for standard output. */
  readonly print: (line: string) => void;
  /** A line about what is being done, for standard error. */
  readonly tell: (line: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whoever has signed in to the Azure CLI; in Cloud Shell that is who opened it. For key vault and tables. */
  readonly azureIdentity: () => TokenCredential;
  /** Asks the person to sign in to Microsoft Graph. */
  readonly signIn: (request: SignIn) => TokenCredential;
  readonly clouds: Readonly<Record<string, Cloud>>;
  readonly fetch: typeof fetch;
  /** Milliseconds. */
  readonly wait: (time: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function realEffects(): Effects {
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  return {
    print: (line) => process.stdout.write(`${line}\n`),
    tell,
    environment: process.env,
    azureIdentity: () => new AzureCliCredential(),
    signIn: (request) => signInByDeviceCode(request, tell),
    clouds: CLOUDS,
    fetch,
    wait: (time) => new Promise((resolve) => setTimeout(resolve, time)),
    now: Date.now,
  };
}
