// The floor: for each request of the bench the storage calls that Rollcall makes for it, with rows of the same keys, number and
// size, and nothing of SCIM: no schema, filter, patch, projection, credential or error. What it answers holds just enough for the
// bench's checks. The provisioning log counts as storage calls too: its rows are gathered and written after the answer.
import { randomUUID } from 'node:crypto';
import { createFloorLog, type FloorLog } from './log.ts';
import type { FloorAction, FloorRow, FloorTable, OpenFloorTable } from './storage.ts';

export interface FloorAnswer {
  readonly status: number;
  readonly body?: string;
}

export type Floor = (method: string, url: string, body: string) => Promise<FloorAnswer>;

/** Above every key of the bench. */
const LAST = '\u00a1';
const PAGE_ROWS = 1_000;
/** As long as the record, credential and request id of a change-log entry. */
const ORIGIN = { record: 'x'.repeat(12), credential: 'laptop', request: 'x'.repeat(36) };

interface Lane {
  readonly key: string;
  readonly last: number;
  readonly etag?: string;
}

/** Makes the tables. */
export async function createFloor(open: OpenFloorTable, tableName: string): Promise<Floor> {
  const table = open(tableName);
  await table.create();
  const log = await createFloorLog(open, tableName);
  const write = createWriter(table);
  return async (method, url, body) => {
    const { pathname, searchParams } = new URL(url);
    const [collection = '', id] = pathname.split('/').slice(3);
    const handle = HANDLERS[`${method} ${collection}${id === undefined ? '' : '/id'}`];
    if (handle === undefined) return { status: 404 };
    return await handle({ table, write, log, id: id ?? '', query: searchParams, body });
  };
}

type Write = (actions: readonly FloorAction[], changes: string) => Promise<void>;

/** Each transaction carries a lane and the entry of the change log. */
function createWriter(table: FloorTable): Write {
  const free: Lane[] = [];
  let lanes = 0;
  return async (actions, changes) => {
    lanes += free.length === 0 ? 1 : 0;
    const lane = free.pop() ?? { key: `l~${String(lanes).padStart(12, '0')}`, last: 0 };
    const last = lane.last + 1;
    const columns = { owner: ORIGIN.request, until: now(), last, stamp: stamp(), users: 1, groups: 0 };
    const [etag = ''] = await table.write([
      lane.etag === undefined
        ? { do: 'insert', key: lane.key, columns: { ...columns, first: 1 } }
        : { do: 'merge', key: lane.key, columns, etag: lane.etag },
      {
        do: 'insert',
        key: `c~${lane.key.slice(2)}~${String(last).padStart(12, '0')}`,
        columns: { ...ORIGIN, stamp: stamp(), changes },
      },
      ...actions,
    ]);
    free.push({ key: lane.key, last, etag });
  };
}

interface Call {
  readonly table: FloorTable;
  readonly write: Write;
  readonly log: FloorLog;
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

const HANDLERS: Readonly<Record<string, (call: Call) => Promise<FloorAnswer>>> = {
  async 'POST Users'({ write, log, body }) {
    const id = randomUUID();
    const { userName, externalId, displayName, emails } = JSON.parse(body);
    await write(
      [
        {
          do: 'insert',
          key: `u~${id}`,
          columns: { json: body, revision: 1, created: now(), stamp: stamp(), indexed: '' },
        },
        { do: 'insert', key: `u~${id}~`, columns: {} },
        ...[
          `un~${keyText(userName)}`,
          `ux~${keyText(externalId)}~${id}`,
          `ud~${keyText(displayName)}~${id}`,
          `ue~${keyText(emails[0].value)}~${id}`,
        ].map((key) => ({ do: 'insert', key, columns: { id } }) as const),
      ],
      `[{"type":"user.created","user":"${id}","revision":1}]`,
    );
    const answer = withId(body, id);
    log([id, userName, displayName, externalId], `${body}${answer}`);
    return { status: 201, body: answer };
  },

  async 'GET Users'({ table, log, query }) {
    const name = nameIn(query);
    if (name === undefined) return await page(table, log, query.get('cursor') ?? '');
    const index = await table.get(`un~${keyText(name)}`);
    log([name], '');
    if (index === undefined) return { status: 200, body: '{"totalResults":0,"Resources":[]}' };
    const id = String(index.columns.id);
    const rows = await table.range(`u~${id}`, `u~${id}${LAST}`, PAGE_ROWS);
    return { status: 200, body: `{"totalResults":1,"Resources":[${resource(rows[0])}]}` };
  },

  async 'PATCH Users/id'({ table, write, log, id, body }) {
    const [row] = await table.range(`u~${id}`, `u~${id}${LAST}`, PAGE_ROWS);
    if (row === undefined) return { status: 404 };
    const { json, created } = row.columns;
    const columns = {
      json: String(json),
      revision: 2,
      created: String(created),
      stamp: stamp(),
      indexed: '',
    };
    await write(
      // Callers of the mix may meet: the floor does not read again.
      [{ do: 'replace', key: row.key, columns, etag: '*' }],
      `[{"type":"user.updated","user":"${id}","revision":2,"attributes":["title"]}]`,
    );
    const answer = resource(row);
    log([id], `${body}${answer}`);
    return { status: 200, body: answer };
  },

  async 'POST Groups'({ table, write, log, body }) {
    const id = randomUUID();
    const { displayName, externalId } = JSON.parse(body);
    const workspace = randomUUID();
    await write(
      [
        {
          do: 'insert',
          key: `g~${id}`,
          columns: { json: body, revision: 1, created: now(), stamp: stamp() },
        },
        { do: 'insert', key: `g~${id}~`, columns: { touched: now() } },
        { do: 'insert', key: `gn~${keyText(displayName)}`, columns: { id } },
        { do: 'insert', key: `gx~${keyText(externalId)}~${id}`, columns: { id } },
        // The bench's groups are mapped to a workspace by their names.
        {
          do: 'upsert',
          key: `g~${id}~a~${workspace}~pattern`,
          columns: { ...origin(), role: 'member', name: displayName },
        },
        { do: 'upsert', key: `w~${workspace}~${id}~pattern`, columns: { role: 'member' } },
        { do: 'upsert', key: `k~${workspace}`, columns: { name: displayName } },
        { do: 'upsert', key: `kn~${keyText(displayName)}`, columns: { id: workspace } },
        { do: 'upsert', key: 's~1', columns: {} },
      ],
      `[{"type":"group.created","group":"${id}","revision":1}]`,
    );
    // The log's sentence names the workspace.
    await table.get(`k~${workspace}`);
    log([id], `${body}${body}`);
    return { status: 201, body: withId(body, id) };
  },

  async 'GET Groups'({ table, log, query }) {
    const index = await table.get(`gn~${keyText(nameIn(query) ?? '')}`);
    log([], '');
    if (index === undefined) return { status: 200, body: '{"totalResults":0,"Resources":[]}' };
    const id = String(index.columns.id);
    const rows = await table.range(`g~${id}`, `g~${id}${LAST}`, PAGE_ROWS);
    return { status: 200, body: `{"totalResults":1,"Resources":[${resource(rows[0])}]}` };
  },

  async 'GET Groups/id'({ table, log, id }) {
    const [row] = await table.range(`g~${id}`, `g~${id}${LAST}`, PAGE_ROWS);
    log([id], '');
    return row === undefined ? { status: 404 } : { status: 200, body: resource(row) };
  },

  async 'PATCH Groups/id'({ write, log, id, body }) {
    const members = (JSON.parse(body).Operations[0].value as { value: string }[]).map(({ value }) => value);
    await write(
      [
        { do: 'merge', key: `g~${id}~`, columns: { touched: now() } },
        ...members.flatMap(
          (member) =>
            [
              { do: 'insert', key: `m~${id}~${member}`, columns: {} },
              { do: 'merge', key: `u~${member}~`, columns: {} },
              { do: 'insert', key: `u~${member}~g~${id}`, columns: origin() },
            ] as const,
        ),
      ],
      JSON.stringify(members.map((member) => ({ type: 'member.added', group: id, member }))),
    );
    log([id, ...members], body);
    return { status: 204 };
  },
};

/** A page of users who lie one after another, each with a guard and the groups. */
async function page(table: FloorTable, log: FloorLog, cursor: string): Promise<FloorAnswer> {
  const rows = await table.range(cursor === '' ? 'u~' : `u~${cursor}${LAST}`, `u~${LAST}`, PAGE_ROWS);
  log([], '');
  const users = rows.filter(({ columns }) => columns.json !== undefined);
  const shown = users.slice(0, 100);
  const last = shown.at(-1)?.key.slice(2);
  const next = users.length > shown.length ? `,"nextCursor":"${last}"` : '';
  return { status: 200, body: `{"Resources":[${shown.map(resource).join(',')}]${next}}` };
}

function resource(row: FloorRow | undefined): string {
  return row === undefined ? '' : withId(String(row.columns.json), row.key.slice(2));
}

function withId(json: string, id: string): string {
  return `{"id":"${id}",${json.slice(1)}`;
}

function nameIn(query: URLSearchParams): string | undefined {
  return /eq "(.*)"$/.exec(query.get('filter') ?? '')?.[1];
}

/** The bench's names hold letters, digits, `-`, `.`, `@` and blanks. */
function keyText(text: string): string {
  return text.toLowerCase().replaceAll(' ', '^0020');
}

const origin = () => ({ since: now(), credential: ORIGIN.credential, request: ORIGIN.request });
const now = () => new Date().toISOString();
const stamp = () => String(Date.now());
