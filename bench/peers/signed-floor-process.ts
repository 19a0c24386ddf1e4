// The physical limit: node:http and requests signed by hand, without Functions and without an SDK.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createFloor } from '../floor/requests.ts';
import { openSignedTables } from '../floor/signed-table.ts';
import { announce } from './child.ts';

const floor = await createFloor(
  openSignedTables(process.env.ROLLCALL_TABLES ?? ''),
  process.env.ROLLCALL_TABLE_NAME ?? '',
);
const server = createServer(async (request, response) => {
  try {
    const url = `http://${request.headers.host}${request.url}`;
    const { status, body } = await floor(request.method ?? 'GET', url, await text(request));
    response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/scim+json' });
    response.end(body);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
