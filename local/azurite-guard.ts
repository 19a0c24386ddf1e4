// Loaded into Azurite's process before Azurite itself, to keep two promises about the data's file. It has one owner: two
// Azurites would each write their own memory over it. And it is saved: when the process that started this one is gone,
// however it ended, Azurite shuts down as if told to, instead of staying behind or losing what it holds.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An owner whose service was killed is still saving; it needs no longer than this. */
const WAIT_MS = 30_000;

const location = process.argv.indexOf('--location');
if (location !== -1) own(process.argv[location + 1] ?? '.');

process.once('disconnect', () => {
  const isHeard = process.emit('message', 'shutdown', undefined);
  // Not listening yet: nothing was served that would have to be saved.
  if (!isHeard) process.exit();
});

/** Waits for an owner that is ending; ends this process when it is not. */
function own(folder: string): void {
  const file = join(folder, 'owner.json');
  mkdirSync(folder, { recursive: true });
  const deadline = Date.now() + WAIT_MS;
  while (!claim(file)) {
    const { azurite, service } = JSON.parse(readFileSync(file, 'utf8')) as Owner;
    if (!isRunning(azurite, 'azurite')) rmSync(file, { force: true });
    else if (isRunning(service, 'node') || Date.now() > deadline) {
      process.stderr.write(`${folder} is in use by the process ${service}. Stop that one first.\n`);
      process.exit(1);
    } else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  process.once('exit', () => rmSync(file, { force: true }));
}

/** Process ids: this one, and the one that started it. */
interface Owner {
  readonly azurite: number;
  readonly service: number;
}

function claim(file: string): boolean {
  const owner: Owner = { azurite: process.pid, service: process.ppid };
  try {
    writeFileSync(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Process ids are used again, soon in a container: where it can be seen, the command line decides. */
function isRunning(pid: number, command: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(command);
  } catch {
    return true;
  }
}
