// A process of its own that adds the members that it is told of to a group, in one request.
import { patchGroup } from '../../src/directory/groups.ts';
import { PATCH_SCHEMA, parsePatch } from '../../src/scim/patch/parse.ts';
import { openDirectory } from '../support/open-directory.ts';

export interface AddMembers {
  readonly group: string;
  readonly members: readonly string[];
}

const [connectionString = '', tableName = ''] = process.argv.slice(2);
const { context } = openDirectory(connectionString, tableName);

process.once('message', async ({ group, members }: AddMembers) => {
  const value = members.map((id) => ({ value: id }));
  const operations = parsePatch({
    schemas: [PATCH_SCHEMA],
    Operations: [{ op: 'add', path: 'members', value }],
  });
  await patchGroup(context, group, operations, undefined);
  process.disconnect();
});
process.send?.('ready');
