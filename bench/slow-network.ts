// A network between a peer and Azurite: nothing is read or changed, only each answer comes no sooner than so many milliseconds
// after its request. It looks at bytes, not at HTTP, because whatever it takes itself would count as the peer's time.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { TABLE_ENDPOINT } from './storage-proxy.ts';

export interface SlowNetwork {
  readonly connectionString: string;
  readonly stop: () => Promise<void>;
}

export async function startSlowNetwork(direct: string, roundTripMs: number): Promise<SlowNetwork> {
  const target = new URL(TABLE_ENDPOINT.exec(direct)?.[1] ?? '');
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (peer) => {
    const storage = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    for (const [one, other] of [
      [peer, storage],
      [storage, peer],
    ] as const) {
      sockets.add(one);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.on('error', () => other.destroy());
    }
    relay(peer, storage, roundTripMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    connectionString: direct.replace(TABLE_ENDPOINT, `TableEndpoint=http://127.0.0.1:${port}`),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** One request at a time on a connection: what comes from the peer after an answer has begun is the next request. */
function relay(peer: Socket, storage: Socket, roundTripMs: number): void {
  let due = 0;
  let isAnswered = true;
  let sent = Promise.resolve();
  peer.on('data', (bytes) => {
    if (isAnswered) due = performance.now() + roundTripMs;
    isAnswered = false;
    storage.write(bytes);
  });
  storage.on('data', (bytes) => {
    isAnswered = true;
    const time = due;
    sent = sent.then(() => until(time)).then(() => void peer.write(bytes));
  });
}

/** A timer is up to a millisecond late: the last stretch is waited for awake. */
async function until(time: number): Promise<void> {
  const left = time - performance.now();
  if (left > AWAKE_MS) await setTimeout(left - AWAKE_MS);
  while (performance.now() < time) await setImmediate();
}

const AWAKE_MS = 1.5;
