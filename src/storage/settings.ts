// The settings of a directory (directory/settings.ts). They lie in one row whose key holds their version, and a change takes
// that row away and puts the next in its place. So a write that depends on them can say "as long as these hold" by merging
// their row: it fails once they have changed, wherever that was, and no two writers ever collide on it, as they would on a
// row whose ETag they compare. A group that is named while the pattern changes is therefore read by one pattern or the other,
// and never escapes the re-evaluation.
import { type DirectorySettings, sameSettings } from '../directory/settings.ts';
import type { Origin } from '../directory/store.ts';
import { type Committed, commit, type Plan, type Writer } from './commit.ts';
import { SETTINGS, settingsKey, taskKey } from './keys.ts';
import { patient } from './patience.ts';
import { readRange, readRow } from './reads.ts';
import { originColumns } from './rows.ts';
import { type RowAction, send } from './transaction.ts';

export interface StoredSettings extends DirectorySettings {
  /** Counts the changes, from 1. */
  readonly version: number;
}

export interface SettingsSource {
  /** As this process read them last. Good for writes, which say "as long as these hold". */
  current(): Promise<StoredSettings>;
  /** Not older than some seconds. Good for reads. */
  recent(): Promise<StoredSettings>;
  /** Read now. */
  renewed(): Promise<StoredSettings>;
}

/** How long another process may go on reading by settings that were changed. */
const RECENT_MS = 15_000;

/** @param initial what a directory begins with; not looked at once it has settings */
export function createSettingsSource(
  { table, partition }: Pick<Writer, 'table' | 'partition'>,
  initial: () => DirectorySettings,
): SettingsSource {
  let known: { readonly settings: Promise<StoredSettings>; readonly at: number } | undefined;

  function renewed(): Promise<StoredSettings> {
    const settings = read();
    const now = { settings, at: performance.now() };
    const before = known;
    known = now;
    settings.catch(() => {
      if (known === now) known = before;
    });
    return settings;
  }

  async function read(): Promise<StoredSettings> {
    const again = patient(table.patience);
    for (;;) {
      const row = (await readRange(table, partition, SETTINGS)).at(-1);
      if (row !== undefined) return settingsOf(row.key, row.columns);
      // Whether this was written or another process was faster, the next read tells.
      const outcome = await send(table, partition, [insertOf({ ...initial(), version: 1 })]);
      if (outcome.kind === 'unknown') await again(outcome);
    }
  }

  return {
    current: () => known?.settings ?? renewed(),
    recent: () =>
      known !== undefined && performance.now() - known.at < RECENT_MS ? known.settings : renewed(),
    renewed,
  };
}

/** The plan, to be written only as long as the settings hold that it was made by. */
export function whileHolding({ version }: StoredSettings, plan: Plan): Plan {
  return {
    ...plan,
    actions: (stamp) => [
      ...plan.actions(stamp),
      { do: 'merge', key: settingsKey(version), columns: {} } as const,
    ],
  };
}

/** Whether a write was refused because the settings have changed since its plan was made. */
export function isOutdated(refused: Extract<Committed, { kind: 'refused' }>): boolean {
  return refused.key.startsWith(SETTINGS.from);
}

/** Commits what `plan` makes of the settings, anew where they have changed meanwhile. */
export async function commitBySettings(
  writer: Writer,
  source: SettingsSource,
  plan: (settings: StoredSettings) => Plan,
  origin: Origin,
): Promise<Committed> {
  for (;;) {
    const committed = await commit(writer, plan(await source.current()), origin);
    if (committed.kind !== 'refused' || !isOutdated(committed)) return committed;
    await source.renewed();
  }
}

/** The task of carrying a change of the settings through: see reevaluate.ts. */
export const REEVALUATION_KEY = taskKey('settings', '');

/**
 * Puts `next` in the place of `before`, with the task of carrying the change through. 'changed' when somebody else was
 * faster; nothing is written where nothing changes.
 */
export async function changeSettings(
  writer: Writer,
  before: StoredSettings,
  next: DirectorySettings,
  origin: Origin,
): Promise<'done' | 'nothing to do' | 'changed'> {
  if (sameSettings(before, next)) return 'nothing to do';
  const unfinished = await readRow(writer.table, writer.partition, REEVALUATION_KEY);
  // Who was looked at under the settings in between is compared with all of the earlier ones.
  const orders = JSON.parse(String(unfinished?.columns.orders ?? '[]')) as string[][];
  const version = before.version + 1;
  const plan: Plan = {
    actions: (stamp) => {
      const columns = {
        ...originColumns(origin, stamp),
        orders: JSON.stringify([...orders, before.organizationRoles]),
        phase: 'groups',
        after: '',
        examined: 0,
        changed: 0,
      };
      return [
        { do: 'delete', key: settingsKey(before.version) },
        insertOf({ ...next, version }),
        unfinished === undefined
          ? { do: 'insert', key: REEVALUATION_KEY, columns }
          : { do: 'replace', key: REEVALUATION_KEY, columns, etag: unfinished.etag },
      ];
    },
    changes: [{ type: 'settings.changed', version }],
  };
  return (await commit(writer, plan, origin)).kind === 'committed' ? 'done' : 'changed';
}

function insertOf({ version, pattern, organizationRoles }: StoredSettings): RowAction {
  return {
    do: 'insert',
    key: settingsKey(version),
    columns: {
      prefix: pattern.prefix,
      separator: pattern.separator,
      organizationRoles: JSON.stringify(organizationRoles),
    },
  };
}

export function settingsOf(key: string, columns: Readonly<Record<string, unknown>>): StoredSettings {
  return {
    version: Number(key.slice(SETTINGS.from.length)),
    pattern: { prefix: String(columns.prefix), separator: String(columns.separator) },
    organizationRoles: JSON.parse(String(columns.organizationRoles)) as string[],
  };
}
