// The forms of what the console's API answers, beside those that it shares with the access API. Types only: the service's
// answers are checked against them, and the page, which imports them too, reads what it is given by them.
import type { Outcome } from '../../directory/provisioning-log/entry.ts';
import type { OutcomeCounts } from '../../directory/provisioning-log/store.ts';
import type { Reevaluation } from '../../directory/settings.ts';
import type { WorkspaceRole } from '../../directory/workspace-role.ts';
import type { ExplanationBody, MappingBody, UserBody, WorkspaceBody } from '../access/schemas.ts';
import type { Scope } from '../caller.ts';
import type { TokenState } from '../token-admin.ts';
import type { Finding } from './findings.ts';
import type { Guide, Value } from './guide.ts';

/** How one signs in here; needs no credential. */
export type SignInBody =
  | { method: 'ticket' }
  | { method: 'entra'; tenant_id: string; client_id: string; authority: string; scopes: string[] };

export interface MeBody {
  readonly name: string;
  readonly directory: string;
  readonly scopes: Scope[];
  /** Sent back with every change; null where a bearer token is sent, which no other site can make a browser do. */
  readonly csrf: string | null;
}

export interface ConnectionBody {
  readonly scim_url: string;
  /** The token endpoint of client credentials, where it is switched on. */
  readonly token_url: string | null;
  readonly directory: string;
  /** Ways in which an identity provider needs no secret to be pasted. */
  readonly secretless: { readonly entra_token: 'on' | 'off'; readonly workload_identity: 'on' | 'off' };
}

export interface TokenBody {
  readonly object: 'token';
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
  readonly state: TokenState;
  readonly problem?: string;
}

/** The only time that a token is told. */
export interface MadeTokenBody extends TokenBody {
  readonly token: string;
}

export interface TokenListBody {
  readonly object: 'list';
  readonly data: readonly TokenBody[];
  readonly next_cursor: null;
  readonly can_write: boolean;
  /** Why no token can be made here, and the command that does it for whoever may. */
  readonly why?: string;
  readonly command?: string;
}

export interface GuideStepBody {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly values: readonly Value[];
  /** Null where no request can show it. */
  readonly done: boolean | null;
  readonly seen_at: string | null;
}

export interface GuideBody {
  readonly id: Guide['id'];
  readonly title: string;
  readonly steps: readonly GuideStepBody[];
}

/** A group with what it is mapped to. */
export interface GroupBody {
  readonly object: 'group';
  readonly id: string;
  readonly display_name: string;
  readonly external_id: string | null;
  readonly mappings: readonly MappingBody[];
  /** Why its name maps it to nothing, and which name was probably meant; null where it maps it. */
  readonly near_miss: string | null;
  readonly created_at: string;
  readonly last_updated_at: string;
}

export interface GroupMemberBody {
  readonly id: string;
  readonly user_name: string;
  readonly display_name: string | null;
  readonly active: boolean;
}

export interface UserItemBody extends UserBody {
  readonly display_name: string | null;
}

/** A user with all that their access comes of. */
export interface UserDetailBody {
  readonly user: UserBody;
  readonly display_name: string | null;
  /** As SCIM shows it. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly groups: readonly {
    readonly id: string;
    readonly display_name: string;
    /** When, by which credential and in which request the user came into it. */
    readonly since: string;
    readonly credential: string;
    readonly request: string;
  }[];
  /** One for each workspace that a group leads to. */
  readonly access: readonly ExplanationBody[];
}

/** What a mapping would do to whom. */
export interface AccessChangeBody {
  readonly id: string;
  readonly user_name: string;
  readonly display_name: string | null;
  readonly before: WorkspaceRole | null;
  readonly after: WorkspaceRole | null;
}

export interface MappingPreviewBody {
  readonly workspace: WorkspaceBody;
  /** The first hundred. */
  readonly gains: readonly AccessChangeBody[];
  readonly loses: readonly AccessChangeBody[];
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

interface SubjectBody {
  readonly id: string | null;
  readonly name: string;
}

export interface LogEntryBody {
  readonly object: 'log-entry';
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
  readonly user: SubjectBody | null;
  readonly group: SubjectBody | null;
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

export interface MissingAnswerBody {
  readonly kind: string;
  readonly sentence: string;
  readonly evidence: readonly {
    readonly text: string;
    readonly at: string | null;
    readonly log_id?: string;
  }[];
  readonly advice: string | null;
}

export interface HealthBody {
  readonly users: number;
  readonly groups: number;
  /** Of an identity provider that was let in. */
  readonly last_request: LogEntryBody | null;
  readonly last_24_hours: OutcomeCounts;
  /** 0 to 1. */
  readonly error_rate: number;
  readonly next_expiry: { readonly label: string; readonly expires_at: string } | null;
  /** `ok` or `unreachable`. */
  readonly storage: string;
  /** `none`: this service uses no key vault. */
  readonly vault: string;
  readonly provisioning: 'enabled' | 'paused';
  /** Whether Entra was told to send the standard form of PATCH; null where it has sent none. */
  readonly entra_flag: 'present' | 'absent' | null;
  /** How far a change of settings has been carried through. */
  readonly reevaluation: Reevaluation | null;
  readonly log: { readonly days: number; readonly lost_entries: number };
  readonly findings: readonly Finding[];
}
