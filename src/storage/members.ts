// Memberships: a row beside the user and a row beside the group, always written together. A change never reads or rewrites
// the group's other members. Larger changes are written in pieces, each atomic; the whole can be repeated from the start,
// since adding who is there and removing who is not change nothing.
import type { Change } from '../directory/changes.ts';
import { isGroupId } from '../directory/ids.ts';
import { type MemberEdit, type MembersChanged, type Origin, StoreUnavailable } from '../directory/store.ts';
import { type Committed, commit, PLAN_ROWS, type Plan, type Writer } from './commit.ts';
import { groupGuardKey, memberKey, membershipKey, parentKey, userGuardKey } from './keys.ts';
import { readRow } from './reads.ts';
import { groupVersion, originColumns, timeOf } from './rows.ts';
import type { Columns, RowAction } from './transaction.ts';

/** Pieces of one request that are written at the same time: they only share the group's guard, which any may touch. */
const PIECES_AT_ONCE = 4;
/** Each attempt after the first means that somebody else changed the same members meanwhile. */
const ATTEMPTS = 20;

interface MemberOperation {
  readonly operation: 'add' | 'remove';
  readonly member: string;
}

/** What goes into the first piece beside members: a group's own rows. */
export interface FirstPiece {
  readonly plan: Plan;
  /** The ETag that the guard must have: If-Match. */
  readonly guard?: string;
}

export type MembersOutcome = (MembersChanged & { readonly stamp: number | undefined }) | Refused;
/** A row of the group itself refused: nothing of this piece was written. */
type Refused = Extract<Committed, { kind: 'refused' }>;

/**
 * Adds and removes members of `group`, with `first` in the first transaction. Ids that nobody has are skipped and named.
 * Writes nothing when nothing changes and `first` has no rows.
 */
export async function writeMembers(
  writer: Writer,
  group: string,
  edit: MemberEdit,
  first: FirstPiece,
  origin: Origin,
): Promise<MembersOutcome> {
  const operations: MemberOperation[] = [
    ...edit.add.map((member) => ({ operation: 'add', member }) as const),
    ...edit.remove.map((member) => ({ operation: 'remove', member }) as const),
  ];
  const room = PLAN_ROWS - first.plan.actions(0).length - 1;
  const pieces = cut(operations, room);
  const head = await writePiece(writer, group, pieces.shift() ?? [], first, origin);
  if (head.kind === 'refused') return head;
  const results = [head];
  const stop = () => {
    pieces.length = 0;
  };
  const next = async () => {
    for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
      const result = await writePiece(writer, group, piece, NO_ROWS, origin);
      // The group was deleted meanwhile: its sweep takes away what the earlier pieces added.
      if (result.kind === 'refused') return stop();
      results.push(result);
    }
  };
  // All are waited for, and a failure stops the others: nothing of this request is written after its answer.
  const ends = await Promise.allSettled(Array.from({ length: PIECES_AT_ONCE }, () => next().finally(stop)));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return {
    kind: 'done',
    version: results.length === 1 ? head.version : undefined,
    stamp: head.stamp,
    added: results.flatMap(({ added }) => added),
    removed: results.flatMap(({ removed }) => removed),
    unknown: results.flatMap(({ unknown }) => unknown),
  };
}

const NO_ROWS: FirstPiece = { plan: { actions: () => [], changes: [] } };

function rowsOf({ operation }: MemberOperation): number {
  return operation === 'add' ? 3 : 2;
}

/** Pieces whose rows, counted, fit a transaction; the first has room for `firstRoom` rows. */
function cut(operations: readonly MemberOperation[], firstRoom: number): MemberOperation[][] {
  const pieces: MemberOperation[][] = [[]];
  let room = firstRoom;
  for (const operation of operations) {
    const rows = rowsOf(operation);
    if (rows > room) {
      pieces.push([]);
      room = PLAN_ROWS - 1;
    }
    pieces.at(-1)?.push(operation);
    room -= rows;
  }
  return pieces;
}

/** One transaction; on a refusal the members that caused it are found, left out, and the rest tried again. */
async function writePiece(
  writer: Writer,
  group: string,
  piece: readonly MemberOperation[],
  first: FirstPiece,
  origin: Origin,
): Promise<MembersOutcome> {
  let operations = piece;
  const unknown: string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (operations.length === 0 && first.plan.actions(0).length === 0) {
      const guard = await readRow(writer.table, writer.partition, groupGuardKey(group));
      if (guard === undefined) return { kind: 'refused', key: groupGuardKey(group), reason: 'missing' };
      if (first.guard !== undefined && first.guard !== guard.etag) {
        return { kind: 'refused', key: groupGuardKey(group), reason: 'changed' };
      }
      return {
        kind: 'done',
        version: groupVersion(guard.etag),
        stamp: undefined,
        added: [],
        removed: [],
        unknown,
      };
    }
    const plan = planPiece(group, operations, first, origin);
    const committed = await commit(writer, plan, origin);
    if (committed.kind === 'committed') {
      const guardAt = plan.actions(0).findIndex(({ key }) => key === groupGuardKey(group));
      const guardEtag = committed.etags[guardAt];
      return {
        kind: 'done',
        version: guardEtag === undefined ? undefined : groupVersion(guardEtag),
        stamp: committed.stamp,
        added: operations.filter(({ operation }) => operation === 'add').map(({ member }) => member),
        removed: operations.filter(({ operation }) => operation === 'remove').map(({ member }) => member),
        unknown,
      };
    }
    const memberOfKey = new Map(
      operations.flatMap((operation) =>
        actionsOf(group, operation, origin, 0).map(({ key }) => [key, operation]),
      ),
    );
    if (!memberOfKey.has(committed.key)) return committed;
    const settled = await Promise.all(operations.map((operation) => inspect(writer, group, operation)));
    unknown.push(...operations.filter((_, at) => settled[at] === 'unknown').map(({ member }) => member));
    operations = operations.filter((_, at) => settled[at] === 'open');
  }
  throw new StoreUnavailable(`The members of group ${group} are being changed by too many requests.`, 1);
}

function planPiece(
  group: string,
  operations: readonly MemberOperation[],
  first: FirstPiece,
  origin: Origin,
): Plan {
  return {
    ...first.plan,
    actions: (stamp) => [
      // Fails where the group is gone, so that no member is added to a deleted group. Before the other rows, because of
      // several refusals the first is told: a client's condition comes before a name that is taken.
      ...(hasGuardInsert(first.plan, group)
        ? []
        : [
            {
              do: 'merge',
              key: groupGuardKey(group),
              columns: { touched: timeOf(stamp) },
              ...(first.guard === undefined ? {} : { etag: first.guard }),
            } as const,
          ]),
      ...first.plan.actions(stamp),
      ...operations.flatMap((operation) => actionsOf(group, operation, origin, stamp)),
    ],
    changes: [
      ...first.plan.changes,
      ...operations.map(
        ({ operation, member }): Change => ({
          type: operation === 'add' ? 'member.added' : 'member.removed',
          group,
          member,
        }),
      ),
    ],
  };
}

function hasGuardInsert(plan: Plan, group: string): boolean {
  return plan.actions(0).some(({ key }) => key === groupGuardKey(group));
}

function actionsOf(
  group: string,
  { operation, member }: MemberOperation,
  origin: Origin,
  stamp: number,
): RowAction[] {
  if (operation === 'remove') {
    return [
      { do: 'delete', key: memberKey(group, member) },
      { do: 'delete', key: isGroupId(member) ? parentKey(member, group) : membershipKey(member, group) },
    ];
  }
  return memberInserts(group, member, originColumns(origin, stamp));
}

/** The rows of a new member. @param columns since when and by whom */
export function memberInserts(group: string, member: string, columns: Columns): RowAction[] {
  const beside = isGroupId(member) ? parentKey(member, group) : membershipKey(member, group);
  return [
    // Inserts, so that adding who is already there does not rewrite `since`.
    { do: 'insert', key: memberKey(group, member), columns: {} },
    // Fails where the member is gone, and makes a deletion that has read the memberships already start over.
    { do: 'merge', key: isGroupId(member) ? groupGuardKey(member) : userGuardKey(member), columns: {} },
    { do: 'insert', key: beside, columns },
  ];
}

/** Whether an operation is still to be done, has nothing to do, or names a member that nobody is. */
async function inspect(
  { table, partition }: Writer,
  group: string,
  { operation, member }: MemberOperation,
): Promise<'open' | 'nothing to do' | 'unknown'> {
  const guardKey = isGroupId(member) ? groupGuardKey(member) : userGuardKey(member);
  const [present, guard] = await Promise.all([
    readRow(table, partition, memberKey(group, member)),
    operation === 'add' ? readRow(table, partition, guardKey) : undefined,
  ]);
  if (operation === 'remove') return present === undefined ? 'nothing to do' : 'open';
  if (guard === undefined) return 'unknown';
  return present === undefined ? 'open' : 'nothing to do';
}
