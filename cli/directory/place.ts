// Where a directory lies, as options and settings name it, and a writer for it. A connection string is a secret, so it
// comes from the environment and never from the command line, which other people on the machine can read.
import { randomUUID } from 'node:crypto';
import type { Writer } from '../../src/storage/commit.ts';
import { createWriter } from '../../src/storage/directory.ts';
import { openTable } from '../../src/storage/table.ts';
import { CommandError, type Options, type Values } from '../command.ts';
import type { Effects } from '../effects.ts';

export const PLACE_OPTIONS = {
  'tables-url': {
    value: 'url',
    says: 'https://<account>.table.core.windows.net, opened as whoever has signed in with az login. Otherwise the settings ROLLCALL_TABLES_URL or ROLLCALL_TABLES (a connection string) name it.',
  },
  table: { value: 'name', says: 'The table, "rollcall" if not given.' },
  directory: { value: 'name', says: 'The directory in it, "default" if not given.' },
} as const satisfies Options;

export interface Place {
  readonly writer: Writer;
  /** The directory's name. */
  readonly directory: string;
}

/** Asks nothing of the network. Throws CommandError where nothing names a table. */
export function openPlace(values: Values<typeof PLACE_OPTIONS>, effects: Effects): Place {
  const { ROLLCALL_TABLES, ROLLCALL_TABLES_URL, ROLLCALL_TABLE_NAME } = effects.environment;
  const url = values['tables-url'] ?? (ROLLCALL_TABLES === undefined ? ROLLCALL_TABLES_URL : undefined);
  const directory = values.directory ?? 'default';
  if (url !== undefined && !isTablesUrl(url)) {
    throw new CommandError(`--tables-url must be https://<account>.table.core.windows.net, not ${url}`, 2);
  }
  const location =
    url !== undefined
      ? { url, credential: effects.azureIdentity() }
      : ROLLCALL_TABLES !== undefined
        ? { connectionString: ROLLCALL_TABLES }
        : undefined;
  if (location === undefined) {
    throw new CommandError('Which table? Give --tables-url, or set ROLLCALL_TABLES.', 2);
  }
  const table = openTable(location, values.table ?? ROLLCALL_TABLE_NAME ?? 'rollcall');
  return { writer: createWriter(table, directory, `import-${randomUUID()}`), directory };
}

function isTablesUrl(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}
