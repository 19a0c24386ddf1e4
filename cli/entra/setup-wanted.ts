// What `rollcall entra setup` is asked for, beyond what the connection is to be like.
import type { Authentication } from './authentication.ts';
import type { TokenSecret } from './token-secret.ts';
import type { Connection } from './wanted.ts';

export interface Setup extends Connection {
  readonly authentication: Authentication;
  /** Nothing where the way needs no token. */
  readonly tokenSecret: TokenSecret | undefined;
  readonly notify: string | undefined;
  /** User principal name of who is provisioned once, at once. */
  readonly testUser: string | undefined;
  /** The SCIM URL that the application has provisioned until now, where the service has moved. */
  readonly moveFrom: string | undefined;
}
