// Makes a directory of the records of directory/snapshot.ts, by the planners that every other write goes through: index
// rows, guards, counts and the change log come out as if the resources had been created one by one. What a record keeps of
// the past (id, created, revision, since when and by whom) is put into the rows; `lastModified` is the time of the restore,
// because to a client that asks what has changed since yesterday, everything has.
import type {
  MappingSnapshot,
  MembershipSnapshot,
  ResourceSnapshot,
  SnapshotRecord,
  WaitingSnapshot,
} from '../directory/snapshot.ts';
import type { Origin, WaitingMapping } from '../directory/store.ts';
import { workspaceCalled } from '../directory/workspace.ts';
import { commit, PLAN_ROWS, type Plan, type Writer } from './commit.ts';
import { joinPlans } from './join-plans.ts';
import { groupGuardKey, groupKey, groupNameKey, mappingKey, userKey, waitingNameKey } from './keys.ts';
import { memberInserts } from './members.ts';
import { planCreateGroup } from './plan-group.ts';
import { groupTouch, mappingChanges, mappingWrites, workspaceWrites } from './plan-mapping.ts';
import { planCreateUser } from './plan-user.ts';
import { timeOf } from './rows.ts';
import { type StoredSettings, whileHolding } from './settings.ts';
import type { Columns, RowAction } from './transaction.ts';
import { waitingColumns } from './waiting.ts';

/** Transactions under way at a time. */
const AT_ONCE = 8;
/** Of three rows each, beside one that they share with the others of their group and that of the settings. */
const MEMBERS_AT_ONCE = Math.floor((PLAN_ROWS - 2) / 3);
/** Of four rows each. */
const MAPPINGS_AT_ONCE = Math.floor((PLAN_ROWS - 2) / 4);

type Plans = (records: Sorted, settings: StoredSettings, origin: Origin) => Plan[];

/** In this order: each refers to what is there after the ones before. */
const PHASES: readonly Plans[] = [
  groupPlans,
  userPlans,
  membershipPlans,
  mappingPlans,
  waitingPlans,
  workspacePlans,
];

/**
 * Writes the records, none of which is there yet. The settings among them are passed over: the directory has them already.
 * @param wrote is told of each transaction how many resources and changes it brought
 * Throws an Error when somebody else writes to the directory meanwhile; what was written stays.
 */
export async function restore(
  writer: Writer,
  settings: StoredSettings,
  records: readonly SnapshotRecord[],
  origin: Origin,
  wrote: (changes: number) => void,
): Promise<void> {
  const sorted = sort(records);
  for (const phase of PHASES) {
    const plans = joinPlans(phase(sorted, settings, origin), 1).map((plan) => whileHolding(settings, plan));
    const next = async () => {
      for (let plan = plans.shift(); plan !== undefined; plan = plans.shift()) {
        const committed = await commit(writer, plan, origin);
        if (committed.kind === 'refused') {
          throw new Error(
            `Somebody else writes to this directory: the row ${committed.key} ${committed.reason}.`,
          );
        }
        wrote(plan.changes.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }
}

interface Sorted {
  readonly users: readonly ResourceSnapshot[];
  readonly groups: readonly ResourceSnapshot[];
  readonly memberships: readonly MembershipSnapshot[];
  readonly mappings: readonly MappingSnapshot[];
  readonly waiting: readonly WaitingSnapshot[];
  readonly workspaces: readonly string[];
}

function sort(records: readonly SnapshotRecord[]): Sorted {
  return {
    users: records.flatMap((record) => (record.kind === 'user' ? [record] : [])),
    groups: records.flatMap((record) => (record.kind === 'group' ? [record] : [])),
    memberships: records.filter((record) => record.kind === 'membership'),
    mappings: records.filter((record) => record.kind === 'mapping'),
    waiting: records.filter((record) => record.kind === 'waiting'),
    workspaces: records.flatMap((record) => (record.kind === 'workspace' ? [record.name] : [])),
  };
}

function userPlans({ users }: Sorted, { organizationRoles }: StoredSettings): Plan[] {
  return users.map(({ id, attributes, created, revision }) => ({
    ...withColumns(
      planCreateUser(id, attributes, organizationRoles),
      new Map([[userKey(id), { created, revision }]]),
    ),
    changes: [{ type: 'user.created', user: id, revision }],
  }));
}

/** With the mapping that its name gives a group, as it was before. */
function groupPlans({ groups, mappings }: Sorted, { pattern }: StoredSettings, origin: Origin): Plan[] {
  const byName = new Map(
    mappings.filter(({ source }) => source === 'pattern').map((mapping) => [mapping.group, mapping]),
  );
  return groups.map(({ id, attributes, created, revision }) => {
    const plan = planCreateGroup(id, attributes, pattern, origin);
    const kept = new Map<string, Columns>([[groupKey(id), { created, revision }]]);
    const named = byName.get(id);
    if (named !== undefined) {
      const { id: workspace, name } = workspaceCalled(named.workspaceName);
      kept.set(mappingKey(id, workspace, 'pattern'), { name, ...sinceColumns(named) });
    }
    return {
      ...withColumns(plan, kept),
      changes: plan.changes.map((change) =>
        change.type === 'group.created' ? { ...change, revision } : change,
      ),
    };
  });
}

function membershipPlans({ memberships }: Sorted): Plan[] {
  return piecesOf(memberships, MEMBERS_AT_ONCE).map(([group, piece]) => ({
    actions: (stamp) => [
      { do: 'merge', key: groupGuardKey(group), columns: { touched: timeOf(stamp) } },
      ...piece.flatMap((record) => memberInserts(group, record.member, sinceColumns(record))),
    ],
    changes: piece.map(({ member }) => ({ type: 'member.added', group, member })),
  }));
}

function mappingPlans({ mappings }: Sorted): Plan[] {
  const explicit = mappings.filter(({ source }) => source === 'explicit');
  return piecesOf(explicit, MAPPINGS_AT_ONCE).map(([group, piece]) => ({
    actions: () => [
      groupTouch(group),
      ...piece.flatMap(({ workspaceName, role, byName, ...since }) =>
        mappingWrites(group, { workspace: workspaceCalled(workspaceName), role }, 'explicit', {
          ...sinceColumns(since),
          ...(byName === undefined ? {} : { byName }),
        }),
      ),
    ],
    changes: piece.flatMap(({ workspaceName, role }) =>
      mappingChanges('mapping.created', { id: group }, workspaceCalled(workspaceName).id, role, 'explicit'),
    ),
  }));
}

function waitingPlans({ waiting }: Sorted): Plan[] {
  return grouped(waiting, ({ groupName }) => groupName).map(([name, records]) => {
    const mappings = records.map(({ kind: _kind, groupName: _name, ...mapping }): WaitingMapping => mapping);
    return {
      actions: () => [
        { do: 'insert', key: groupNameKey(name), columns: waitingColumns(name, mappings) },
        { do: 'insert', key: waitingNameKey(name), columns: { name } },
      ],
      changes: mappings.flatMap(({ workspaceName, role }) =>
        mappingChanges('mapping.created', { name }, workspaceCalled(workspaceName).id, role, 'explicit'),
      ),
    };
  });
}

/** Last, since each mapping writes its workspace too: archived ones, and the spelling of the others. */
function workspacePlans({ workspaces }: Sorted): Plan[] {
  return workspaces.map((name) => ({ actions: () => workspaceWrites(workspaceCalled(name)), changes: [] }));
}

/** Records by their group, in pieces of a transaction; two pieces of one group never go into the same. */
function piecesOf<T extends { readonly group: string }>(
  records: readonly T[],
  size: number,
): [string, readonly T[]][] {
  return grouped(records, ({ group }) => group).flatMap(([group, all]) =>
    Array.from({ length: Math.ceil(all.length / size) }, (_, piece): [string, readonly T[]] => [
      group,
      all.slice(piece * size, (piece + 1) * size),
    ]),
  );
}

function grouped<T>(records: readonly T[], keyOf: (record: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    const group = groups.get(keyOf(record));
    if (group === undefined) groups.set(keyOf(record), [record]);
    else group.push(record);
  }
  return [...groups];
}

function sinceColumns({ since, credential, request }: Origin & { readonly since: string }): Columns {
  return { since, credential, request };
}

/** The plan with some columns of some rows as they are given here. */
function withColumns(plan: Plan, kept: ReadonlyMap<string, Columns>): Plan {
  return {
    ...plan,
    actions: (stamp) =>
      plan.actions(stamp).map((action): RowAction => {
        const columns = kept.get(action.key);
        return columns === undefined || action.do === 'delete'
          ? action
          : { ...action, columns: { ...action.columns, ...columns } };
      }),
  };
}
