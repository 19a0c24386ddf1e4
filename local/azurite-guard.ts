// Loaded into Azurite's process before Azurite itself, to keep two promises about the data's file. It has one owner: two
// Azurites would each write their own memory over it. And it is saved: when the process that started this one is gone,
// however it ended, Azurite shuts down as if told to, instead of staying behind or losing what it holds.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A former owner whose service was killed is still saving; it needs no longer than this. */
const WAIT_MS = 10_000;

const location = process.argv.indexOf('--location');
if (location !== -1) own(process.argv[location + 1] ?? '.');

process.once('disconnect', () => {
  const isHeard = process.emit('message', 'shutdown', undefined);
  // Not listening yet: nothing was served that would have to be saved.
  if (!isHeard) process.exit();
});

/** Waits for a former owner of the folder to end; ends this process when it lives on. */
function own(folder: string): void {
  const file = join(folder, 'owner.pid');
  mkdirSync(folder, { recursive: true });
  const deadline = Date.now() + WAIT_MS;
  while (!claim(file)) {
    const owner = Number(readFileSync(file, 'utf8'));
    if (!isAzurite(owner)) rmSync(file, { force: true });
    else if (Date.now() > deadline) fail(`${folder} is in use by the process ${owner}. Stop that one first.`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  process.once('exit', () => rmSync(file, { force: true }));
}

function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Process ids are used again, soon in a container: where it can be seen, the command line decides. */
function isAzurite(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('azurite');
  } catch {
    return true;
  }
}

function fail(problem: string): never {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
