// A client may name any text as a member's id. Ids are of our making, so other texts name nobody: they are not asked of
// storage, whose keys take neither slashes nor a kilobyte, and what else the request says is done.
import { expect, test } from 'vitest';
import { createGroup, patchGroup } from '../../src/directory/groups.ts';
import { PATCH_SCHEMA, parsePatch } from '../../src/scim/patch/parse.ts';
import { testDirectory } from '../support/directory.ts';
import { begin } from '../support/state.ts';

const STRANGE = ['a/b', 'a\\b', 'a#b', 'a?b', 'a%2Fb', "a'b", 'a~b', 'ü', 'x'.repeat(600)];

test.each(STRANGE)('%s', async (strange) => {
  const { context, store, writer } = await testDirectory();
  const { id } = await begin(writer, { users: ['ada', 'bob'], groups: {} });
  const members = ['ada', 'bob'].map((name) => ({ value: id(name) }));
  const { record } = await createGroup(context, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Crew',
    members: [...members, { value: strange }],
  });
  const Operations = [
    { op: 'add', path: 'members', value: [{ value: strange }] },
    { op: 'remove', path: 'members', value: [{ value: `${strange}.` }, { value: id('ada') }] },
    { op: 'remove', path: `members[value eq ${JSON.stringify(strange)}]` },
  ];
  await patchGroup(context, record.id, parsePatch({ schemas: [PATCH_SCHEMA], Operations }), undefined);
  expect((await store.pageMembers(record.id, undefined, 10)).items).toEqual([id('bob')]);
});
