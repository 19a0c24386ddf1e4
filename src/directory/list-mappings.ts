// Lists mappings, those that wait for a group's name after the others. Conditions are looked at on what a page reads; the
// group and the workspace also decide what is read. What a group that is gone has left over counts no more.
import { isGroupId } from './ids.ts';
import { type GroupReference, groupMapping, type Mapping, waitingMapping } from './mappings.ts';
import type { DirectoryStore, GroupRecord, MappingSource } from './store.ts';
import type { Workspace } from './workspace.ts';
import type { WorkspaceRole } from './workspace-role.ts';

export interface MappingQuery {
  readonly group?: GroupReference | undefined;
  /** An id. */
  readonly workspace?: string | undefined;
  readonly role?: WorkspaceRole | undefined;
  readonly source?: MappingSource | undefined;
}

/** Where the next page begins: among the mappings of groups, or among the names for which mappings wait. */
export interface MappingPosition {
  readonly of: 'groups' | 'names';
  readonly after: string | undefined;
}

export interface MappingPage {
  readonly items: readonly Mapping[];
  readonly next: MappingPosition | undefined;
}

/** Rows that a page may look at beyond what it shows. */
const LOOKED_AT = 1_000;
/** Names read at a time; a page holds all mappings of a name or none, so it may be longer than asked for. */
const NAMES = 10;

const START: MappingPosition = { of: 'groups', after: undefined };

/** About `limit` mappings. A page may be shorter and yet not the last. */
export async function pageMappings(
  store: DirectoryStore,
  query: MappingQuery,
  from: MappingPosition = START,
  limit: number,
): Promise<MappingPage> {
  if (query.group !== undefined) return await ofGroup(store, query.group, query, from, limit);
  const items: Mapping[] = [];
  let position: MappingPosition | undefined = from;
  for (let looked = 0; position !== undefined && items.length < limit && looked < LOOKED_AT; ) {
    const page: MappingPage & { looked: number } =
      position.of === 'groups'
        ? await ofGroups(store, query, position.after, limit - items.length)
        : await ofNames(store, position.after);
    items.push(...page.items.filter((mapping) => isWanted(mapping, query)));
    looked += page.looked;
    position = page.next?.of === 'names' && query.source === 'pattern' ? undefined : page.next;
  }
  return { items, next: position };
}

async function ofGroups(
  store: DirectoryStore,
  { workspace }: MappingQuery,
  after: string | undefined,
  limit: number,
): Promise<MappingPage & { looked: number }> {
  const { items, next } = await store.pageMappings(workspace, after, limit);
  const [first, last] = [items[0], items.at(-1)];
  const [workspaces, names] =
    first === undefined || last === undefined
      ? [[], new Map<string, string>()]
      : await Promise.all([
          store.workspacesBetween(first.workspace, last.workspace),
          store.groupNames(items.map(({ group }) => group)),
        ]);
  const byId = new Map<string, Workspace>(workspaces.map((each) => [each.id, each]));
  return {
    items: items.flatMap(({ group, workspace: id, role, source }) => {
      const [found, name] = [byId.get(id), names.get(group)];
      return found === undefined || name === undefined
        ? []
        : [{ group: { id: group, name }, workspace: found, role, source }];
    }),
    next: next === undefined ? { of: 'names', after: undefined } : { of: 'groups', after: next },
    looked: items.length,
  };
}

async function ofNames(
  store: DirectoryStore,
  after: string | undefined,
): Promise<MappingPage & { looked: number }> {
  const { items, next } = await store.pageWaiting(after, NAMES);
  const mappings = items.flatMap(({ name, mappings }) =>
    mappings.map((mapping) => waitingMapping(name, mapping)),
  );
  return {
    items: mappings,
    next: next === undefined ? undefined : { of: 'names', after: next },
    looked: mappings.length,
  };
}

/** Those of one group lie together: they are read whole, and a page is a part of them. */
async function ofGroup(
  store: DirectoryStore,
  group: GroupReference,
  query: MappingQuery,
  { after }: MappingPosition,
  limit: number,
): Promise<MappingPage> {
  const wanted = (await allOf(store, group)).filter((mapping) => isWanted(mapping, query));
  const left = wanted.filter((mapping) => after === undefined || placeOf(mapping) > after);
  const items = left.slice(0, limit);
  const last = items.at(-1);
  const next: MappingPosition | undefined =
    last === undefined || items.length === left.length ? undefined : { of: 'groups', after: placeOf(last) };
  return { items, next };
}

async function allOf(store: DirectoryStore, group: GroupReference): Promise<Mapping[]> {
  if ('name' in group) {
    const holder = await store.readName(group.name);
    if (holder.kind === 'group') return await allOf(store, { id: holder.id });
    const waiting = holder.kind === 'waiting' ? holder.mappings : [];
    return inPlace(waiting.map((mapping) => waitingMapping(group.name, mapping)));
  }
  const found = isGroupId(group.id) ? await store.readGroup(group.id) : undefined;
  return found === undefined ? [] : mappingsOf(found);
}

/** The mappings of a group that was read, in the order of their workspaces' ids. */
export function mappingsOf(group: GroupRecord): Mapping[] {
  return inPlace(group.mappings.map((mapping) => groupMapping(group, mapping)));
}

function inPlace(mappings: readonly Mapping[]): Mapping[] {
  return mappings.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function placeOf({ workspace, source }: Mapping): string {
  return `${workspace.id} ${source}`;
}

function isWanted(mapping: Mapping, { workspace, role, source }: MappingQuery): boolean {
  return (
    (workspace === undefined || mapping.workspace.id === workspace) &&
    (role === undefined || mapping.role === role) &&
    (source === undefined || mapping.source === source)
  );
}
