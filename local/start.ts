// `npm start`: the whole service on one machine, without an Azure account. Azurite is a child process, the development
// host runs the built bundle here; whatever ends this process ends both, and Azurite saves first.
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { buildRollcall } from '../build.ts';
import { readConfig } from '../src/config.ts';
import { makeToken } from '../src/identity/token.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { consoleLink } from './console-link.ts';
import { type Host, startHost } from './host.ts';
import { keptSecret } from './secrets.ts';
import { type LocalSettings, readLocalSettings } from './settings.ts';

const PROJECT = join(import.meta.dirname, '..');
const DATA = resolve('.data');

/** What has been started, in the order to end it. */
const running: { host?: Host; azurite?: Azurite } = {};
let stopping: Promise<void> | undefined;

function stop(): Promise<void> {
  stopping ??= (async () => {
    await running.host?.stop();
    await running.azurite?.stop();
  })();
  return stopping;
}

async function start(): Promise<void> {
  const settings = readLocalSettings(process.env);
  await fillSecrets(settings);
  const isOurs = settings.tables === 'azurite';
  // Before anything is started, with a stand-in for what Azurite will be.
  readConfig({ ...(isOurs && { ROLLCALL_TABLES: 'UseDevelopmentStorage=true' }), ...process.env });
  await buildRollcall();
  if (isOurs) {
    running.azurite = await startAzurite({
      keep: settings.keep === 'memory' ? 'memory' : { folder: join(DATA, 'tables') },
    });
    process.env.ROLLCALL_TABLES = running.azurite.connectionString;
    running.azurite.process.once('exit', () => {
      if (stopping === undefined) fail(new Error('Azurite has ended, so there is no storage any more.'));
    });
  }
  const log = heldBack();
  running.host = await startHost({ folder: PROJECT, port: settings.port, log: log.write });
  await requireHealth(running.host, settings);
  announce(running.host);
  log.release();
}

/** Settings that are given win. With a key vault it holds both. */
async function fillSecrets({ keep }: LocalSettings): Promise<void> {
  if (process.env.ROLLCALL_VAULT_URL) return;
  const kept = async (name: string, make: () => string) =>
    keep === 'memory' ? make() : await keptSecret(DATA, name, make);
  process.env.ROLLCALL_TOKEN ||= await kept('token', makeToken);
  process.env.ROLLCALL_SEAL ||= await kept('seal', () => randomBytes(32).toString('base64url'));
}

async function requireHealth(host: Host, { tables }: LocalSettings): Promise<void> {
  const health = (await (await fetch(`${host.url}/health`)).json()) as Record<string, string>;
  if (health.storage !== 'ok') {
    const which = tables === 'given' ? 'The table service that the settings name' : 'Azurite';
    throw new Error(`${which} does not answer, or refuses.`);
  }
  if (health.vault === 'unreachable')
    throw new Error('The key vault that ROLLCALL_VAULT_URL names does not answer.');
}

function announce({ port }: Host): void {
  const scimUrl = `http://localhost:${port}/scim/v2`;
  const token = process.env.ROLLCALL_TOKEN ?? '<a token from the key vault>';
  const seal = process.env.ROLLCALL_SEAL;
  // With a key vault the seal lies there, and Entra lets people in.
  const page = seal === undefined ? `http://localhost:${port}/console` : consoleLink(port, seal);
  console.log(`
Rollcall is running. Ctrl-C ends it.

  SCIM URL  ${scimUrl}
  Token     ${token}
  Console   ${page}
            (the link opens once; npm run console prints another)

  curl -H "Authorization: Bearer ${token}" "${scimUrl}/Users"
`);
}

/** The service's log, held back until it runs: when it cannot, one sentence is all that is said. */
function heldBack(): { write: (level: string, message: string) => void; release: () => void } {
  const held: (() => void)[] = [];
  let isReleased = false;
  return {
    write: (level, message) => {
      if (level === 'trace' || level === 'debug') return;
      const print = () => (level === 'error' || level === 'critical' ? console.error : console.log)(message);
      if (isReleased) print();
      else held.push(print);
    },
    release: () => {
      isReleased = true;
      for (const print of held) print();
    },
  };
}

/** Says in one sentence what is wrong, and ends with what has been started. */
function fail(error: unknown): void {
  console.error(`Rollcall cannot run: ${explain(error)}`);
  process.exitCode = 1;
  void stop().finally(() => process.exit());
}

function explain(error: unknown): string {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `port ${port} is in use. Stop what uses it, or choose another, such as PORT=7072.`;
  if (code === 'EACCES' && port !== undefined)
    return `port ${port} may not be used by you. Choose another with PORT.`;
  return message;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked a second time: Azurite ends, and saves, by itself.
    if (stopping !== undefined) process.exit(130);
    void stop().finally(() => process.exit(0));
  });
}

// npm passes SIGTERM to its shell, not to us: when the one who started us is gone, so is the reason to run.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => {
    if (process.ppid !== parent && stopping === undefined) void stop().finally(() => process.exit(0));
  }, 200).unref();
}

start().catch(fail);
