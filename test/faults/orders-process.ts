// A process of its own that does on a directory what it is told over its channel: a list of requests, all at the same time.
import { openDirectory } from '../support/open-directory.ts';
import type { Names } from '../support/state.ts';
import { type Request, send } from './race-model.ts';

export interface Orders {
  readonly requests: readonly Request[];
  /** Ids of the names in them. */
  readonly ids: Readonly<Record<string, string>>;
}

const [connectionString = '', tableName = ''] = process.argv.slice(2);
const { context, writer } = openDirectory(connectionString, tableName);

process.on('message', async ({ requests, ids }: Orders) => {
  const names: Names = { id: (name) => ids[name] ?? '', name: (id) => id, learn: () => undefined };
  const answers = await Promise.all(requests.map((request) => send(context, request, names, {})));
  await Promise.all(writer.sweeps.values());
  process.send?.(answers);
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
