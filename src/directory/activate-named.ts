// Some identity providers bring a person back by putting them into a group, and never set `active` again. Where a deployment
// wants it so, whoever a request names as a member is active afterwards. Off by default: Okta names all members of a group each
// time, those it has deactivated among them.
import { eachAtOnce } from './at-once.ts';
import { untilSettled } from './attempts.ts';
import type { DirectoryContext } from './context.ts';
import { isUserId } from './ids.ts';
import { isActive } from './standing.ts';

/** One read for each user named, where the setting is on; after the members were written, so that a refused request does nothing. */
export async function activateNamed(context: DirectoryContext, named: readonly string[]): Promise<void> {
  if (context.rules.groupBasedUserProvisioning === 'off') return;
  const activated = await eachAtOnce(named.filter(isUserId), (id) => activate(context, id));
  const count = activated.filter((each) => each === 'activated').length;
  if (count > 0) context.note('activatedMembers', count);
}

async function activate({ store, origin }: DirectoryContext, id: string): Promise<'activated' | 'as it was'> {
  return await untilSettled(async () => {
    const user = await store.readUser(id);
    if (user === undefined || isActive(user.attributes)) return 'as it was';
    const updated = await store.updateUser(user, { ...user.attributes, active: true }, origin);
    if (updated.kind === 'changed') return 'changed';
    return updated.kind === 'updated' ? 'activated' : 'as it was';
  });
}
