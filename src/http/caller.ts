// Who is calling, as the rest of the service knows them: the name of a credential, its directory and its scopes, never
// the secret itself. identity/ implements `Authenticate`; nothing else looks at an Authorization header.

/** What a credential may do: write the directory by SCIM, read the access API, administer the console. */
export type Scope = 'scim' | 'read' | 'manage';

export interface Caller {
  /** A name for logs: secret name and version, or `laptop`. */
  readonly credential: string;
  /** The directory that the credential belongs to; it sees no other. */
  readonly directory: string;
  readonly scopes: ReadonlySet<Scope>;
}

/**
 * Takes the value of the Authorization header. Throws a ScimError: `unauthorized` for no credential or a bad one,
 * `unavailable` when that cannot be decided now (a 401 would make Entra quarantine the job).
 */
export type Authenticate = (authorization: string | null) => Promise<Caller>;
