// `rollcall export`: a directory as one file, for backups and for moving to another region. The file holds personal data
// and no credential; it is readable by its owner only.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { readSnapshot } from '../../src/storage/snapshot.ts';
import { defineCommand } from '../command.ts';
import { endLine, headerLine } from './lines.ts';
import { openPlace, PLACE_OPTIONS } from './place.ts';
import { count } from './progress.ts';

export const exportCommand = defineCommand({
  name: 'export',
  does: 'Writes a directory to a file: users, groups, memberships, mappings, settings (NDJSON).',
  options: {
    to: { value: 'file', required: true, says: 'The file; - for standard output.' },
    ...PLACE_OPTIONS,
  },
  async run({ to, ...place }, effects) {
    const { writer, directory } = openPlace(place, effects);
    const progress = count(effects, 'records');
    const write = to === '-' ? writeAll(process.stdout) : writeFile(to);
    await write(async function* () {
      yield headerLine(directory);
      for await (const record of readSnapshot(writer)) {
        progress.add(1);
        yield JSON.stringify(record);
      }
      yield endLine(progress.total());
    });
    effects.tell(
      `${progress.total()} records of the directory "${directory}" written${to === '-' ? '' : ` to ${to}`}.`,
    );
    return 0;
  },
});

type Lines = () => AsyncIterable<string>;

/** Under another name until it is whole, so that nobody takes half of it for a backup. */
function writeFile(path: string): (lines: Lines) => Promise<void> {
  return async (lines) => {
    const unfinished = `${path}.unfinished`;
    const stream = createWriteStream(unfinished, { mode: 0o600 });
    await writeAll(stream)(lines);
    stream.end();
    await once(stream, 'close');
    await rename(unfinished, path);
  };
}

function writeAll(stream: Writable): (lines: Lines) => Promise<void> {
  return async (lines) => {
    const failed = once(stream, 'error').then(([error]) => Promise.reject(error));
    failed.catch(() => undefined);
    for await (const line of lines()) {
      if (!stream.write(`${line}\n`)) await Promise.race([once(stream, 'drain'), failed]);
    }
  };
}
