// "Why is this person not here, or without access?", answered from what is there and from the log. Pure: the facts are gathered
// elsewhere. The first answer is the one that explains most; each says what shows it and what to do.
import type { ExplainedAccess } from '../ask-access.ts';
import type { Change } from '../changes.ts';
import { type NamePattern, nearMiss } from '../mapping-name.ts';
import type { Standing } from '../standing.ts';
import type { GroupRecord, UserRecord } from '../store.ts';
import { suggestedName, whyUnmapped } from '../suggest-name.ts';
import { atLeast, type WorkspaceRole } from '../workspace-role.ts';
import { adviceOn } from './advice.ts';
import { userName } from './names.ts';
import type { StoredEntry } from './store.ts';
import { counted, listed } from './text.ts';

export type MissingKind =
  | 'never_sent'
  | 'refused'
  | 'deleted'
  | 'inactive'
  | 'no_mapped_group'
  | 'near_miss'
  | 'role_lost'
  | 'has_access'
  | 'several';

export interface Evidence {
  readonly text: string;
  /** RFC 3339, UTC. */
  readonly at: string | undefined;
  /** The entry that shows it. */
  readonly entry: string | undefined;
}

export interface MissingAnswer {
  readonly kind: MissingKind;
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
  readonly advice: string | undefined;
}

/** A role that came through a group, and went. */
export interface LostRole {
  readonly entry: StoredEntry;
  readonly workspace: string;
  readonly workspaceName: string;
  readonly role: WorkspaceRole;
}

export interface PersonFacts {
  readonly user: UserRecord;
  readonly standing: Standing;
  readonly groups: readonly GroupRecord[];
  readonly access: readonly ExplainedAccess[];
  /** About the user, newest first, with what happened to them. */
  readonly entries: readonly StoredEntry[];
  readonly lost: readonly LostRole[];
}

/** A person who is here. */
export function answersAbout(person: PersonFacts, pattern: NamePattern): MissingAnswer[] {
  return [
    ...inactive(person),
    ...lostRoles(person),
    ...withoutAccess(person, pattern),
    ...lastRefusal(person),
    ...present(person),
  ];
}

function inactive({ user, standing, entries }: PersonFacts): MissingAnswer[] {
  if (standing.active) return [];
  const since = entries.find(({ changes }) => has(changes, 'user.deactivated', user.id));
  return [
    {
      kind: 'inactive',
      sentence: `${nameOf(user)} is here but inactive, and so has no access at all.`,
      evidence: since === undefined ? [] : [evidenceOf(since)],
      advice:
        'Assign the person at the identity provider again, or enable the account there. Groups were kept, so access returns as it was.',
    },
  ];
}

function lostRoles({ user, standing, access, lost }: PersonFacts): MissingAnswer[] {
  if (!standing.active || standing.organizationAdmin) return [];
  const now = new Map(access.map(({ workspace, result }) => [workspace?.id, result.role]));
  const gone = lost.filter(({ workspace, role }) => {
    const present = now.get(workspace);
    return present === undefined || !atLeast(present, role);
  });
  return gone.slice(0, MOST_LOST).map(({ entry, role, workspaceName }) => ({
    kind: 'role_lost',
    sentence: `${nameOf(user)} was ${role} in ${workspaceName} and is not any more.`,
    evidence: [evidenceOf(entry)],
    advice:
      'If that was not meant, undo it at the identity provider: add the person to the group again, or give the group its old name.',
  }));
}

const MOST_LOST = 5;

function withoutAccess(
  { user, standing, groups, access }: PersonFacts,
  pattern: NamePattern,
): MissingAnswer[] {
  if (!standing.active || standing.organizationAdmin || access.length > 0) return [];
  if (groups.length === 0) {
    return [
      {
        kind: 'no_mapped_group',
        sentence: `${nameOf(user)} is here and active, but in no group.`,
        evidence: [],
        advice:
          'Put the person into a group at the identity provider, and assign that group to the application. Entra sends memberships after users and groups, so it may take another cycle of 40 minutes.',
      },
    ];
  }
  const named = groups.map(({ attributes }) => String(attributes.displayName));
  const near = named.filter((name) => suggestedName(name, pattern) !== undefined);
  return [
    ...near.map(
      (name): MissingAnswer => ({
        kind: 'near_miss',
        sentence: `${nameOf(user)} is in the group "${name}", whose name nearly maps it to a workspace.`,
        evidence: [plain(whyUnmapped(name, pattern) ?? '')],
        advice: 'Rename the group at the identity provider, or map it to a workspace on the Groups page.',
      }),
    ),
    {
      kind: 'no_mapped_group',
      sentence: `${nameOf(user)} is here and active, but ${named.length === 1 ? 'the group' : `none of the ${named.length} groups`} ${listed(named)} leads to a workspace.`,
      evidence: named
        .slice(0, 5)
        .map((name) => plain(`${name}: ${nearMiss(name, pattern) ?? 'it leads to no workspace.'}`)),
      advice: 'Map one of these groups on the Groups page, or put the person into a group that is mapped.',
    },
  ];
}

/** A change that did not arrive: what is here is older than what the identity provider holds. */
function lastRefusal({ user, entries }: PersonFacts): MissingAnswer[] {
  const last = entries.find(({ outcome }) => outcome !== 'read');
  if (last?.outcome !== 'refused') return [];
  return [
    {
      kind: 'refused',
      sentence: `The last change of ${nameOf(user)} was refused, so what is here is older than what the identity provider holds.`,
      evidence: [evidenceOf(last)],
      advice: adviceOn(last),
    },
  ];
}

function present({ user, standing, access }: PersonFacts): MissingAnswer[] {
  if (!standing.active) return [];
  if (standing.organizationAdmin) {
    return [
      {
        kind: 'has_access',
        sentence: `${nameOf(user)} is ${standing.organizationRole} of the organization, and so admin in every workspace.`,
        evidence: [],
        advice: undefined,
      },
    ];
  }
  if (access.length === 0) return [];
  const roles = access.map(({ workspace, result }) => `${result.role} in ${workspace?.name}`);
  return [
    {
      kind: 'has_access',
      sentence: `${nameOf(user)} is here, active, and has access: ${listed(roles, 5)}.`,
      evidence: access.flatMap(({ workspace, paths, groups }) =>
        paths
          .filter(({ decides }) => decides)
          .slice(0, 1)
          .map(({ membership, mapping }) => ({
            text: `${mapping.role} in ${workspace?.name} through the group ${groups.get(membership.group)?.attributes.displayName}, since`,
            at: membership.since,
            entry: undefined,
          })),
      ),
      advice: 'If an application does not let them in, it may remember an older answer: look there.',
    },
  ];
}

/**
 * Nobody here is called so.
 * @param entries that name somebody so @param since about the user who was made by one of them; both newest first
 */
export function answersAboutNobody(
  asked: string,
  entries: readonly StoredEntry[],
  since: readonly StoredEntry[],
): MissingAnswer[] {
  const created = entries.filter(({ method }) => method === 'POST');
  const [last] = created;
  if (last === undefined) return [neverSent(asked, entries)];
  if (last.outcome === 'applied') {
    const deletion = since.find(({ changes }) => changes.some(({ type }) => type === 'user.deleted'));
    return [
      {
        kind: 'deleted',
        sentence: `${last.user?.name ?? asked} was here and has been deleted.`,
        evidence: [deletion, last].filter((entry) => entry !== undefined).map(evidenceOf),
        advice:
          'If that was not meant, assign the person at the identity provider again: a new user is made.',
      },
    ];
  }
  return [
    {
      kind: 'refused',
      sentence: `${last.user?.name ?? asked} was sent and refused${created.length > 1 ? `, ${counted(created.length, 'time')}` : ''}.`,
      evidence: created.slice(0, 3).map(evidenceOf),
      advice: adviceOn(last),
    },
  ];
}

function neverSent(asked: string, entries: readonly StoredEntry[]): MissingAnswer {
  const [looked] = entries;
  return {
    kind: 'never_sent',
    sentence:
      looked === undefined
        ? `Nobody called "${asked}" has been sent by an identity provider, as far back as the log goes.`
        : `The identity provider looked for "${asked}" and did not send them.`,
    evidence: looked === undefined ? [] : [evidenceOf(looked)],
    advice:
      looked === undefined
        ? 'At the identity provider, assign the person (or a group of theirs) to the application. Entra sends what is new every 40 minutes; "Provision on demand" sends one person at once and shows what happens.'
        : 'The request that should have followed did not arrive. At Entra look at the provisioning log of this person for "skipped", and at the scoping filters.',
  };
}

export function severalAnswer(asked: string, names: readonly string[]): MissingAnswer {
  return {
    kind: 'several',
    sentence: `More people than can be told about are called like "${asked}". Type more of the name, or an e-mail address.`,
    evidence: names.map(plain),
    advice: undefined,
  };
}

function has(changes: readonly Change[], type: Change['type'], user: string): boolean {
  return changes.some((change) => change.type === type && 'user' in change && change.user === user);
}

function nameOf({ attributes, id }: UserRecord): string {
  return userName(attributes) ?? id;
}

function evidenceOf({ id, sentence, time }: StoredEntry): Evidence {
  return { text: sentence, at: time, entry: id };
}

function plain(text: string): Evidence {
  return { text, at: undefined, entry: undefined };
}
