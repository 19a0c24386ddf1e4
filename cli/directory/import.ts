// `rollcall import`: fills an empty directory from the file of an export, takes up an import that was interrupted, and in the
// end proves what it has made: every row by the rules of verify.ts, every record against the file.
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { DEFAULT_NAME_PATTERN } from '../../src/directory/mapping-name.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import type { DirectorySettings } from '../../src/directory/settings.ts';
import type { SnapshotRecord } from '../../src/directory/snapshot.ts';
import type { Writer } from '../../src/storage/commit.ts';
import { rememberDirectory } from '../../src/storage/directories.ts';
import { prepareTable } from '../../src/storage/prepare.ts';
import { restore } from '../../src/storage/restore.ts';
import { changeSettings, createSettingsSource, type StoredSettings } from '../../src/storage/settings.ts';
import { readSnapshot } from '../../src/storage/snapshot.ts';
import { resumeTasks } from '../../src/storage/tasks.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { CommandError, defineCommand } from '../command.ts';
import type { Effects } from '../effects.ts';
import { readLines } from './lines.ts';
import { openPlace, PLACE_OPTIONS } from './place.ts';
import { planImport } from './plan-import.ts';
import { count } from './progress.ts';

const SHOWN = 10;

export const importCommand = defineCommand({
  name: 'import',
  does: 'Fills an empty directory from a file of rollcall export, and verifies it.',
  options: {
    from: { value: 'file', required: true, says: 'The file.' },
    'dry-run': { says: 'Read the file and the directory, say what would be written, write nothing.' },
    ...PLACE_OPTIONS,
  },
  async run({ from, 'dry-run': isDryRun, ...options }, effects) {
    const wanted = await readFile(from);
    const { writer, directory } = openPlace(options, effects);
    await prepareTable(writer.table);
    const { unwritten, conflicts } = planImport(await present(writer), wanted);
    if (conflicts.length > 0) throw refusal(directory, conflicts);
    effects.tell(`${wanted.length - unwritten.length} of ${wanted.length} records are there already.`);
    if (isDryRun) {
      for (const line of summary(unwritten)) effects.print(line);
      return 0;
    }
    const settings = await prepareSettings(writer, wanted);
    const progress = count(effects, 'changes written');
    const origin = { credential: 'rollcall import', request: randomUUID() };
    await restore(writer, settings, unwritten, origin, progress.add);
    await rememberDirectory(writer.table, directory);
    return await prove(writer, settings, wanted, effects);
  },
});

async function present(writer: Writer): Promise<SnapshotRecord[]> {
  const records: SnapshotRecord[] = [];
  for await (const record of readSnapshot(writer)) records.push(record);
  return records;
}

async function readFile(path: string): Promise<SnapshotRecord[]> {
  try {
    return await readLines(createInterface({ input: createReadStream(path), crlfDelay: Infinity }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`, 1, error);
  }
}

function refusal(directory: string, conflicts: readonly string[]): CommandError {
  const more = conflicts.length > SHOWN ? [`… and ${conflicts.length - SHOWN} more`] : [];
  return new CommandError(
    [
      `The directory "${directory}" is neither empty nor a part of what the file holds. Nothing was written.`,
      ...conflicts.slice(0, SHOWN),
      ...more,
    ].join('\n  '),
  );
}

function summary(unwritten: readonly SnapshotRecord[]): string[] {
  const kinds = new Map<string, number>();
  for (const { kind } of unwritten) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds].map(([kind, number]) => `would write ${number} × ${kind}`);
}

/** The settings come first, because names and roles are read by them. */
async function prepareSettings(writer: Writer, wanted: readonly SnapshotRecord[]): Promise<StoredSettings> {
  const next = settingsIn(wanted);
  const source = createSettingsSource(writer, () => next);
  const origin = { credential: 'rollcall import', request: randomUUID() };
  const changed = await changeSettings(writer, await source.renewed(), next, origin);
  if (changed === 'changed') throw new CommandError('Somebody else changes the settings of this directory.');
  const settings = await source.renewed();
  await resumeTasks(writer, source);
  return settings;
}

function settingsIn(records: readonly SnapshotRecord[]): DirectorySettings {
  const found = records.find((record) => record.kind === 'settings');
  if (found === undefined) {
    return { pattern: DEFAULT_NAME_PATTERN, organizationRoles: DEFAULT_ORGANIZATION_ROLES };
  }
  const { prefix, separator, organizationRoles } = found;
  return { pattern: { prefix, separator }, organizationRoles };
}

async function prove(
  writer: Writer,
  { organizationRoles }: StoredSettings,
  wanted: readonly SnapshotRecord[],
  { print, tell }: Effects,
): Promise<number> {
  tell('Verifying …');
  const { findings, rows, users, groups } = await verifyDirectory(writer, organizationRoles);
  const { unwritten, conflicts } = planImport(await present(writer), wanted);
  const faults = [
    ...findings.map(({ at, fault, mend }) => `${at} ${fault}. ${mend}`),
    ...conflicts,
    ...unwritten.map(({ kind }) => `a ${kind} of the file is missing`),
  ];
  for (const fault of faults.slice(0, SHOWN)) print(fault);
  if (faults.length > 0)
    throw new CommandError(`The directory is not as it should be: ${faults.length} faults.`);
  print(`${users} users and ${groups} groups are there, equal to the file; ${rows} rows verified, no fault.`);
  return 0;
}
