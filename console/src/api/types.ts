// What the service answers to the console. Users, workspaces, mappings and explanations are those of the access API.
import type { WorkspaceRole } from '../../../src/directory/workspace-role.ts';
import type {
  ExplanationBody,
  MappingBody,
  UserBody,
  WorkspaceBody,
  WorkspaceUserBody,
} from '../../../src/http/access/schemas.ts';

export type { ExplanationBody, MappingBody, UserBody, WorkspaceBody, WorkspaceUserBody };

export interface ListOf<Item> {
  readonly data: readonly Item[];
  readonly next_cursor: string | null;
}

export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly request_id: string;
  /** What does the same on the command line, where the service may not. */
  readonly command?: string;
}

export type Scope = 'scim' | 'read' | 'manage';

/** How one signs in here; needs no credential. */
export type SignIn =
  | { readonly method: 'ticket' }
  | {
      readonly method: 'entra';
      readonly tenant_id: string;
      readonly client_id: string;
      readonly authority: string;
      readonly scopes: readonly string[];
    };

export interface Me {
  readonly name: string;
  readonly directory: string;
  readonly scopes: readonly Scope[];
  /** Sent back with every change; null where a bearer token is sent, which no other site can make a browser do. */
  readonly csrf: string | null;
}

export interface Connection {
  readonly scim_url: string;
  /** The token endpoint of client credentials, where it is switched on. */
  readonly token_url: string | null;
  readonly directory: string;
  /** Ways in which Entra needs no secret to be pasted. */
  readonly secretless: { readonly entra_token: 'on' | 'off'; readonly workload_identity: 'on' | 'off' };
}

export interface Token {
  /** The secret's name and version. */
  readonly id: string;
  readonly secret: string;
  /** Empty for the one token of a laptop, which lies in no key vault. */
  readonly version: string;
  readonly label: string | null;
  readonly scope: readonly Scope[];
  /** Null where the tags in the vault cannot be understood; `problem` says why. */
  readonly directory: string | null;
  readonly created_at: string | null;
  readonly created_by: string | null;
  readonly expires_at: string | null;
  readonly expires_in_days: number | null;
  readonly last_used_at: string | null;
  readonly state: 'active' | 'disabled' | 'expired' | 'not_yet' | 'superseded' | 'unusable';
  readonly problem?: string;
}

export interface TokenList {
  readonly data: readonly Token[];
  readonly can_write: boolean;
  /** Why no token can be made here, and the command that does it for whoever may. */
  readonly why?: string;
  readonly command?: string;
}

export interface NewToken {
  readonly label: string;
  readonly scope: Scope;
  readonly directory: string;
  readonly expires_in_days: number;
}

/** The only time that a token is told. */
export interface MadeToken {
  readonly token: string;
  readonly id: string;
}

export interface GuideStep {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** To paste, each under the name that the portal gives its field. */
  readonly values: readonly { readonly label: string; readonly value: string }[];
  /** Null where no request can show it. */
  readonly done: boolean | null;
  readonly seen_at: string | null;
}

export interface Guide {
  readonly id: 'entra' | 'okta';
  readonly title: string;
  readonly steps: readonly GuideStep[];
}

/** A group with what it is mapped to. */
export interface GroupBody {
  readonly id: string;
  readonly display_name: string;
  readonly external_id: string | null;
  readonly mappings: readonly MappingBody[];
  /** Why its name maps it to nothing; null where it maps it. */
  readonly near_miss: string | null;
  readonly created_at: string;
  readonly last_updated_at: string;
}

export interface GroupMember {
  readonly id: string;
  readonly user_name: string;
  readonly display_name: string | null;
  readonly active: boolean;
}

export interface UserItem extends UserBody {
  readonly display_name: string | null;
}

/** A user with all that their access comes of. */
export interface UserDetail {
  readonly user: UserBody;
  readonly display_name: string | null;
  /** As SCIM shows it. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly groups: readonly { readonly id: string; readonly display_name: string; readonly since: string }[];
  /** One for each workspace that a group leads to. */
  readonly access: readonly ExplanationBody[];
}

/** What a mapping would do to whom. */
export interface AccessChange {
  readonly id: string;
  readonly user_name: string;
  readonly display_name: string | null;
  readonly before: WorkspaceRole | null;
  readonly after: WorkspaceRole | null;
}

export interface MappingPreview {
  /** The first hundred. */
  readonly gains: readonly AccessChange[];
  readonly loses: readonly AccessChange[];
  readonly gain_count: number;
  readonly lose_count: number;
  /** False: the counts may hold people whose access does not change. */
  readonly exact: boolean;
  readonly new_workspace: boolean;
  /** Other groups of the same people that lead to the same workspace. */
  readonly overlaps: readonly {
    readonly group_id: string;
    readonly group_name: string;
    readonly role: WorkspaceRole;
    readonly people: number;
  }[];
}

export interface NewMapping {
  readonly group_id: string;
  /** Name, id or slug. */
  readonly workspace: string;
  readonly role: WorkspaceRole;
}

/** Without a role: that the mapping is taken away. */
export interface PreviewedMapping extends Omit<NewMapping, 'role'> {
  readonly role: WorkspaceRole | null;
}

export type Outcome = 'applied' | 'unchanged' | 'read' | 'refused' | 'rejected_credential' | 'failed';

export interface LogEntry {
  readonly id: string;
  readonly time: string;
  readonly outcome: Outcome;
  readonly sentence: string;
  readonly advice: string | null;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scim_type: string | null;
  readonly detail: string | null;
  readonly user: { readonly id: string | null; readonly name: string } | null;
  readonly group: { readonly id: string | null; readonly name: string } | null;
  readonly credential: string | null;
  /** Who is behind the credential: Entra, Okta, the label of a token. */
  readonly client: string;
  readonly dialects: readonly string[];
  /** What was passed over although the request was carried out. */
  readonly skipped_paths: readonly string[];
  readonly unknown_members: readonly string[];
  readonly request_id: string;
  readonly duration_ms: number;
  readonly masked_request: unknown;
  readonly masked_response: unknown;
}

export interface MissingAnswer {
  readonly kind: string;
  readonly sentence: string;
  readonly evidence: readonly {
    readonly text: string;
    readonly at: string | null;
    readonly log_id?: string;
  }[];
  readonly advice: string | null;
}

export interface Finding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly sentence: string;
  readonly advice: string;
}

export interface Health {
  readonly users: number;
  readonly groups: number;
  /** Of an identity provider that was let in. */
  readonly last_request: LogEntry | null;
  readonly last_24_hours: Readonly<Record<Outcome, number>>;
  /** 0 to 1. */
  readonly error_rate: number;
  readonly next_expiry: { readonly label: string; readonly expires_at: string } | null;
  readonly storage: 'ok' | 'unreachable';
  /** `none`: this service uses no key vault. */
  readonly vault: 'ok' | 'unreachable' | 'none';
  readonly provisioning: 'enabled' | 'paused';
  /** Whether Entra was told to send the standard form of PATCH; null where it has sent none. */
  readonly entra_flag: 'present' | 'absent' | null;
  /** How far a change of settings has been carried through. */
  readonly reevaluation: {
    readonly since: string;
    readonly examined: number;
    readonly changed: number;
  } | null;
  readonly log: { readonly days: number; readonly lost_entries: number };
  readonly findings: readonly Finding[];
}
