// Carries a change of the settings through: every group's name is read by the pattern that holds now, every user's roles by
// the order that holds now. Page by page in the order of ids, with the place written down after each, so that another
// process goes on where one was stopped. Groups and users written meanwhile were read by the new settings already, since a
// write by the old ones is refused (settings.ts).
import type { NamePattern } from '../directory/mapping-name.ts';
import {
  isOrganizationAdmin,
  type OrganizationRoleOrder,
  organizationRole,
} from '../directory/organization-role.ts';
import type { Reevaluation } from '../directory/settings.ts';
import { type GroupRecord, type Origin, StoreUnavailable, type UserRecord } from '../directory/store.ts';
import { commit, type Plan, type Writer } from './commit.ts';
import { adminKey, groupKey, rangeOf, userKey } from './keys.ts';
import { pageResources } from './paging.ts';
import { groupTouch, mappingByName, mappingMoves, moveActions, moveChanges } from './plan-mapping.ts';
import { type Row, readRange, readRow } from './reads.ts';
import { ADMIN_INDEXED, groupsOf, stampOf, usersOf } from './rows.ts';
import {
  isOutdated,
  REEVALUATION_KEY,
  type SettingsSource,
  type StoredSettings,
  whileHolding,
} from './settings.ts';
import { send } from './transaction.ts';

const PAGE = 100;
/** Resources looked at and written at the same time. */
const AT_ONCE = 8;

interface Progress {
  readonly etag: string;
  readonly origin: Origin;
  /** Orders of roles that held since the first change that is not carried through. */
  readonly earlier: readonly OrganizationRoleOrder[];
  readonly phase: 'groups' | 'users';
  readonly after: string | undefined;
  readonly examined: number;
  readonly changed: number;
}

/** Until it is done. Another change of the settings meanwhile begins it anew. */
export async function reevaluate(writer: Writer, source: SettingsSource): Promise<void> {
  for (;;) {
    const row = await readRow(writer.table, writer.partition, REEVALUATION_KEY);
    if (row === undefined) return;
    await onePage(writer, await source.renewed(), progressOf(row));
  }
}

/** As it is told to whoever asks how far it is. */
export function reevaluationOf(row: Row): Reevaluation {
  const { examined, changed } = progressOf(row);
  return { since: String(row.columns.since), examined, changed };
}

function progressOf({ etag, columns }: Row): Progress {
  return {
    etag,
    origin: { credential: String(columns.credential), request: String(columns.request) },
    earlier: JSON.parse(String(columns.orders)) as string[][],
    phase: columns.phase === 'users' ? 'users' : 'groups',
    after: columns.after === '' ? undefined : String(columns.after),
    examined: Number(columns.examined),
    changed: Number(columns.changed),
  };
}

async function onePage(writer: Writer, settings: StoredSettings, progress: Progress): Promise<void> {
  const { phase, after, origin, earlier } = progress;
  const outcome =
    phase === 'groups'
      ? await eachOf(writer, 'g', after, groupsOf, (group) =>
          settle(writer, settings, group, groupsOf, groupKey, origin, (present) =>
            planGroup(present, settings.pattern, origin),
          ),
        )
      : await eachOf(writer, 'u', after, usersOf, (user) =>
          settle(writer, settings, user, usersOf, userKey, origin, (present) =>
            planUser(present, earlier, settings.organizationRoles),
          ),
        );
  if (outcome === 'outdated') return;
  const { next, examined, changed } = outcome;
  const isDone = phase === 'users' && next === undefined;
  // Refused where the settings have changed again or another process was faster: then the row is read again.
  const written = await send(writer.table, writer.partition, [
    isDone
      ? { do: 'delete', key: REEVALUATION_KEY, etag: progress.etag }
      : {
          do: 'merge',
          key: REEVALUATION_KEY,
          etag: progress.etag,
          columns: {
            phase: next === undefined ? 'users' : phase,
            after: next ?? '',
            examined: progress.examined + examined,
            changed: progress.changed + changed,
          },
        },
  ]);
  if (written.kind === 'unknown')
    throw new StoreUnavailable('The place was not written down.', 10, written.cause);
}

type Settled = 'changed' | 'unchanged' | 'outdated';

async function eachOf<T extends { readonly id: string }>(
  writer: Writer,
  letter: 'u' | 'g',
  after: string | undefined,
  make: (rows: readonly Row[]) => T[],
  work: (resource: T) => Promise<Settled>,
): Promise<{ next: string | undefined; examined: number; changed: number } | 'outdated'> {
  const page = await pageResources(writer, letter, after, PAGE, make);
  const waiting = [...page.items];
  const settled: Settled[] = [];
  const next = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift())
      settled.push(await work(item));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  if (settled.includes('outdated')) return 'outdated';
  return {
    next: page.next,
    examined: settled.length,
    changed: settled.filter((each) => each === 'changed').length,
  };
}

/** Writes what is planned for a resource, planned anew where somebody else has changed it meanwhile. */
async function settle<T extends { readonly id: string }>(
  writer: Writer,
  settings: StoredSettings,
  read: T,
  make: (rows: readonly Row[]) => T[],
  keyOf: (id: string) => string,
  origin: Origin,
  planFor: (present: T) => Plan | undefined,
): Promise<Settled> {
  let present: T | undefined = read;
  while (present !== undefined) {
    const plan = planFor(present);
    if (plan === undefined) return 'unchanged';
    const committed = await commit(writer, whileHolding(settings, plan), origin);
    if (committed.kind === 'committed') return 'changed';
    if (isOutdated(committed)) return 'outdated';
    present = make(await readRange(writer.table, writer.partition, rangeOf(keyOf(read.id))))[0];
  }
  return 'unchanged';
}

function planGroup(group: GroupRecord, pattern: NamePattern, origin: Origin): Plan | undefined {
  const moves = mappingMoves(group, mappingByName(group.attributes, pattern));
  if (moves.gone.length === 0 && moves.come.length === 0) return undefined;
  return {
    actions: (stamp) => [
      groupTouch(group.id, group.seen.row),
      ...moveActions(group.id, moves, origin, stamp),
    ],
    changes: moveChanges(group.id, moves),
    after: stampOf(group),
  };
}

/** The row among the organization admins, and a word to readers of the log that the user's role is another one now. */
function planUser(
  user: UserRecord,
  earlier: readonly OrganizationRoleOrder[],
  order: OrganizationRoleOrder,
): Plan | undefined {
  const role = organizationRole(user.attributes, order);
  const isAdmin = isOrganizationAdmin(role, order);
  const wasIndexed = user.seen.indexed === ADMIN_INDEXED;
  const isSame = earlier.every((old) => {
    const before = organizationRole(user.attributes, old);
    return before === role && isOrganizationAdmin(before, old) === isAdmin;
  });
  if (isSame && wasIndexed === isAdmin) return undefined;
  return {
    actions: () => [
      {
        do: 'merge',
        key: userKey(user.id),
        etag: user.seen.row ?? '',
        columns: { indexed: isAdmin ? ADMIN_INDEXED : '' },
      },
      ...(wasIndexed === isAdmin
        ? []
        : isAdmin
          ? [{ do: 'insert', key: adminKey(user.id), columns: { id: user.id } } as const]
          : [{ do: 'delete', key: adminKey(user.id) } as const]),
    ],
    changes: [{ type: 'user.updated', user: user.id, revision: user.revision }],
    after: stampOf(user),
  };
}
