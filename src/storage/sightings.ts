// That something was seen and when: a credential in use, a step of a setup at work. Each is one row in a partition of its own,
// written when it is first seen by a process and at most hourly then, so that it costs a busy identity provider nothing.
import { isRestError } from '@azure/core-rest-pipeline';
import type { Sighting, Sightings } from '../directory/provisioning-log/store.ts';
import { keyText, rangeOf } from './keys.ts';
import { readRange } from './reads.ts';
import type { DirectoryTable } from './table.ts';

/** No directory has this name. */
const PARTITION = '~';
const HOUR_MS = 3_600_000;

const prefixOf = (directory: string) => `h~${keyText(directory)}~`;

/** @param now milliseconds since 1970 */
export function createSightings(table: DirectoryTable, now: () => number): Sightings {
  const written = new Map<string, number>();

  async function write(rowKey: string, name: string, time: string): Promise<void> {
    const row = { partitionKey: PARTITION, rowKey, name, last: time };
    try {
      await table.reads.createEntity({ ...row, first: time });
    } catch (error) {
      if (!isRestError(error) || error.statusCode !== 409) throw error;
      await table.reads.updateEntity(row, 'Merge');
    }
  }

  return {
    sighted(directory, name) {
      const key = prefixOf(directory) + keyText(name);
      const time = now();
      const last = written.get(key);
      if (last !== undefined && time - last < HOUR_MS) return;
      written.set(key, time);
      // Seen again, it is written again: what is lost now is made good in an hour.
      write(key, name, new Date(time).toISOString()).catch(() => undefined);
    },

    all: async (directory) =>
      (await readRange(table, PARTITION, rangeOf(prefixOf(directory)))).map(({ columns }) => ({
        name: String(columns.name),
        first: String(columns.first),
        last: String(columns.last),
      })) satisfies Sighting[],
  };
}
