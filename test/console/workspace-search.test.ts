// Workspaces found as one types: by the beginning of their names, at the same cost in a small directory and in a large one.
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { newGroupId } from '../../src/directory/ids.ts';
import { DEFAULT_NAME_PATTERN } from '../../src/directory/mapping-name.ts';
import { planCreateGroup } from '../../src/storage/plan-group.ts';
import { type ConsoleApi, consoleApi } from '../support/console-api.ts';
import { ORIGIN, openDirectory } from '../support/open-directory.ts';
import { create, groupBody } from '../support/scim.ts';
import { commitJoined } from '../support/seed.ts';
import { startService, type TestService } from '../support/service.ts';
import { type StorageProxy, startStorageProxy } from '../support/storage-proxy.ts';

/** Of a search. */
const FOUND = 20;
const LONG = 'ö'.repeat(50);
const NAMES = ['Sales', 'Sales East', 'Straße 7', 'Café', '한국', 'a_b', 'a%b', `${LONG}1`, `${LONG}2`];

describe.each([{ workspaces: 10 }, { workspaces: 2_000 }])('among $workspaces others', ({ workspaces }) => {
  let proxy: StorageProxy;
  let service: TestService;
  let api: ConsoleApi;

  beforeAll(async () => {
    proxy = await startStorageProxy();
    service = await startService({ settings: { ROLLCALL_TABLES: proxy.connectionString } });
    api = consoleApi(service);
    for (const name of NAMES) await create(service, '/Groups', groupBody(`ws-${name}-role-member`));
    const gone = await create(service, '/Groups', groupBody('ws-Sales West-role-member'));
    await service.request('DELETE', `/Groups/${gone.id}`);
    const { writer } = openDirectory(inject('tablesConnectionString'), service.tableName);
    const teams = Array.from({ length: workspaces }, (_, n) => ({ displayName: `ws-Team ${n}-role-member` }));
    await commitJoined(
      writer,
      teams.map((group) => planCreateGroup(newGroupId(), group, DEFAULT_NAME_PATTERN, ORIGIN)),
    );
  });
  afterAll(async () => {
    await service.stop();
    await proxy.stop();
  });

  async function search(text: string): Promise<{ names: string[]; cost: string }> {
    let names: string[] = [];
    const { requests, depth } = await proxy.count(async () => {
      const { data } = await api.read(`workspaces?search=${encodeURIComponent(text)}`);
      names = data.map(({ name }: { name: string }) => name);
    });
    return { names, cost: `${requests}/${depth}` };
  }

  test.each([
    ['nothing', []],
    ['ales', []],
    ['sales e', ['Sales East']],
    [' SALES ', ['Sales', 'Sales East', 'Sales West']],
    ['STRASS', ['Straße 7']],
    ['cafe', ['Café']],
    ['café', ['Café']],
    ['하', ['한국']],
    ['a_', ['a_b']],
    ['a%', ['a%b']],
    ['~', []],
    [LONG, [`${LONG}1`, `${LONG}2`]],
    [`${LONG}2`, [`${LONG}2`]],
  ])('%s', async (text, expected) => {
    expect((await search(text)).names.sort()).toEqual(expected);
  });

  test('costs one range of the index, and three requests for each workspace found', async () => {
    expect((await search('nothing')).cost).toBe('1/1');
    expect((await search('straße')).cost).toBe('4/3');
    // No group leads to Sales West any more, so none is asked after.
    expect((await search('sales')).cost).toBe(`${1 + 3 * 3 - 1}/3`);
  });

  test('finds no more than it shows, in the order of names', async () => {
    const { names, cost } = await search('team');
    expect(names).toEqual([...names].sort().slice(0, FOUND));
    expect(names).toHaveLength(Math.min(workspaces, FOUND));
    expect(cost).toBe(`${1 + 3 * names.length}/3`);
  });
});
