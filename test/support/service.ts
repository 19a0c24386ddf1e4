// The real service for a test: the development host on the built bundle, on a table of its own in the run's Azurite. In
// this process (quick) or as a child process, for races between processes and for killing it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { inject } from 'vitest';
import { type Host, startHost } from '../../local/host.ts';
import { makeToken } from '../../src/identity/token.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; undefined where there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into bodies of any shape, and fails where it is another.
  readonly body: any;
}

export interface TestService {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The SCIM base URL. */
  readonly scimUrl: string;
  readonly token: string;
  readonly tableName: string;
  /** `path` is relative to the SCIM base URL; a `body` that is no string is sent as JSON. Headers replace the usual ones. */
  readonly request: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

export interface ServiceOptions {
  /** A table that another service uses too; otherwise a new one. */
  readonly tableName?: string;
  /** Further settings (ROLLCALL_...); undefined removes one of the usual ones. */
  readonly settings?: Readonly<Record<string, string | undefined>>;
}

/** Starts the service in this process. Log lines go to `log`; `trigger` runs one of its timers now. */
export async function startService(
  options: ServiceOptions & { readonly log?: (line: string) => void } = {},
): Promise<TestService & Pick<Host, 'trigger'>> {
  const settings = settingsOf(options);
  const log = options.log ?? (() => undefined);
  const host = await withEnvironment(settings, async () => {
    const started = await startHost({
      folder: bundleFolder(),
      port: 0,
      log: (_level, message) => log(message),
    });
    // The service reads its settings when the first request comes.
    await fetch(`${started.url}/health`);
    return started;
  });
  return { ...clientOf(host.url, settings), stop: host.stop, trigger: host.trigger };
}

export interface ServiceProcess extends TestService {
  /** Ends it at once, in the middle of whatever it does. */
  readonly kill: () => Promise<void>;
}

/** Starts the service as a process of its own. */
export async function startServiceProcess(options: ServiceOptions = {}): Promise<ServiceProcess> {
  const settings = settingsOf(options);
  const child = spawn(process.execPath, [`${import.meta.dirname}/service-process.ts`, bundleFolder()], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [url] = (await Promise.race([once(child, 'message'), failure(child)])) as [string];
  const end = async (act: () => void): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    act();
    await exited;
  };
  return {
    ...clientOf(url, settings),
    stop: () => end(() => child.disconnect()),
    kill: () => end(() => child.kill('SIGKILL')),
  };
}

async function failure(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`The service's process ended with code ${code} before it listened.`);
}

function bundleFolder(): string {
  const bundle = inject('bundle');
  if ('problem' in bundle) throw new Error(bundle.problem);
  return bundle.folder;
}

type Settings = Readonly<Record<string, string | undefined>>;

function settingsOf({ tableName, settings }: ServiceOptions): Settings {
  return {
    ROLLCALL_TABLES: inject('tablesConnectionString'),
    ROLLCALL_TABLE_NAME: tableName ?? `t${crypto.randomUUID().replaceAll('-', '')}`,
    ROLLCALL_TOKEN: makeToken(),
    ...settings,
  };
}

async function withEnvironment<Result>(settings: Settings, work: () => Promise<Result>): Promise<Result> {
  const before = Object.fromEntries(Object.keys(settings).map((name) => [name, process.env[name]]));
  setEnvironment(settings);
  try {
    return await work();
  } finally {
    setEnvironment(before);
  }
}

function setEnvironment(settings: Settings): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

function clientOf(url: string, settings: Settings): Omit<TestService, 'stop'> {
  const token = settings.ROLLCALL_TOKEN ?? '';
  const scimUrl = `${url}/scim/v2`;
  return {
    url,
    scimUrl,
    token,
    tableName: settings.ROLLCALL_TABLE_NAME ?? '',
    request: async (method, path, body, headers) => {
      const response = await fetch(`${scimUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
  };
}
