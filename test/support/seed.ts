// Fills a directory through storage's own planner, many plans to a transaction, so that tests of size do not spend their
// time on creating users one by one.
import { newGroupId, newUserId } from '../../src/directory/ids.ts';
import { DEFAULT_NAME_PATTERN } from '../../src/directory/mapping-name.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import type { Origin } from '../../src/directory/store.ts';
import { commit, type Plan, type Writer } from '../../src/storage/commit.ts';
import { joinPlans } from '../../src/storage/join-plans.ts';
import { writeMembers } from '../../src/storage/members.ts';
import { planCreateGroup } from '../../src/storage/plan-group.ts';
import { planCreateUser } from '../../src/storage/plan-user.ts';
import { ORIGIN } from './open-directory.ts';

/** Transactions under way at a time. */
const AT_ONCE = 8;

/** Makes `count` users: `user0@atlas.example` and so on. Gives their ids in the order of their names' numbers. */
export async function seedUsers(writer: Writer, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, newUserId);
  const plans = ids.map((id, n) =>
    planCreateUser(
      id,
      {
        userName: `user${n}@atlas.example`,
        externalId: `external-${n}`,
        displayName: `User Three ${n}`,
        name: { givenName: 'User', familyName: `Number ${n}` },
        emails: [{ value: `user${n}@atlas.example`, type: 'work', primary: true }],
        active: true,
      },
      DEFAULT_ORGANIZATION_ROLES,
    ),
  );
  await commitJoined(writer, plans);
  return ids;
}

/** Writes plans of different resources in as few transactions as they fit into. */
export async function commitJoined(
  writer: Writer,
  plans: readonly Plan[],
  origin: Origin = ORIGIN,
): Promise<void> {
  const joined = joinPlans(plans);
  const next = async () => {
    for (let plan = joined.shift(); plan !== undefined; plan = joined.shift()) {
      const committed = await commit(writer, plan, origin);
      if (committed.kind === 'refused') throw new Error(`seeding was refused at ${committed.key}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, joined.length) }, next));
}

/** Makes a group of these members. */
export async function seedGroup(
  writer: Writer,
  displayName: string,
  members: readonly string[],
): Promise<string> {
  const id = newGroupId();
  const plan = planCreateGroup(id, { displayName }, DEFAULT_NAME_PATTERN, ORIGIN);
  const written = await writeMembers(writer, id, { add: members, remove: [] }, { plan }, ORIGIN);
  if (written.kind === 'refused') throw new Error(`seeding was refused at ${written.key}`);
  return id;
}
