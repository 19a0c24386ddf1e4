// Paging by index through a large directory: a client that walks does not have the beginning read again for each page, and
// never gets another answer for it.
import { beforeAll, expect, test } from 'vitest';
import { newUserId } from '../../src/directory/ids.ts';
import { createPositions } from '../../src/storage/positions.ts';
import { ORIGIN, type TestDirectory, testDirectory } from '../support/directory.ts';
import { seedUsers } from '../support/seed.ts';

const USERS = 3_500;
let directory: TestDirectory;
let inOrder: string[];

beforeAll(async () => {
  directory = await testDirectory();
  inOrder = (await seedUsers(directory.writer, USERS)).sort();
}, 60_000);

async function skip(count: number): Promise<[string | undefined, number]> {
  let id: string | undefined;
  const { requests } = await directory.count(async () => {
    id = await directory.store.skipUsers(count);
  });
  return [id, requests];
}

test('up to a thousand is one request', async () => {
  expect(await skip(1)).toEqual([inOrder[0], 1]);
  expect(await skip(1_000)).toEqual([inOrder[999], 1]);
});

test('a walk in pages of a hundred costs two requests a page, wherever it is', async () => {
  expect(await skip(1_100)).toEqual([inOrder[1_099], 3]);
  for (let count = 1_200; count <= USERS; count += 100)
    expect(await skip(count)).toEqual([inOrder[count - 1], 2]);
  expect(await skip(USERS)).toEqual([inOrder[USERS - 1], 1]);
  expect((await skip(USERS + 1))[0]).toBeUndefined();
});

test('who comes and who goes moves the positions: they are looked up anew', async () => {
  const id = newUserId();
  await directory.store.createUser(id, { userName: 'newcomer' }, ORIGIN);
  const now = [...inOrder, id].sort();
  for (const count of [1_500, 2_500, 3_400]) expect((await skip(count))[0]).toBe(now[count - 1]);
  const [first] = now.filter((one) => one !== id);
  const record = await directory.store.readUser(first ?? '');
  if (record === undefined) throw new Error('no such user');
  await directory.store.deleteUser(record, ORIGIN);
  const after = now.filter((one) => one !== first);
  for (const count of [1_500, 2_500, 3_400]) expect((await skip(count))[0]).toBe(after[count - 1]);
});

test('another process has positions of its own and gives the same', async () => {
  const sibling = directory.sibling();
  const [here] = await skip(3_000);
  expect(await sibling.store.skipUsers(3_000)).toBe(here);
});

test('what is remembered is bounded', () => {
  const positions = createPositions();
  positions.keepWhile('a');
  for (let position = 1; position <= 10_000; position += 1) positions.remember(position, `id${position}`);
  expect(positions.nearest(10_000)).toEqual({ position: 10_000, id: 'id10000' });
  expect(positions.nearest(8_000)).toBeUndefined();
  positions.keepWhile('a');
  expect(positions.nearest(9_000)?.position).toBe(9_000);
  positions.keepWhile('b');
  expect(positions.nearest(10_000)).toBeUndefined();
});
