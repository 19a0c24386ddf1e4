// The development host: serves a Functions app's built bundle over HTTP on loopback, with the rules of the real host that
// an app can notice (each has a test under test/local/). It is no second implementation of the service: the code that
// answers is the bundle that Azure runs.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createCore, type RegisteredFunction, triggerOf, type WriteLog } from './functions-host/core.ts';
import { invoke } from './functions-host/invoke.ts';
import { loadApp } from './functions-host/load.ts';
import { compareNames, parseRoute } from './functions-host/route.ts';
import { type App, logFault, RESERVED, serve } from './functions-host/serve.ts';
import { startTimers } from './functions-host/timers.ts';

const SHUTDOWN_LIMIT_MS = 10_000;

export interface HostOptions {
  /** Holds host.json and the package.json whose `main` is the bundle. */
  readonly folder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the app's and the host's log lines go. */
  readonly log: WriteLog;
}

export interface Host {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Runs a function that is not triggered by HTTP now, and waits for it. */
  readonly trigger: (name: string) => Promise<void>;
  /** Answers what has begun, then ends timers and connections. */
  readonly stop: () => Promise<void>;
}

/** Loads the app and listens. Rejects when the bundle, host.json or the port cannot be had. */
export async function startHost({ folder, port, log }: HostOptions): Promise<Host> {
  const core = createCore(log);
  const { main } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { main: string };
  await loadApp(join(folder, main), core.api);
  await core.model().getCapabilities({});
  await core.runHooks('appStart', { hookData: {} });
  core.seal();

  const routes = routedFunctions(core.functions, await readRoutePrefix(folder));
  const server = createServer((request, response) => {
    serve({ core, routes, log }, request, response).catch((error: unknown) => {
      log('error', `The host failed: ${String(error)}`);
      response.destroy();
    });
  });
  await listen(server, port);

  const trigger = async (name: string): Promise<void> => {
    const target = core.functions.find((known) => known.name.toLowerCase() === name.toLowerCase());
    if (target === undefined) throw new Error(`There is no function "${name}".`);
    await invoke(core, target, triggerOf(target).name, { json: JSON.stringify({ IsPastDue: false }) }, log);
  };
  const stopTimers = startTimers(
    core.functions.flatMap((target) => {
      const { schedule, runOnStartup = false } = triggerOf(target).binding;
      if (schedule === undefined) return [];
      const run = () => trigger(target.name).catch((error: unknown) => logFault(log, target.name, error));
      return [{ name: target.name, schedule, runOnStartup, run }];
    }),
  );
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    trigger,
    stop: async () => {
      stopTimers();
      await close(server);
      await core.runHooks('appTerminate', { hookData: {} });
    },
  };
}

async function readRoutePrefix(folder: string): Promise<string> {
  const settings = JSON.parse(await readFile(join(folder, 'host.json'), 'utf8')) as {
    extensions?: { http?: { routePrefix?: string } };
  };
  return settings.extensions?.http?.routePrefix ?? 'api';
}

function routedFunctions(functions: readonly RegisteredFunction[], prefix: string): App['routes'] {
  return functions
    .flatMap((target) => {
      const { binding } = triggerOf(target);
      if (binding.type !== 'httpTrigger') return [];
      const template = `${prefix}/${binding.route ?? target.name}`.replace(/^\//, '');
      if (RESERVED.test(`/${template}`)) {
        throw new Error(`The route "${template}" of function "${target.name}" is reserved by the host.`);
      }
      return [{ target, methods: binding.methods ?? [], parts: parseRoute(template) }];
    })
    .sort((a, b) => compareNames(a.target.name, b.target.name));
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function close(server: Server): Promise<void> {
  const hurry = setTimeout(() => server.closeAllConnections(), SHUTDOWN_LIMIT_MS);
  // A connection that was busy when closing began is kept alive after its answer.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(hurry);
}
