// A process of its own that deletes a group, says so, and goes on with the sweep until it is done or killed.
import { writeSync } from 'node:fs';
import { anyVersion } from '../../src/directory/context.ts';
import { deleteGroup } from '../../src/directory/groups.ts';
import { openDirectory } from '../support/open-directory.ts';

const [connectionString = '', tableName = '', group = ''] = process.argv.slice(2);
const { context, writer } = openDirectory(connectionString, tableName);
await deleteGroup(context, group, anyVersion);
writeSync(1, 'deleted\n');
await Promise.all(writer.sweeps.values());
