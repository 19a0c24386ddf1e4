// SCIMMY with its Express routers on one of two stores, used as applications that have it use it (Grist does): a handler gives
// everything that it has through SCIMMY's own filter, and looks whether a userName is taken before it keeps a user.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { announce } from './child.ts';
import { createMemoryStore } from './scimmy-memory.ts';
import type { ResourceStore, StoredResource } from './scimmy-store.ts';
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
  readonly filter?: { readonly match: (resources: readonly StoredResource[]) => StoredResource[] };
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
    const all = await store.all();
    return filter?.match(all) ?? all;
  });
  declared.ingress(async (asked, given) => {
    const resource = plain(given);
    if (await isTaken(store, asked.id, resource.userName)) {
      throw new SCIMMY.Types.Error(409, 'uniqueness', 'The userName is taken.');
    }
    const id = asked.id ?? randomUUID();
    const stored = { ...resource, id, meta: { lastModified: new Date().toISOString() } };
    await store.put(id, stored);
    return stored;
  });
}

/** RFC 7643 section 4.1.1: unique, without case. Groups have no userName. */
async function isTaken(store: ResourceStore, id: string | undefined, userName: unknown): Promise<boolean> {
  if (userName === undefined) return false;
  const name = String(userName).toLowerCase();
  const all = await store.all();
  return all.some((other) => other.id !== id && String(other.userName).toLowerCase() === name);
}

function plain(given: object): StoredResource {
  return JSON.parse(JSON.stringify(given)) as StoredResource;
}
