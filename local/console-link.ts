// The link that opens the console: good once and for an hour, so that what stays in a terminal's history opens nothing.
// `npm run console` prints a new one while the service runs.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { mintTicket } from '../src/identity/console-session.ts';
import { readLocalSettings } from './settings.ts';

/** @param seal the secret of the service that the link is for */
export function consoleLink(port: number, seal: string): string {
  return `http://localhost:${port}/console#ticket=${mintTicket(seal, Date.now())}`;
}

/** The seal that `npm start` keeps beside the data. Throws an Error that says what to do. */
async function keptSeal(): Promise<string> {
  const file = join(resolve('.data'), 'seal');
  try {
    return process.env.ROLLCALL_SEAL?.trim() || (await readFile(file, 'utf8')).trim();
  } catch {
    throw new Error(`${file} is not there: run npm start first, in this folder and with ROLLCALL_DATA=disk.`);
  }
}

if (import.meta.main) {
  try {
    console.log(consoleLink(readLocalSettings(process.env).port, await keptSeal()));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
