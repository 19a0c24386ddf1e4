// Plans of different resources in as few transactions as they fit into, for filling a directory: a transaction takes a
// hundred rows and four mebibytes, and a user needs seven rows.
import { PLAN_ROWS, type Plan } from './commit.ts';
import type { RowAction } from './transaction.ts';

/** Of Table Storage's 4 MiB; the rest is for the headers of the parts and for the entry of the change log. */
const BYTES_LIMIT = 3 * 1024 * 1024;

/**
 * @param plans of which no two write the same row, except to merge into it or to upsert it
 * @param spareRows rows to leave for what is added to each transaction afterwards
 */
export function joinPlans(plans: readonly Plan[], spareRows = 0): Plan[] {
  const joined: Plan[] = [];
  let group: Plan[] = [];
  let keys = new Set<string>();
  let bytes = 0;
  const close = () => {
    if (group.length > 0) joined.push(joinedPlan(group));
    group = [];
    keys = new Set();
    bytes = 0;
  };
  for (const plan of plans) {
    const actions = plan.actions(0);
    const more = Buffer.byteLength(JSON.stringify(actions));
    const added = actions.filter(({ key }) => !keys.has(key)).length;
    if (keys.size + added > PLAN_ROWS - spareRows || bytes + more > BYTES_LIMIT) close();
    group.push(plan);
    for (const { key } of actions) keys.add(key);
    bytes += more;
  }
  close();
  return joined;
}

function joinedPlan(plans: readonly Plan[]): Plan {
  const sum = (of: 'users' | 'groups') => plans.reduce((total, { counts }) => total + (counts?.[of] ?? 0), 0);
  return {
    actions: (stamp) => onceEach(plans.flatMap((plan) => plan.actions(stamp))),
    changes: plans.flatMap(({ changes }) => changes),
    counts: { users: sum('users'), groups: sum('groups') },
  };
}

/** A transaction takes each row once: what several plans merge into one row is merged at once. */
function onceEach(actions: readonly RowAction[]): RowAction[] {
  const byKey = new Map<string, RowAction>();
  for (const action of actions) {
    const other = byKey.get(action.key);
    const columns = other?.do === 'merge' && action.do === 'merge' ? other.columns : {};
    byKey.set(
      action.key,
      action.do === 'delete' ? action : { ...action, columns: { ...columns, ...action.columns } },
    );
  }
  return [...byKey.values()];
}
