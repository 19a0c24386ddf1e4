// What the console's API needs of the service beyond a directory: who may enter and how, credentials, the provisioning log.
import type { ProvisioningLog, Sightings } from '../../directory/provisioning-log/store.ts';
import type { DirectoryService } from '../directory-service.ts';
import type { Checks } from '../health.ts';
import type { TokenAdmin } from '../token-admin.ts';

/** How a person signs in here. */
export type SignIn =
  | { readonly method: 'ticket' }
  | {
      readonly method: 'entra';
      readonly tenantId: string;
      readonly clientId: string;
      /** Without a slash at the end. */
      readonly authority: string;
    }
  /** Nobody can, and `why` says what is to be done. */
  | { readonly method: 'none'; readonly why: string };

export interface ConsoleSession {
  /** Sent back with every change: a page of another site cannot know it. */
  readonly csrf: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export interface ConsoleSessions {
  /** Undefined for a ticket that is none, or is used or too old. */
  redeem(ticket: string): Promise<ConsoleSession | undefined>;
  seal(session: ConsoleSession): Promise<string>;
  open(sealed: string): Promise<ConsoleSession | undefined>;
  /** Whether a request sends back what belongs to the session. */
  isSameCsrf(session: ConsoleSession, sent: string | null): boolean;
}

/** What a health page tells beside the checks. */
export interface ConsoleSettings {
  readonly oauth: 'on' | 'off';
  readonly entraProvisioningJwt: 'on' | 'off';
  readonly workloadIdentity: 'on' | 'off';
  readonly logDays: number;
}

export interface ConsoleService extends DirectoryService {
  readonly signIn: SignIn;
  /** Undefined where one signs in otherwise. */
  readonly sessions: ConsoleSessions | undefined;
  readonly tokenAdmin: TokenAdmin;
  readonly log: ProvisioningLog;
  readonly sightings: Sightings;
  readonly checks: Checks;
  readonly console: ConsoleSettings;
}
