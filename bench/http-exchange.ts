// One request with node:http and its whole answer, on connections that are kept.
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Exchange {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly bytes: Buffer;
}

/** Servers close a connection that was idle for five seconds: it is given up before, or a request would meet its end. */
const IDLE_MS = 2_000;

export function createAgent(): Agent {
  return new Agent({ keepAlive: true, timeout: IDLE_MS });
}

export function exchange(options: RequestOptions, body?: string | Buffer): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const outgoing = request(options, (answer) => {
      const { statusCode = 0, headers, rawHeaders } = answer;
      buffer(answer).then((bytes) => resolve({ status: statusCode, headers, rawHeaders, bytes }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
