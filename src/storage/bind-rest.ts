// Makes the mappings that waited for a group's name and did not fit into the transaction that gave it the name.
import { commit, type Writer } from './commit.ts';
import { groupKey, rangeOf, taskKey, unboundKey } from './keys.ts';
import { groupTouch } from './plan-mapping.ts';
import { readRange, readRow } from './reads.ts';
import { groupsOf } from './rows.ts';
import type { RowAction } from './transaction.ts';
import { BOUND_AT_ONCE, bindThese, unboundOf, unboundRow, waitingColumns } from './waiting.ts';

/** The directory itself does this, in nobody's request. */
const ORIGIN = { credential: 'rollcall', request: 'mappings waiting for a name' };

/** Piece by piece until none is left. A group that was deleted meanwhile has taken the rest back to its name. */
export async function bindRest(writer: Writer, id: string): Promise<void> {
  const { table, partition } = writer;
  for (;;) {
    const group = groupsOf(await readRange(table, partition, rangeOf(groupKey(id))))[0];
    const unbound = unboundOf(group);
    if (group === undefined || unbound.length === 0) return await endTask(writer, id);
    const later = unbound.slice(BOUND_AT_ONCE);
    const { actions, changes } = bindThese(id, unbound.slice(0, BOUND_AT_ONCE), group);
    const etag = group.seen.unboundEtag ?? '';
    const rest: RowAction[] =
      later.length > 0
        ? [unboundRow(id, waitingColumns(String(group.attributes.displayName), later), etag)]
        : [
            { do: 'delete', key: unboundKey(id), etag },
            { do: 'delete', key: taskKey('bind', id) },
          ];
    const plan = {
      actions: () => [groupTouch(id, group.seen.row), ...actions, ...rest],
      changes,
    };
    const committed = await commit(writer, plan, ORIGIN);
    if (committed.kind === 'committed' && later.length === 0) return;
  }
}

/** A task without a group, or without anything left to do. */
async function endTask(writer: Writer, id: string): Promise<void> {
  const key = taskKey('bind', id);
  if ((await readRow(writer.table, writer.partition, key)) === undefined) return;
  await commit(writer, { actions: () => [{ do: 'delete', key }], changes: [] }, ORIGIN);
}
