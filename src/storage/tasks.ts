// Work that is too large for one transaction and no deletion (those are swept, see sweep.ts): making the mappings that waited
// for a group's name, and carrying a change of the settings through. The transaction that makes it necessary leaves a row;
// the process that wrote it starts at once, and a timer of any process takes up what a stopped one left. All of it may be
// repeated and done by two processes at the same time.
import { bindRest } from './bind-rest.ts';
import type { Writer } from './commit.ts';
import { TASKS } from './keys.ts';
import { readRange } from './reads.ts';
import { reevaluate } from './reevaluate.ts';
import type { SettingsSource } from './settings.ts';

type Task = 'bind' | 'settings';

const WORK: Readonly<Record<Task, (writer: Writer, settings: SettingsSource, id: string) => Promise<void>>> =
  {
    bind: (writer, _settings, group) => bindRest(writer, group),
    settings: (writer, settings) => reevaluate(writer, settings),
  };

/** Does the task in the background. A failure is left to the timer. */
export function startTask(writer: Writer, settings: SettingsSource, task: Task, id: string): void {
  doTask(writer, settings, task, id).catch(() => undefined);
}

/** Does all tasks that are not finished. Gives how many. */
export async function resumeTasks(writer: Writer, settings: SettingsSource): Promise<number> {
  const rows = await readRange(writer.table, writer.partition, TASKS);
  for (const { key } of rows) {
    const [, task = '', id = ''] = key.split('~');
    if (task in WORK) await doTask(writer, settings, task as Task, id);
  }
  return rows.length;
}

/** This process does a task once at a time: who asks meanwhile waits for the same. */
function doTask(writer: Writer, settings: SettingsSource, task: Task, id: string): Promise<void> {
  const name = `${task}~${id}`;
  const doing = writer.sweeps.get(name);
  if (doing !== undefined) return doing;
  const started = WORK[task](writer, settings, id).finally(() => writer.sweeps.delete(name));
  writer.sweeps.set(name, started);
  return started;
}
