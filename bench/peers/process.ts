// Starts a peer as a process of its own and asks it what it uses.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Usage } from './child.ts';

export interface PeerProcess {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly usage: () => Promise<Usage>;
  readonly stop: () => Promise<void>;
}

export interface PeerCommand {
  /** A file of this folder. */
  readonly file: string;
  readonly arguments?: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  /** Options of Node. */
  readonly node?: readonly string[];
}

/** Resolves when the peer listens. */
export async function startPeerProcess(command: PeerCommand): Promise<PeerProcess> {
  const child = spawn(
    process.execPath,
    [...(command.node ?? []), `${import.meta.dirname}/${command.file}`, ...(command.arguments ?? [])],
    {
      env: { ...process.env, NODE_ENV: 'production', ...command.settings },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const url = (await answerOf(child, command.file)) as string;
  return {
    url,
    usage: async () => {
      child.send('usage');
      return (await answerOf(child, command.file)) as Usage;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

async function answerOf(child: ChildProcess, file: string): Promise<unknown> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const failure = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`The process of ${file} ended with code ${code}.`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal }), failure])) as [unknown];
    return message;
  } finally {
    waiting.abort();
    failure.catch(() => undefined);
  }
}
