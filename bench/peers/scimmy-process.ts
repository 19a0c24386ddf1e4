// SCIMMY with its Express routers, as its documentation shows them, on one of two stores.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { announce } from './child.ts';
import { createMemoryStore } from './scimmy-memory.ts';
import { nameOf, type ResourceStore, type StoredResource } from './scimmy-store.ts';
import { createTableStore, openTable } from './scimmy-table.ts';

const stores = process.argv[2] === 'table' ? await tableStores() : [createMemoryStore(), createMemoryStore()];
const [users, groups] = stores as [ResourceStore, ResourceStore];

declare(SCIMMY.Resources.User, users);
declare(SCIMMY.Resources.Group, groups);
SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
SCIMMY.Resources.declare(SCIMMY.Resources.User);
SCIMMY.Resources.declare(SCIMMY.Resources.Group);

const app = express();
app.use(
  '/scim/v2',
  new SCIMMYRouters({
    type: 'bearer',
    handler: (request) => {
      if (request.headers.authorization === `Bearer ${process.env.ROLLCALL_TOKEN}`) return 'bench';
      throw new Error('The token is wrong.');
    },
  }),
);
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

async function tableStores(): Promise<ResourceStore[]> {
  const client = openTable(process.env.ROLLCALL_TABLES ?? '', process.env.ROLLCALL_TABLE_NAME ?? '');
  await client.createTable();
  return ['Users', 'Groups'].map((partition) => createTableStore(client, partition));
}

/** What a SCIMMY resource asks its handlers for. */
interface Asked {
  readonly id?: string;
  readonly filter?: unknown;
}

/** Any of SCIMMY's resources, as far as their handlers go. */
interface Declarable {
  egress(handler: (asked: Asked) => Promise<unknown>): unknown;
  ingress(handler: (asked: Asked, given: object) => Promise<unknown>): unknown;
}

function declare(resource: unknown, store: ResourceStore): void {
  const declared = resource as Declarable;
  declared.egress(async ({ id, filter }) => {
    if (id !== undefined) {
      const found = await store.get(id);
      if (found === undefined) throw new SCIMMY.Types.Error(404, null as never, `There is no ${id}.`);
      return found;
    }
    const name = nameIn(filter);
    return name === undefined ? await store.all() : await store.find(name);
  });
  declared.ingress(async (asked, given) => {
    const resource = plain(given);
    // Only for a new one: with each change it would cost the peer another search.
    const others = asked.id === undefined ? await store.find(nameOf(resource)) : [];
    if (others.length > 0) throw new SCIMMY.Types.Error(409, 'uniqueness', 'The name is taken.');
    const id = asked.id ?? randomUUID();
    const stored = { ...resource, id, meta: { lastModified: new Date().toISOString() } };
    await store.put(id, stored);
    return stored;
  });
}

function plain(given: object): StoredResource {
  return JSON.parse(JSON.stringify(given)) as StoredResource;
}

/** The name in `userName eq "x"` or `displayName eq "x"`: the stores have an index for them. */
function nameIn(filter: unknown): string | undefined {
  const [first] = (filter ?? []) as { userName?: unknown[]; displayName?: unknown[] }[];
  const [comparison, value] = first?.userName ?? first?.displayName ?? [];
  return comparison === 'eq' ? String(value) : undefined;
}
