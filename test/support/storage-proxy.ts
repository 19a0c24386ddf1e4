// Stands between the running service and the run's Azurite, and counts what goes through: what an HTTP request to the service
// costs in storage requests. Not counted: what no answer waits for.
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { inject } from 'vitest';
import { createRequestCounter, type RequestCount } from './count-requests.ts';

export interface StorageProxy {
  /** For ROLLCALL_TABLES of the service. */
  readonly connectionString: string;
  /** The requests that go through while `work` runs. */
  readonly count: (work: () => Promise<unknown>) => Promise<RequestCount>;
  readonly stop: () => Promise<void>;
}

/** The provisioning log and sightings, which are written beside the requests and now and then: no answer waits for them. */
const BESIDE = /log\d{6}|(?:'|%27|")h(?:~|%7e)/i;
const ENDPOINT = /TableEndpoint=(http:\/\/[^/;]+)/;

export async function startStorageProxy(): Promise<StorageProxy> {
  const direct = inject('tablesConnectionString');
  const target = new URL(ENDPOINT.exec(direct)?.[1] ?? '');
  const agent = new Agent({ keepAlive: true });
  const counter = createRequestCounter();

  async function forward(
    incoming: IncomingMessage,
    body: Buffer,
  ): Promise<{ answer: IncomingMessage; bytes: Buffer }> {
    const outgoing = request({
      agent,
      host: target.hostname,
      port: target.port,
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: incoming.headers,
    });
    outgoing.end(body);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { answer, bytes: await buffer(answer) };
  }

  const server = createServer(async (incoming, response) => {
    try {
      const body = await buffer(incoming);
      const send = () => forward(incoming, body);
      const isBeside = BESIDE.test(`${incoming.url}\n${body.toString('latin1')}`);
      const { answer, bytes } = await (isBeside ? send() : counter.pass(send));
      response.writeHead(answer.statusCode ?? 500, answer.rawHeaders).end(bytes);
    } catch {
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    connectionString: direct.replace(ENDPOINT, `TableEndpoint=http://127.0.0.1:${port}`),
    count: counter.count,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      agent.destroy();
    },
  };
}
