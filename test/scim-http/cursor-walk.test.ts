// RFC 9865: a walk by cursor loses nobody who was there throughout and repeats nobody, however many come and go meanwhile;
// and each page costs one storage request. At the size of a large company: cursor-walk.scale.test.ts.
import { expect, test } from 'vitest';
import { testDirectory } from '../support/directory.ts';
import { read } from '../support/scim.ts';
import { seedUsers } from '../support/seed.ts';
import { startService } from '../support/service.ts';
import { startStorageProxy } from '../support/storage-proxy.ts';
import { walkUnderChange } from '../support/walk.ts';

test('1,000 users, while 20 clients delete and create', async () => {
  const outcome = await walkUnderChange({ users: 1_000, clients: 20, count: 20 });
  expect(outcome).toMatchObject({ lost: [], repeated: [] });
  expect(outcome.pages).toBeGreaterThanOrEqual(25);
  expect(outcome.deleted).toBeGreaterThan(100);
  expect(outcome.created).toBeGreaterThan(100);
});

test('a page of a hundred is one storage request, the first and the last alike', async () => {
  const directory = await testDirectory();
  await seedUsers(directory.writer, 550);
  const proxy = await startStorageProxy();
  const service = await startService({
    tableName: directory.tableName,
    settings: { ROLLCALL_TABLES: proxy.connectionString },
  });
  try {
    const costs: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      let next: string | undefined;
      const { requests, depth } = await proxy.count(async () => {
        const page = await read(service, '/Users', { cursor: cursor ?? '', count: 100 });
        next = page.nextCursor;
      });
      costs.push(`${requests}/${depth}`);
      cursor = next;
    }
    expect(costs).toEqual(['1/1', '1/1', '1/1', '1/1', '1/1', '1/1']);
  } finally {
    await service.stop();
    await proxy.stop();
  }
});
