// The stated limits at their size: queries that would read too much, pages of large groups, and a group that no answer can hold.
import type { TransactionAction } from '@azure/data-tables';
import { beforeAll, describe, expect, test } from 'vitest';
import { newUserId } from '../../src/directory/ids.ts';
import { memberKey, membersRange } from '../../src/storage/keys.ts';
import { readRange } from '../../src/storage/reads.ts';
import { type TestDirectory, testDirectory } from '../support/directory.ts';
import { patchBody, type Resource, read, refusalOf } from '../support/scim.ts';
import { seedGroup, seedUsers } from '../support/seed.ts';
import { startService, type TestService } from '../support/service.ts';

describe('20,100 users', () => {
  let service: TestService;

  beforeAll(async () => {
    const directory = await testDirectory();
    await seedUsers(directory.writer, 20_100);
    service = await startService({ tableName: directory.tableName });
    return () => service.stop();
  });

  test.each<[string, Record<string, string | number>]>([
    ['a filter without an index', { filter: 'title pr' }],
    ['sorting without a filter', { sortBy: 'userName' }],
    ['a beginning that is everybody’s', { filter: 'userName sw "user"' }],
  ])('%s is refused whole', async (_, parameters) => {
    expect(await refusalOf(service, '/Users', parameters)).toEqual([400, 'tooMany']);
  });

  test('a cursor goes through them, with early ends that are not the end', async () => {
    const met: string[] = [];
    let pages = 0;
    let cursor: string | undefined = '';
    for (; cursor !== undefined; pages += 1) {
      const page: Resource = await read(service, '/Users', {
        filter: 'name.familyName ew " 7"',
        cursor,
        count: 100,
      });
      met.push(...page.Resources.map(({ userName }: Resource) => userName));
      cursor = page.nextCursor;
    }
    expect(met).toEqual(['user7@atlas.example']);
    expect(pages).toBeGreaterThanOrEqual(10);
  });

  test('without a filter the last page costs what the first one does', async () => {
    const list = await read(service, '/Users', { startIndex: 20_095, count: 10 });
    expect([list.totalResults, list.itemsPerPage]).toEqual([20_100, 6]);
  });
});

describe('members beyond what an answer holds', () => {
  let directory: TestDirectory;
  let service: TestService;
  const large: string[] = [];
  let huge: string;

  beforeAll(async () => {
    directory = await testDirectory();
    for (let n = 0; n < 5; n += 1) large.push(await groupOfStrangers(directory, `Large ${n}`, 4_000));
    huge = await groupOfStrangers(directory, 'Huge', 100_001);
    service = await startService({ tableName: directory.tableName });
    return () => service.stop();
  });

  const filter = 'displayName sw "Large"';
  const names = ({ Resources }: Resource): string[] =>
    Resources.map(({ displayName }: Resource) => displayName);

  test('a page of groups ends early; the next one begins where it ended', async () => {
    const first = await read(service, '/Groups', { filter, startIndex: 1, count: 5 });
    expect([first.totalResults, first.itemsPerPage, names(first).length]).toEqual([5, 3, 3]);
    const second = await read(service, '/Groups', { filter, startIndex: 4, count: 5 });
    expect(second.itemsPerPage).toBe(2);
    expect([...names(first), ...names(second)].sort()).toEqual([
      'Large 0',
      'Large 1',
      'Large 2',
      'Large 3',
      'Large 4',
    ]);
  });

  test.each([{}, { sortBy: 'displayName' }])('by cursor too: %j', async (order) => {
    const first = await read(service, '/Groups', { filter, cursor: '', count: 5, ...order });
    expect(names(first)).toHaveLength(3);
    const second = await read(service, '/Groups', { filter, cursor: first.nextCursor, count: 5, ...order });
    expect(second.nextCursor).toBeUndefined();
    expect([...names(first), ...names(second)].sort()).toHaveLength(5);
  });

  test('without members the page is whole', async () => {
    const page = await read(service, '/Groups', { filter, excludedAttributes: 'members' });
    expect(page.itemsPerPage).toBe(5);
  });

  test('a group of 100,001 members is not shown with them, and said how else', async () => {
    const { status, body } = await service.request('GET', `/Groups/${huge}`);
    expect([status, body.scimType]).toEqual([400, 'tooMany']);
    expect(body.detail).toContain('excludedAttributes=members');
    const shown = await read(service, `/Groups/${huge}?excludedAttributes=members`);
    expect(shown.displayName).toBe('Huge');
  });

  test('a PATCH whose answer would show them is refused before it changes anything', async () => {
    const rename = patchBody({ op: 'replace', path: 'displayName', value: 'Renamed' });
    const { status, body } = await service.request('PATCH', `/Groups/${huge}?attributes=members`, rename);
    expect([status, body.scimType]).toEqual([400, 'tooMany']);
    expect((await read(service, `/Groups/${huge}?attributes=displayName`)).displayName).toBe('Huge');
    expect((await service.request('PATCH', `/Groups/${huge}`, rename)).status).toBe(204);
  });

  test('100,000 are shown', async () => {
    const { table, partition } = directory.writer;
    const [one] = await readRange(table, partition, membersRange(huge), { limit: 1 });
    await table.writes.deleteEntity(partition, one?.key ?? '');
    const { members } = await read(service, `/Groups/${huge}`);
    expect(members).toHaveLength(100_000);
  });
});

/** Members as the group's range holds them, without users behind them: quick to write, and nobody looks behind. */
async function groupOfStrangers({ writer }: TestDirectory, name: string, size: number): Promise<string> {
  const group = await seedGroup(writer, name, []);
  const chunks = Array.from({ length: Math.ceil(size / 100) }, (_, at) =>
    Array.from({ length: Math.min(100, size - at * 100) }, (): TransactionAction => {
      const rowKey = memberKey(group, newUserId());
      return ['create', { partitionKey: writer.partition, rowKey }];
    }),
  );
  const next = async () => {
    for (let chunk = chunks.pop(); chunk !== undefined; chunk = chunks.pop())
      await writer.table.writes.submitTransaction(chunk);
  };
  await Promise.all(Array.from({ length: 8 }, next));
  return group;
}
