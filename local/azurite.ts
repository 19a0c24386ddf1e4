// Runs Azurite's table service as a child process: the storage of a laptop and of the tests. A child, not in-process,
// because Azurite's classes are no public API and its single thread would share ours.
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer } from 'node:net';

// Azurite's published development account: no secret (https://learn.microsoft.com/azure/storage/common/storage-use-azurite).
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const GUARD = new URL('./azurite-guard.ts', import.meta.url).href;
const START_LIMIT_MS = 30_000;
/** Longer than writing the file of a million rows takes. */
const STOP_LIMIT_MS = 60_000;

export interface Azurite {
  /** For @azure/data-tables; the address is on loopback. */
  connectionString: string;
  process: ChildProcess;
  /** Lets the child save what it holds, and waits until it is gone. */
  stop: () => Promise<void>;
}

/**
 * Starts Azurite on a free loopback port and waits until it listens.
 * `keep: 'memory'` forgets everything at the end; `{ folder }` keeps the data there.
 */
export async function startAzurite(options: { keep: 'memory' | { folder: string } }): Promise<Azurite> {
  const port = await freePort();
  const main = createRequire(import.meta.url).resolve('azurite/dist/src/table/main.js');
  const storage = options.keep === 'memory' ? ['--inMemoryPersistence'] : ['--location', options.keep.folder];
  const child = spawn(
    process.execPath,
    [
      // A million rows do not fit the default heap.
      '--max-old-space-size=8192',
      '--import',
      GUARD,
      main,
      '--tableHost',
      '127.0.0.1',
      '--tablePort',
      String(port),
      '--silent',
      '--skipApiVersionCheck',
      '--disableTelemetry',
      ...storage,
    ],
    // Detached, so that Ctrl-C in a terminal reaches only us and we can end it last; on the channel hangs its life.
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], detached: true },
  );
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-2000);
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilListening(port, child, () => complaint);
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};TableEndpoint=http://127.0.0.1:${port}/${ACCOUNT};`,
    process: child,
    stop: async () => {
      // Not SIGTERM, on which Azurite would end without saving: see azurite-guard.ts.
      if (child.connected) child.disconnect();
      const hurry = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      await exited;
      clearTimeout(hurry);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilListening(port: number, child: ChildProcess, complaint: () => string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(
        `Azurite did not start: ${complaint().trim() || `it ended with code ${child.exitCode}`}`,
      );
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.end());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`Azurite did not listen on port ${port} within ${START_LIMIT_MS / 1000} s: ${complaint()}`);
}
