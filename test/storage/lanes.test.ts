// Lanes: as many as a process has writes in flight, claimed from those that are gone before new ones are made, never above a
// number, and no write is lost when two processes meet in one.
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { describe, expect, test } from 'vitest';
import { newUserId } from '../../src/directory/ids.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { laneKey } from '../../src/storage/keys.ts';
import { type LaneHead, readLaneHeads } from '../../src/storage/lanes.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { ORIGIN, type TestDirectory, testDirectory } from '../support/directory.ts';
import { createFaults } from '../support/faults.ts';

const CAP = 256;

const create = ({ store }: TestDirectory, name = newUserId()) =>
  store.createUser(newUserId(), { userName: name }, ORIGIN);

const createMany = (directory: TestDirectory, count: number) =>
  Promise.all(Array.from({ length: count }, () => create(directory)));

const heads = ({ writer }: TestDirectory) => readLaneHeads(writer.table, writer.partition);

const findings = async ({ writer }: TestDirectory) =>
  (await verifyDirectory(writer, DEFAULT_ORGANIZATION_ROLES)).findings;

/** Lanes, all or some, as a process leaves them that was stopped, or is only slow. */
async function setLeases(
  { writer }: TestDirectory,
  until: string,
  lanes?: readonly LaneHead[],
): Promise<void> {
  for (const { id } of lanes ?? (await readLaneHeads(writer.table, writer.partition))) {
    await writer.table.reads.updateEntity(
      { partitionKey: writer.partition, rowKey: laneKey(id), until },
      'Merge',
    );
  }
}

async function makeLanes({ writer }: TestDirectory, count: number): Promise<void> {
  const row = { last: 0, first: 1, stamp: '0', users: 0, groups: 0, owner: 'x', until: '2999-01-01T00:00Z' };
  for (let done = 0; done < count; done += 100) {
    await writer.table.writes.submitTransaction(
      Array.from({ length: Math.min(100, count - done) }, (_, n) => [
        'create',
        { partitionKey: writer.partition, rowKey: laneKey(`made${done + n}`), ...row },
      ]),
    );
  }
}

describe('lanes', () => {
  test('one writer after another takes one lane, many at once take sixteen', async () => {
    const directory = await testDirectory();
    for (let n = 0; n < 5; n += 1) await create(directory);
    expect(await heads(directory)).toHaveLength(1);
    await createMany(directory, 60);
    await createMany(directory, 60);
    expect((await heads(directory)).length).toBeLessThanOrEqual(16);
    expect(await directory.store.totals()).toEqual({ users: 125, groups: 0 });
  });

  test('of another process are left alone while its lease runs, and claimed after', async () => {
    const first = await testDirectory();
    await create(first);
    await create(first.sibling());
    const others = await heads(first);
    expect(others).toHaveLength(2);
    const third = first.sibling();
    await create(third);
    expect(await heads(first)).toHaveLength(3);
    await setLeases(first, '2020-01-01T00:00:00.000Z', others);
    // Its own, which it still holds, and the two of the others.
    await createMany(third, 3);
    expect(await heads(first)).toHaveLength(3);
    await create(first.sibling());
    expect(await heads(first)).toHaveLength(4);
  });

  test('who comes back to a lane that was claimed writes in another one, once', async () => {
    const first = await testDirectory();
    const second = first.sibling();
    await create(first);
    await setLeases(first, '2020-01-01T00:00:00.000Z');
    // The lease is renewed by each write; the first process does not know that its row was written.
    await create(second);
    await create(first);
    await create(second);
    expect(await heads(first)).toHaveLength(2);
    expect(await first.store.totals()).toEqual({ users: 4, groups: 0 });
    expect(await findings(first)).toEqual([]);
  });

  test('are not made above the cap: another process is then written to between', async () => {
    const first = await testDirectory();
    await makeLanes(first, CAP);
    const all = [first, first.sibling(), first.sibling()];
    await Promise.all(all.map((each) => createMany(each, 20)));
    expect(await heads(first)).toHaveLength(CAP);
    expect(await first.store.totals()).toEqual({ users: 60, groups: 0 });
    expect(await findings(first)).toEqual([]);
  });

  test('stay below the cap when each write loses its answer and with it its lane', async () => {
    const faults = createFaults();
    const directory = await testDirectory({ policies: [faults.policy] });
    await makeLanes(directory, CAP - 10);
    await create(directory);
    for (let n = 0; n < 30; n += 1) {
      faults.arm({ 1: 'answer lost', 2: 'answer lost' });
      await create(directory);
    }
    faults.disarm();
    expect(await heads(directory)).toHaveLength(CAP);
    expect(await directory.store.totals()).toEqual({ users: 31, groups: 0 });
    expect(await findings(directory)).toEqual([]);
  });

  test('writes that waited too long for one give their place back', async () => {
    let isStuck = false;
    const stuck: PipelinePolicy = {
      name: 'stuck',
      async sendRequest(request, next) {
        while (isStuck) await new Promise((resolve) => setTimeout(resolve, 5));
        return await next(request);
      },
    };
    const directory = await testDirectory();
    const slow = directory.sibling({ policies: [stuck], patience: { lane: 30 } });
    await create(slow);
    isStuck = true;
    const first = Promise.allSettled(Array.from({ length: 60 }, () => create(slow)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    isStuck = false;
    const outcomes = (await first).map(({ status }) => status);
    expect(outcomes.filter((status) => status === 'fulfilled')).toHaveLength(16);
    const second = await createMany(slow, 16);
    expect(second.every(({ kind }) => kind === 'created')).toBe(true);
    expect(await directory.store.totals()).toEqual({ users: 33, groups: 0 });
  });
});
