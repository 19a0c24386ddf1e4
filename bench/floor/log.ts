// The provisioning log's storage calls: an entry and a row for each term it is found by, gathered for a moment and written in
// transactions of at most 100 rows, after the answer.
import { randomUUID } from 'node:crypto';
import type { FloorAction, OpenFloorTable } from './storage.ts';

const GATHERING_MS = 100;
const TRANSACTION_ROWS = 100;
/** What an entry holds beside the bodies: sentence, path, names, times. */
const ENTRY = 'x'.repeat(600);

/** `terms` are what the entry is found by; `bodies` what was asked and answered. */
export type FloorLog = (terms: readonly string[], bodies: string) => void;

export async function createFloorLog(open: OpenFloorTable, tableName: string): Promise<FloorLog> {
  const table = open(`${tableName}log`);
  await table.create();
  let waiting: FloorAction[] = [];
  let isWorking = false;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, GATHERING_MS));
      const taken = waiting;
      waiting = [];
      for (let start = 0; start < taken.length; start += TRANSACTION_ROWS - 1) {
        const counter: FloorAction = { do: 'upsert', key: 'c~1', columns: { read: start } };
        await table.write([...taken.slice(start, start + TRANSACTION_ROWS - 1), counter]);
      }
    }
  }

  return (terms, bodies) => {
    const place = `${9_999_999_999_999 - Date.now()}~${randomUUID()}`;
    waiting.push(
      { do: 'upsert', key: `e~${place}`, columns: { entry: `${ENTRY}${bodies}` } },
      ...terms.map(
        (term) =>
          ({
            do: 'upsert',
            key: `i~t~${term.toLowerCase().replaceAll(' ', '^0020')}~${place}`,
            columns: {},
          }) as const,
      ),
    );
    if (isWorking) return;
    isWorking = true;
    void work().finally(() => {
      isWorking = false;
    });
  };
}
