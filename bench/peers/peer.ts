// The peers of the bench as data: what each is and how it is started. All use the same Azurite, each a table of its own.
import { randomUUID } from 'node:crypto';
import { makeToken } from '../../src/identity/token.ts';
import { createDirectory, type Directory } from '../directory.ts';
import { createHttpClient } from '../http-client.ts';
import type { Bundles } from './bundles.ts';
import { type PeerCommand, type PeerProcess, startPeerProcess } from './process.ts';

export type PeerName = 'rollcall' | 'sdkFloor' | 'signedFloor' | 'memory' | 'naive';

export const PEERS: Readonly<Record<PeerName, string>> = {
  rollcall: 'Rollcall',
  sdkFloor: 'SDK floor',
  signedFloor: 'signed floor',
  memory: 'scimmy, memory',
  naive: 'scimmy, naive table',
};

export interface Peer extends Pick<PeerProcess, 'usage' | 'stop'> {
  readonly name: PeerName;
  readonly url: string;
  readonly tableName: string;
  readonly directory: Directory;
}

export interface PeerOptions {
  /** Of Azurite, or of a proxy before it. */
  readonly connectionString: string;
  readonly bundles: Bundles;
  readonly node?: readonly string[];
  /** Of an earlier run; otherwise new ones. */
  readonly tableName?: string;
}

/**
 * What V8 limits itself to, in MiB, where it sees the 512 MB of the smallest instance, which is what the template deploys. On a
 * machine with more it collects later, and its memory says nothing about what the service needs.
 */
export const AS_IN_512_MB: readonly string[] = ['--max-old-space-size=256', '--max-semi-space-size=1'];

function commandOf(name: PeerName, { rollcall, floor }: Bundles): Omit<PeerCommand, 'settings'> {
  switch (name) {
    case 'rollcall':
      return { file: 'functions-process.ts', arguments: [rollcall] };
    case 'sdkFloor':
      return { file: 'functions-process.ts', arguments: [floor] };
    case 'signedFloor':
      return { file: 'signed-floor-process.ts' };
    case 'memory':
      return { file: 'scimmy-process.ts', arguments: ['memory'] };
    case 'naive':
      return { file: 'scimmy-process.ts', arguments: ['table'] };
  }
}

export async function startPeer(name: PeerName, options: PeerOptions): Promise<Peer> {
  const token = makeToken();
  const tableName = options.tableName ?? `t${randomUUID().replaceAll('-', '')}`;
  const running = await startPeerProcess({
    ...commandOf(name, options.bundles),
    settings: {
      ROLLCALL_TABLES: options.connectionString,
      ROLLCALL_TABLE_NAME: tableName,
      ROLLCALL_TOKEN: token,
    },
    ...(options.node === undefined ? {} : { node: options.node }),
  });
  const client = createHttpClient(running.url, token);
  return {
    name,
    url: running.url,
    tableName,
    directory: createDirectory(client),
    usage: running.usage,
    stop: async () => {
      client.close();
      await running.stop();
    },
  };
}
