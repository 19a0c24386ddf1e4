// The settings as the directory asks for them, with how far their last change has been carried through.
import type { AccessStore } from '../directory/access-store.ts';
import type { Writer } from './commit.ts';
import { readRow } from './reads.ts';
import { reevaluationOf } from './reevaluate.ts';
import { changeSettings, REEVALUATION_KEY, type SettingsSource } from './settings.ts';
import { startTask } from './tasks.ts';

type SettingsStore = Pick<AccessStore, 'settings' | 'readSettings' | 'changeSettings'>;

export function settingsStore(writer: Writer, source: SettingsSource): SettingsStore {
  return {
    settings: () => source.recent(),

    async readSettings() {
      const [settings, task] = await Promise.all([
        source.renewed(),
        readRow(writer.table, writer.partition, REEVALUATION_KEY),
      ]);
      return { ...settings, reevaluation: task && reevaluationOf(task) };
    },

    async changeSettings(before, next, origin) {
      const changed = await changeSettings(writer, before, next, origin);
      if (changed === 'changed') return { kind: 'changed' };
      await source.renewed();
      if (changed === 'done') startTask(writer, source, 'settings', '');
      return { kind: 'written' };
    },
  };
}
