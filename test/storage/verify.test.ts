// The checker finds each kind of damage, says where it is, and finds none in a directory that is sound.
import { beforeEach, describe, expect, test } from 'vitest';
import { newGroupId, newUserId } from '../../src/directory/ids.ts';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { workspaceCalled } from '../../src/directory/workspace.ts';
import {
  adminKey,
  entryKey,
  groupGuardKey,
  groupKey,
  groupNameKey,
  laneKey,
  mappingKey,
  memberKey,
  membershipKey,
  parentKey,
  settingsKey,
  sharedIndexKey,
  sweepKey,
  userGuardKey,
  userKey,
  userNameKey,
  waitingNameKey,
  workspaceGroupKey,
  workspaceKey,
  workspaceNameKey,
} from '../../src/storage/keys.ts';
import { readLaneHeads } from '../../src/storage/lanes.ts';
import type { Columns } from '../../src/storage/transaction.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import { ORIGIN, type TestDirectory, testDirectory } from '../support/directory.ts';

const WORKSPACE = workspaceCalled('Sales');
const [ADA, BOB] = [newUserId(), newUserId()];
const [SALES, CREW] = [newGroupId(), newGroupId()];

let directory: TestDirectory;
let lane: string;

/** An organization admin with all that is indexed, in a group that is mapped and in another group; a name that is waited for. */
beforeEach(async () => {
  directory = await testDirectory();
  const { store, writer } = directory;
  await store.createUser(
    ADA,
    {
      userName: 'ada',
      externalId: 'x-ada',
      displayName: 'Ada',
      emails: [{ value: 'ada@atlas.example' }],
      roles: [{ value: 'admin' }],
    },
    ORIGIN,
  );
  await store.createUser(BOB, { userName: 'bob' }, ORIGIN);
  await store.createGroup(
    SALES,
    { displayName: 'ws-Sales-role-admin', externalId: 'x-sales' },
    [ADA],
    ORIGIN,
  );
  await store.createGroup(CREW, { displayName: 'Crew' }, [SALES, BOB], ORIGIN);
  const put = { workspace: workspaceCalled('Harbour'), role: 'member' } as const;
  await store.writeWaiting('Later', { kind: 'nobody' }, { put }, ORIGIN);
  lane = (await readLaneHeads(writer.table, writer.partition))[0]?.id ?? '';
});

const rowKey = (key: string) => ({ partitionKey: directory.writer.partition, rowKey: key });
const table = () => directory.writer.table.reads;
const remove = async (key: string) => void (await table().deleteEntity(directory.writer.partition, key));
const insert = async (key: string, columns: Columns = {}) =>
  void (await table().createEntity({ ...rowKey(key), ...columns }));
const set = async (key: string, columns: Columns) =>
  void (await table().updateEntity({ ...rowKey(key), ...columns }, 'Merge'));

const verify = () => verifyDirectory(directory.writer, DEFAULT_ORGANIZATION_ROLES);

test('a sound directory has no findings', async () => {
  const { findings, users, groups, sweeps } = await verify();
  expect({ findings, users, groups, sweeps }).toEqual({ findings: [], users: 2, groups: 2, sweeps: 0 });
});

type Damage = readonly [what: string, make: () => Promise<unknown>, at: () => string[], fault: RegExp];

const MISSING: readonly Damage[] = [
  ["a user's guard", () => remove(userGuardKey(BOB)), () => [userGuardKey(BOB)], /is missing/],
  ['a userName', () => remove(userNameKey('ada')), () => [userNameKey('ada')], /is missing/],
  ["a group's guard", () => remove(groupGuardKey(CREW)), () => [groupGuardKey(CREW)], /is missing/],
  ['a group name', () => remove(groupNameKey('Crew')), () => [groupNameKey('Crew')], /is missing/],
  ['an organization admin', () => remove(adminKey(ADA)), () => [adminKey(ADA)], /is missing/],
  [
    "a user's membership",
    () => remove(membershipKey(BOB, CREW)),
    () => [membershipKey(BOB, CREW)],
    /is missing/,
  ],
  ["a group's member", () => remove(memberKey(CREW, BOB)), () => [memberKey(CREW, BOB)], /is missing/],
  ["a group's parent", () => remove(parentKey(SALES, CREW)), () => [parentKey(SALES, CREW)], /is missing/],
  ["a parent's group", () => remove(memberKey(CREW, SALES)), () => [memberKey(CREW, SALES)], /is missing/],
  [
    'a mapping beside its group',
    () => remove(mappingKey(SALES, WORKSPACE.id, 'pattern')),
    () => [mappingKey(SALES, WORKSPACE.id, 'pattern')],
    /is missing/,
  ],
  [
    'a mapping beside its workspace',
    () => remove(workspaceGroupKey(WORKSPACE.id, SALES, 'pattern')),
    () => [workspaceGroupKey(WORKSPACE.id, SALES, 'pattern')],
    /is missing/,
  ],
  [
    'a workspace',
    () => remove(workspaceKey(WORKSPACE.id)),
    () => [workspaceKey(WORKSPACE.id), workspaceNameKey('Sales')],
    /is missing|points to/,
  ],
  [
    "a workspace's name in the index",
    () => remove(workspaceNameKey('Sales')),
    () => [workspaceNameKey('Sales')],
    /is missing/,
  ],
  [
    'a waiting name in the list',
    () => remove(waitingNameKey('Later')),
    () => [waitingNameKey('Later')],
    /is missing/,
  ],
  [
    'a waiting name itself',
    () => remove(groupNameKey('Later')),
    () => [groupNameKey('Later'), waitingNameKey('Later')],
    /is missing|points to/,
  ],
  ...(
    [
      ['userExternalId', 'x-ada', ADA],
      ['userDisplayName', 'Ada', ADA],
      ['userEmail', 'ada@atlas.example', ADA],
      ['groupExternalId', 'x-sales', SALES],
    ] as const
  ).map(
    ([index, value, id]): Damage => [
      `an index row of ${index}`,
      () => remove(sharedIndexKey(index, value, id)),
      () => [sharedIndexKey(index, value, id)],
      /is missing/,
    ],
  ),
];

const WRONG: readonly Damage[] = [
  [
    'a userName that points to another user',
    () => set(userNameKey('ada'), { id: BOB }),
    () => [userNameKey('ada')],
    /has ".+" in id, but u~.+ says/,
  ],
  [
    "a workspace's name that points to another workspace",
    () => set(workspaceNameKey('Sales'), { id: workspaceCalled('Purchase').id }),
    () => [workspaceNameKey('Sales'), workspaceKey(workspaceCalled('Purchase').id)],
    /has ".+" in id, but k~.+ says|is missing/,
  ],
  [
    'two groups of one name',
    async () => {
      await set(groupKey(CREW), { json: JSON.stringify({ displayName: 'ws-Sales-role-admin' }) });
      await remove(groupNameKey('Crew'));
    },
    () => [groupNameKey('ws-Sales-role-admin')],
    /has ".+" in id, but g~.+ says/,
  ],
  [
    'a mapping with two roles',
    () => set(workspaceGroupKey(WORKSPACE.id, SALES, 'pattern'), { role: 'member' }),
    () => [mappingKey(SALES, WORKSPACE.id, 'pattern'), workspaceGroupKey(WORKSPACE.id, SALES, 'pattern')],
    /in role, but/,
  ],
  [
    'a workspace of another name',
    () => set(workspaceKey(WORKSPACE.id), { name: 'Purchase' }),
    () => [workspaceKey(WORKSPACE.id), workspaceNameKey('Sales')],
    /makes another workspace|points to/,
  ],
  [
    'an admin who is not kept as one',
    async () => {
      await set(userKey(ADA), { indexed: '' });
      await remove(adminKey(ADA));
    },
    () => [userKey(ADA)],
    /not kept as an organization admin/,
  ],
  [
    'attributes that are no JSON',
    () => set(userKey(BOB), { json: '{' }),
    () => [userKey(BOB), userNameKey('bob')],
    /cannot be read|points to/,
  ],
  [
    'a user without a revision',
    () => set(userKey(BOB), { revision: 0 }),
    () => [userKey(BOB)],
    /no revision/,
  ],
  ['a group without a stamp', () => set(groupKey(CREW), { stamp: '' }), () => [groupKey(CREW)], /no stamp/],
  [
    'a group without a date of change',
    () => set(groupGuardKey(CREW), { touched: '' }),
    () => [groupGuardKey(CREW)],
    /no date in touched/,
  ],
  [
    'settings that are no JSON',
    () => set(settingsKey(1), { organizationRoles: '[' }),
    () => [settingsKey(1)],
    /cannot be read/,
  ],
  ['a row of an unknown kind', () => insert('zz~1'), () => ['zz~1'], /of no kind/],
];

const STRAY: readonly Damage[] = [
  [
    'a userName of nobody',
    () => insert(userNameKey('eve'), { id: newUserId() }),
    () => [userNameKey('eve'), 'u~'],
    /./,
  ],
  [
    'a name that its user has no more',
    () => insert(userNameKey('eve'), { id: BOB }),
    () => [userNameKey('eve')],
    /points to/,
  ],
  [
    'an e-mail that its user has no more',
    () => insert(sharedIndexKey('userEmail', 'eve', BOB), { id: BOB }),
    () => [sharedIndexKey('userEmail', 'eve', BOB)],
    /points to/,
  ],
  [
    'a group name that its group has no more',
    () => insert(groupNameKey('Old'), { id: CREW }),
    () => [groupNameKey('Old')],
    /points to/,
  ],
  [
    "a workspace's name that it has no more",
    () => insert(workspaceNameKey('Old'), { id: WORKSPACE.id }),
    () => [workspaceNameKey('Old')],
    /points to/,
  ],
  ['an admin who is none', () => insert(adminKey(BOB), { id: BOB }), () => [adminKey(BOB)], /points to/],
  [
    'a membership of a group that is gone',
    async () => {
      await insert(membershipKey(BOB, newGroupId()));
    },
    () => ['m~', 'g~'],
    /is missing/,
  ],
  [
    'a mark of a deletion that did not happen',
    () => insert(sweepKey('user', BOB)),
    () => [sweepKey('user', BOB)],
    /marks as deleted/,
  ],
];

const LOG: readonly Damage[] = [
  ['an entry in the middle', () => remove(entryKey(lane, 2)), () => [`lane ${lane}`], /holds \d entries/],
  [
    'an entry beyond the head',
    () => insert(entryKey(lane, 99), { changes: '[]', stamp: '9999999999999' }),
    () => [`lane ${lane}`],
    /holds \d entries/,
  ],
  [
    'a lane without a head',
    () => insert(entryKey('lost', 1), { changes: '[]', stamp: '1' }),
    () => ['lane lost'],
    /no head/,
  ],
  ['a head that counts wrongly', () => set(laneKey(lane), { users: 9 }), () => ['lanes'], /sum up to/],
  [
    'an entry that is no JSON',
    () => set(entryKey(lane, 1), { changes: '[' }),
    () => [entryKey(lane, 1)],
    /cannot be read/,
  ],
  [
    'entries in no order',
    () => set(entryKey(lane, 1), { stamp: '9999999999999' }),
    () => [entryKey(lane, 2)],
    /not stamped later/,
  ],
];

describe.each([
  ['what is missing', MISSING],
  ['what is wrong', WRONG],
  ['what nobody needs', STRAY],
  ['the change log', LOG],
])('%s', (_kind, damages) => {
  test.each(damages)('%s', async (_what, make, at, fault) => {
    await make();
    const { findings } = await verify();
    const left = at();
    expect(findings.length, JSON.stringify(findings, null, 1)).toBe(left.length);
    for (const finding of findings) {
      const position = left.findIndex((key) => finding.at.includes(key));
      expect(position, `${finding.at} ${finding.fault}`).not.toBe(-1);
      left.splice(position, 1);
      expect(finding.fault).toMatch(fault);
      expect(finding.mend).not.toBe('');
    }
  });
});

test('rows that are being swept are no fault, but counted', async () => {
  const group = await directory.store.readGroup(CREW);
  if (group === undefined) throw new Error('not found');
  directory.writer.sweeps.set(CREW, Promise.resolve());
  await directory.store.deleteGroup(group, 'attributes', ORIGIN);
  const { findings, sweeps, groups } = await verify();
  expect({ findings, sweeps, groups }).toEqual({ findings: [], sweeps: 1, groups: 1 });
});
