// `npm run verify-directory`: reads every row of a directory and says what is wrong with it and how to mend it. On the table
// service that the settings name, or on the data that `npm start` keeps.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { createAzureCredential } from '../src/identity/azure-credential.ts';
import { knownDirectories } from '../src/storage/directories.ts';
import { keyText } from '../src/storage/keys.ts';
import { isTableMissing } from '../src/storage/reads.ts';
import { openTable } from '../src/storage/table.ts';
import { type Verification, verifyDirectory } from '../src/storage/verify.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { readLocalSettings } from './settings.ts';

const DATA = resolve('.data', 'tables');
const DEFAULT_DIRECTORY = 'default';

const STORAGE_SETTINGS = [
  'ROLLCALL_TABLES',
  'ROLLCALL_TABLES_URL',
  'ROLLCALL_TABLE_NAME',
  'ROLLCALL_ORGANIZATION_ROLES',
  'AZURE_CLIENT_ID',
];

type Environment = Readonly<Record<string, string | undefined>>;

async function main(environment: Environment, argv: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({ args: [...argv], options: { directory: { type: 'string' } } });
  let azurite: Azurite | undefined;
  if (readLocalSettings(environment).tables === 'azurite') {
    if (!existsSync(DATA)) throw new Error(`There is no data in ${DATA} yet; npm start makes some.`);
    azurite = await startAzurite({ keep: { folder: DATA } });
  }
  try {
    const given = azurite === undefined ? {} : { ROLLCALL_TABLES: azurite.connectionString };
    return await verify({ ...environment, ...given }, values.directory ?? DEFAULT_DIRECTORY);
  } finally {
    await azurite?.stop();
  }
}

async function verify(environment: Environment, directory: string): Promise<boolean> {
  const { tables, tableName, organizationRoles, host, managedIdentityClientId } = storageConfig(environment);
  const credential = createAzureCredential({ host, clientId: managedIdentityClientId });
  const table = openTable('url' in tables ? { ...tables, credential } : tables, tableName);
  try {
    const verification = await verifyDirectory({ table, partition: keyText(directory) }, organizationRoles);
    if (verification.rows > 0) return report(directory, verification);
    const known = await knownDirectories(table);
    const others = known.length === 0 ? 'none has been written yet' : `there are: ${known.join(', ')}`;
    throw new Error(`There is no directory called ${JSON.stringify(directory)}; ${others}.`);
  } catch (error) {
    if (!isTableMissing(error)) throw error;
    throw new Error(`There is no table called ${JSON.stringify(tableName)}. ROLLCALL_TABLE_NAME says which.`);
  }
}

/** Of the service's settings those that storage needs; its secrets take no part. */
function storageConfig(environment: Environment) {
  const picked = STORAGE_SETTINGS.map((name) => [name, environment[name]] as const);
  return readConfig({ ...Object.fromEntries(picked), ROLLCALL_TOKEN: 'takes-no-part' });
}

function report(directory: string, { findings, rows, users, groups, sweeps }: Verification): boolean {
  console.log(
    `The directory ${directory} has ${rows} rows: ${users} users, ${groups} groups and what belongs to them.`,
  );
  if (sweeps > 0) {
    console.log(`Deletions that are not swept yet: ${sweeps}. The service finishes them within 15 minutes.`);
  }
  if (findings.length === 0) console.log('Everything is as it should be.');
  else {
    console.log(
      `${findings.length} findings. Should the service have been writing meanwhile, run this again first.`,
    );
  }
  for (const { at, fault, mend } of findings) console.log(`\n${at}\n  ${fault}\n  ${mend}`);
  return findings.length === 0;
}

main(process.env, process.argv.slice(2)).then(
  (isSound) => {
    process.exitCode = isSound ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
