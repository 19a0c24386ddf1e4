// Groups with what they are mapped to: searched as one types, those that lead nowhere first, and what a mapping would do before
// it is made.
import * as z from 'zod';
import { eachAtOnce } from '../../directory/at-once.ts';
import { readGroup } from '../../directory/groups.ts';
import { isGroupId, isUserId } from '../../directory/ids.ts';
import { mappingsOf } from '../../directory/list-mappings.ts';
import type { NamePattern } from '../../directory/mapping-name.ts';
import { type AccessChange, previewMapping } from '../../directory/preview-mapping.ts';
import type { DirectoryStore, GroupRecord, Page } from '../../directory/store.ts';
import { whyUnmapped } from '../../directory/suggest-name.ts';
import { page, Role } from '../access/schemas.ts';
import { mappingBody, workspaceBody } from '../access/views.ts';
import type { AccessChangeBody, GroupBody, GroupMemberBody, MappingPreviewBody } from './bodies.ts';
import { consoleOperation } from './operation.ts';
import { displayName } from './users.ts';

/** Of a search: what is not among them is found by typing on. */
const FOUND = 20;
/** Groups that a page looks at for those without a mapping; then it ends early. */
const LOOKED_AT = 1_000;

const list = consoleOperation({
  method: 'GET',
  path: 'groups',
  scope: 'read',
  name: 'searchGroups',
  summary: 'Groups in order of id; those whose names begin so; or those without a mapping',
  query: z.strictObject({
    search: z.string().max(200).optional(),
    unmapped: z.enum(['true', 'false'], 'must be true or false').default('false'),
    ...page,
  }),
  async handle({ store, query, cursors }) {
    const from = await cursors.open(query.cursor);
    const after = typeof from?.after === 'string' ? from.after : undefined;
    const isWanted = query.unmapped === 'true' ? isUnmapped : () => true;
    const search = query.search?.trim() ?? '';
    const [{ items, next }, { pattern }] = await Promise.all([
      search === '' ? pageGroups(store, isWanted, after, query.page_size) : found(store, search, isWanted),
      store.settings(),
    ]);
    const data = items.map((group) => groupBody(group, pattern));
    const next_cursor = await cursors.seal(next === undefined ? undefined : { after: next });
    return { body: { object: 'list', data, next_cursor }, tagged: [data, next] };
  },
});

const read = consoleOperation({
  method: 'GET',
  path: 'groups/{id}',
  scope: 'read',
  name: 'readGroupDetail',
  summary: 'A group with its mappings',
  async handle({ store, id }) {
    const [group, { pattern }] = await Promise.all([readGroup({ store }, id), store.settings()]);
    return { body: groupBody(group, pattern) };
  },
});

const members = consoleOperation({
  method: 'GET',
  path: 'groups/{id}/members',
  scope: 'read',
  name: 'listGroupMembers',
  summary: 'The members of a group in order of id',
  query: z.strictObject(page),
  async handle({ store, id, query, cursors }) {
    await readGroup({ store }, id);
    const from = await cursors.open(query.cursor);
    const after = typeof from?.after === 'string' ? from.after : undefined;
    const { items, next } = await store.pageMembers(id, after, query.page_size);
    const data = (await eachAtOnce(items, (member) => memberBody(store, member))).filter(
      (member) => member !== undefined,
    );
    const next_cursor = await cursors.seal(next === undefined ? undefined : { after: next });
    return { body: { object: 'list', data, next_cursor }, tagged: [data, next] };
  },
});

const preview = consoleOperation({
  method: 'POST',
  path: 'mappings/preview',
  scope: 'read',
  name: 'previewMapping',
  summary: 'Who would gain and who would lose what; with the role null, if the mapping were taken away',
  body: z
    .strictObject({
      group_id: z.string().optional(),
      group_name: z.string().optional(),
      workspace: z.string(),
      role: Role.nullable(),
    })
    .refine(
      ({ group_id, group_name }) => (group_id === undefined) !== (group_name === undefined),
      'Give group_id or group_name, and not both',
    ),
  async handle({ store, body }) {
    const { group_id, group_name, workspace, role } = body;
    const group = group_id === undefined ? { name: group_name ?? '' } : { id: group_id };
    const found = await previewMapping(store, { group, workspace, role: role ?? undefined });
    const overlaps = await eachAtOnce(found.overlaps, async ({ group: other, role: given, people }) => ({
      group_id: other,
      group_name: String((await store.readGroup(other))?.attributes.displayName ?? other),
      role: given,
      people,
    }));
    return {
      body: {
        workspace: workspaceBody({
          ...found.workspace,
          status: found.isNewWorkspace ? 'archived' : 'active',
        }),
        gains: found.gains.map(changeBody),
        loses: found.loses.map(changeBody),
        gain_count: found.gainCount,
        lose_count: found.loseCount,
        exact: found.isExact,
        new_workspace: found.isNewWorkspace,
        overlaps,
      } satisfies MappingPreviewBody,
    };
  },
});

export const groupOperations = [list, read, members, preview];

async function found(
  store: DirectoryStore,
  search: string,
  isWanted: (group: GroupRecord) => boolean,
): Promise<Page<GroupRecord>> {
  const ids = isGroupId(search) ? [search] : await store.groupIds('displayName', 'startsWith', search, FOUND);
  const groups = await eachAtOnce(ids, (id) => store.readGroup(id));
  return { items: groups.filter((group) => group !== undefined).filter(isWanted), next: undefined };
}

async function pageGroups(
  store: DirectoryStore,
  isWanted: (group: GroupRecord) => boolean,
  after: string | undefined,
  limit: number,
): Promise<Page<GroupRecord>> {
  const items: GroupRecord[] = [];
  let next = after;
  for (let looked = 0; items.length < limit && looked < LOOKED_AT; ) {
    const size = limit - items.length;
    const read: Page<GroupRecord> = await store.pageGroups(next, size);
    items.push(...read.items.filter(isWanted));
    looked += size;
    next = read.next;
    if (next === undefined) break;
  }
  return { items, next };
}

function isUnmapped({ mappings }: GroupRecord): boolean {
  return mappings.length === 0;
}

function groupBody(group: GroupRecord, pattern: NamePattern): GroupBody {
  const { id, attributes, created, lastModified } = group;
  const name = String(attributes.displayName);
  return {
    object: 'group',
    id,
    display_name: name,
    external_id: typeof attributes.externalId === 'string' ? attributes.externalId : null,
    mappings: mappingsOf(group).map(mappingBody),
    near_miss: whyUnmapped(name, pattern) ?? null,
    created_at: created,
    last_updated_at: lastModified,
  };
}

async function memberBody(store: DirectoryStore, id: string): Promise<GroupMemberBody | undefined> {
  const user = isUserId(id) ? await store.readUser(id) : undefined;
  if (user === undefined) return undefined;
  return {
    id,
    user_name: String(user.attributes.userName),
    display_name: displayName(user),
    active: user.attributes.active !== false,
  };
}

function changeBody({ user, before, after }: AccessChange): AccessChangeBody {
  return {
    id: user.id,
    user_name: String(user.attributes.userName),
    display_name: displayName(user),
    before: before ?? null,
    after: after ?? null,
  };
}
