// The bench's HTTP client: node:http and nothing else, because whatever it costs is in every figure.
import type { IncomingHttpHeaders } from 'node:http';
import { createAgent, exchange } from './http-exchange.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface HttpClient {
  /** `path` is below the SCIM base URL; a body is sent as JSON. */
  readonly send: (method: string, path: string, body?: unknown) => Promise<Answer>;
  readonly close: () => void;
}

/** @param url of the server: `http://127.0.0.1:<port>` */
export function createHttpClient(url: string, token: string): HttpClient {
  const { hostname, port } = new URL(url);
  const agent = createAgent();
  const authorization = `Bearer ${token}`;
  return {
    async send(method, path, body) {
      const content = body === undefined ? undefined : JSON.stringify(body);
      const type =
        content === undefined
          ? {}
          : { 'content-type': 'application/scim+json', 'content-length': Buffer.byteLength(content) };
      const answer = await exchange(
        {
          agent,
          host: hostname,
          port,
          method,
          path: `/scim/v2${path}`,
          headers: { authorization, ...type },
        },
        content,
      );
      return { status: answer.status, headers: answer.headers, text: answer.bytes.toString() };
    },
    close: () => agent.destroy(),
  };
}
