// Stands between a peer and Azurite: counts what goes through, holds it up as a network would, and lets some of it fail.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { createAgent, exchange } from './http-exchange.ts';

export interface StorageCount {
  readonly requests: number;
  /** How many had to wait for one another. */
  readonly depth: number;
  /** What Azure bills: a request is one operation, a transaction one for each row. */
  readonly billed: number;
}

export interface StorageProxyOptions {
  /** Each answer is held back until its request has taken so long: what Azurite needs is part of it. */
  readonly requestMs?: number;
  /** The share of requests (0 to 1) that fail. */
  readonly faults?: number;
}

export interface StorageProxy {
  readonly connectionString: string;
  /** What goes through while `work` runs; to tell the depth, requests must take some time. */
  readonly count: (work: () => Promise<unknown>) => Promise<StorageCount>;
  /** Since the last `count` began. */
  readonly counted: () => StorageCount;
  /** Faults so far. */
  readonly faults: () => number;
  readonly stop: () => Promise<void>;
}

export const TABLE_ENDPOINT = /TableEndpoint=(http:\/\/[^/;]+)/;
const ZERO = { requests: 0, depth: 0, billed: 0 };

/** What happens to a request that fails, in turn: refused, cut before it is sent, its answer lost. */
const FAULTS = ['busy', 'cut', 'lost'] as const;
type Fault = (typeof FAULTS)[number];

export async function startStorageProxy(
  direct: string,
  { requestMs = 0, faults = 0 }: StorageProxyOptions = {},
): Promise<StorageProxy> {
  const target = new URL(TABLE_ENDPOINT.exec(direct)?.[1] ?? '');
  const agent = createAgent();
  let counted = ZERO;
  let inFlight = 0;
  let happened = 0;

  const forward = (incoming: IncomingMessage, body: Buffer) =>
    exchange(
      {
        agent,
        host: target.hostname,
        port: target.port,
        method: incoming.method ?? 'GET',
        path: incoming.url ?? '/',
        headers: incoming.headers,
      },
      body,
    );

  function nextFault(): Fault | undefined {
    if (Math.random() >= faults) return undefined;
    happened += 1;
    return FAULTS[happened % FAULTS.length];
  }

  const server = createServer({ noDelay: true }, async (incoming, response) => {
    const begun = performance.now();
    try {
      const body = await buffer(incoming);
      counted = {
        requests: counted.requests + 1,
        depth: counted.depth + (inFlight === 0 ? 1 : 0),
        billed: counted.billed + billedFor(incoming, body),
      };
      inFlight += 1;
      const fault = nextFault();
      try {
        if (fault === 'cut') return response.destroy();
        if (fault === 'busy') return response.writeHead(503, { 'x-ms-error-code': 'ServerBusy' }).end();
        const { status, rawHeaders, bytes } = await forward(incoming, body);
        const left = requestMs - (performance.now() - begun);
        if (left > 0) await setTimeout(left);
        if (fault === 'lost') return response.destroy();
        response.writeHead(status, [...rawHeaders]).end(bytes);
      } finally {
        inFlight -= 1;
      }
    } catch {
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    connectionString: direct.replace(TABLE_ENDPOINT, `TableEndpoint=http://127.0.0.1:${port}`),
    async count(work) {
      counted = ZERO;
      await work();
      return counted;
    },
    counted: () => counted,
    faults: () => happened,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      agent.destroy();
    },
  };
}

function billedFor({ url = '' }: IncomingMessage, body: Buffer): number {
  if (!url.endsWith('/$batch')) return 1;
  return body.toString('latin1').split(/^(?:POST|PUT|PATCH|MERGE|DELETE) /m).length - 1;
}
