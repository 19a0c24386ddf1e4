// What can happen to a small directory, for the tests that let thousands of random histories happen. A few users, groups
// and workspaces meet often, which is where mistakes are.
import fc from 'fast-check';
import type { WorkspaceRole } from '../../src/directory/workspace-role.ts';

export const USERS = ['ada', 'ben', 'cyd'];
export const GROUPS = ['g0', 'g1', 'g2', 'g3'];
/** Spellings; the first two are one workspace. */
export const WORKSPACES = ['Sales', 'SALES', 'Customer Success', 'a-role-b'];

export type Event =
  | { readonly what: 'activate' | 'deactivate'; readonly user: string }
  | { readonly what: 'give roles'; readonly user: string; readonly roles: readonly string[] }
  | { readonly what: 'name'; readonly group: string; readonly name: string }
  | { readonly what: 'delete'; readonly group: string }
  | { readonly what: 'add' | 'remove'; readonly group: string; readonly user: string }
  | {
      readonly what: 'map';
      readonly group: string;
      readonly workspace: string;
      readonly role: WorkspaceRole;
    }
  | { readonly what: 'unmap'; readonly group: string; readonly workspace: string };

const user = fc.constantFrom(...USERS);
const group = fc.constantFrom(...GROUPS);
const workspace = fc.constantFrom(...WORKSPACES);
const role = fc.constantFrom<WorkspaceRole[]>('admin', 'manager', 'member');
const organizationRoles = fc.constantFrom([], ['Member', 'owner'], ['group'], ['group', 'ADMIN '], ['admin']);

/** Names of one group never equal another's: the group's number stands in blanks that the pattern trims away. */
const named = fc
  .record({ group, workspace, role: fc.constantFrom('admin', 'Manager', 'MEMBER', 'boss'), like: fc.nat(4) })
  .map(({ group, workspace, role, like }) => {
    const blanks = ' '.repeat(1 + GROUPS.indexOf(group));
    return { group, name: like === 0 ? `Team ${group}` : `ws-${workspace}${blanks}-role-${role}` };
  });

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('activate', 'activate', 'deactivate'), user }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('give roles'), user, roles: organizationRoles }) },
  { weight: 4, arbitrary: named.map((naming) => ({ what: 'name' as const, ...naming })) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('delete'), group }) },
  { weight: 6, arbitrary: fc.record({ what: fc.constantFrom('add', 'add', 'add', 'remove'), group, user }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('map'), group, workspace, role }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('unmap'), group, workspace }) },
);

/** Short histories are not favoured, as fast-check would: access takes a named group and a member. */
export const history: fc.Arbitrary<Event[]> = fc.array(event, { minLength: 1, maxLength: 60, size: 'max' });

/**
 * The same events in another order in which they may as well arrive: two change places only when they are about different
 * things, as requests about different people and groups do on the wire.
 */
export function reordered(events: readonly Event[], choices: readonly number[]): Event[] {
  const waiting = [...events];
  const order: Event[] = [];
  for (let step = 0; waiting.length > 0; step += 1) {
    const free = waiting.filter((event, i) => !waiting.slice(0, i).some((earlier) => meet(earlier, event)));
    const next = free[(choices[step % choices.length] ?? 0) % free.length] as Event;
    waiting.splice(waiting.indexOf(next), 1);
    order.push(next);
  }
  return order;
}

/** Whether two events write the same thing. A group that is deleted takes its name, members and mappings with it. */
function meet(a: Event, b: Event): boolean {
  if ('group' in a && 'group' in b && a.group === b.group) {
    // The group exists from its first naming to its deletion; members and mappings need it.
    if ([a, b].some(({ what }) => what === 'delete' || what === 'name')) return true;
  }
  return subject(a) === subject(b);
}

function subject(event: Event): string {
  switch (event.what) {
    case 'activate':
    case 'deactivate':
      return `active ${event.user}`;
    case 'give roles':
      return `roles ${event.user}`;
    case 'name':
    case 'delete':
      return `group ${event.group}`;
    case 'add':
    case 'remove':
      return `member ${event.group} ${event.user}`;
    case 'map':
    case 'unmap':
      return `mapping ${event.group} ${event.workspace.toLowerCase()}`;
  }
}
