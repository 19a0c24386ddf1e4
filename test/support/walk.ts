// A walk by cursor through all users while clients delete and create others: what an identity provider's full sync meets.
import { testDirectory } from './directory.ts';
import { create, type Resource, read, userBody } from './scim.ts';
import { seedUsers } from './seed.ts';
import { startService } from './service.ts';

export interface WalkOutcome {
  /** Users who were there throughout and were not met. */
  readonly lost: readonly string[];
  /** Users who were met more than once. */
  readonly repeated: readonly string[];
  readonly pages: number;
  readonly met: number;
  readonly deleted: number;
  readonly created: number;
}

/** Half of the users stay; each client deletes and creates in turn, without a pause, as long as the walk lasts. */
export async function walkUnderChange(options: {
  readonly users: number;
  readonly clients: number;
  readonly count: number;
}): Promise<WalkOutcome> {
  const directory = await testDirectory();
  const ids = await seedUsers(directory.writer, options.users);
  const service = await startService({ tableName: directory.tableName });
  const staying = ids.filter((_, at) => at % 2 === 0);
  const leaving = ids.filter((_, at) => at % 2 === 1);
  let isOver = false;
  let [deleted, created] = [0, 0];
  const client = async () => {
    while (!isOver) {
      const id = leaving.pop();
      if (id !== undefined) {
        const { status } = await service.request('DELETE', `/Users/${id}`);
        if (status !== 204) throw new Error(`DELETE was answered with ${status}`);
        deleted += 1;
      }
      await create(service, '/Users', userBody(crypto.randomUUID()));
      created += 1;
    }
  };
  const met = new Map<string, number>();
  const clients = Array.from({ length: options.clients }, client);
  let pages = 0;
  try {
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const page: Resource = await read(service, '/Users', {
        cursor,
        count: options.count,
        attributes: 'id',
      });
      for (const { id } of page.Resources) met.set(id, (met.get(id) ?? 0) + 1);
      cursor = page.nextCursor;
      pages += 1;
    }
  } finally {
    isOver = true;
    await Promise.all(clients);
    await service.stop();
  }
  return {
    lost: staying.filter((id) => !met.has(id)),
    repeated: [...met].filter(([, times]) => times > 1).map(([id]) => id),
    pages,
    met: met.size,
    deleted,
    created,
  };
}
