// Sends a request byte by byte, for what `fetch` refuses to send: odd paths, repeated headers, chunked bodies.
import { connect } from 'node:net';

export interface RawResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `head` are the lines of the request up to the blank one, without Host and Connection; `body` goes out as it is. */
export async function sendRaw(port: number, head: readonly string[], body = ''): Promise<RawResponse> {
  const socket = connect(port, '127.0.0.1');
  const [requestLine, ...headers] = head;
  socket.write(
    [requestLine, 'Host: localhost', 'Connection: close', ...headers, '', body].join('\r\n'),
    'latin1',
  );
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    ),
    body: text.slice(end + 4),
  };
}
