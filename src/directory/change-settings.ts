// Changing how names and roles are read. The change holds from the moment it is written; carrying it through to the groups
// and users that are there follows, and how far it is can be asked.
import { ScimError } from '../scim/errors.ts';
import type { SettingsRecord } from './access-store.ts';
import { untilSettled } from './attempts.ts';
import type { MappingContext } from './mappings.ts';
import { type DirectorySettings, settingsProblems } from './settings.ts';

/** Throws `invalidValue` saying everything that is wrong with the settings as they would be. */
export async function changeSettings(
  { store, origin }: MappingContext,
  change: (before: DirectorySettings) => DirectorySettings,
): Promise<SettingsRecord> {
  return await untilSettled(async () => {
    const before = await store.readSettings();
    const next = change(before);
    const problems = settingsProblems(next);
    if (problems.length > 0) throw new ScimError('invalidValue', `${problems.join('; ')}.`);
    const changed = await store.changeSettings(before, next, origin);
    return changed.kind === 'changed' ? 'changed' : await store.readSettings();
  });
}
