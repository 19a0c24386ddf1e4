// Answers queries: `GET` on a type or on the base URL, and `POST .search` (RFC 7644 sections 3.4.2 and 3.4.3). A query at the
// base URL asks all types; an attribute that one of them lacks has no value there.

import { groupMemberListing } from '../directory/group-members.ts';
import { BEGINNING, listByCursor } from '../directory/list-by-cursor.ts';
import { listByIndex } from '../directory/list-by-index.ts';
import type { Listing, Source } from '../directory/listing.ts';
import { groupListing, userListing } from '../directory/listings.ts';
import { showPage } from '../directory/show-page.ts';
import { adaptQuery } from '../scim/dialects/rules.ts';
import { ScimError } from '../scim/errors.ts';
import { checkFilter } from '../scim/filter/check.ts';
import { parseFilter } from '../scim/filter/parse.ts';
import { listResponse } from '../scim/list.ts';
import { wants } from '../scim/projection.ts';
import type { ResourceTypeDefinition } from '../scim/schema/definition.ts';
import { createComparator } from '../scim/sort.ts';
import { openPosition, sealPosition } from './cursor.ts';
import { contextOf, type DirectoryHandler, type DirectoryService } from './directory-service.ts';
import type { ScimRequest } from './endpoint.ts';
import { type ListRequest, type Paging, readListRequest, readSearchRequest } from './list-request.ts';
import type { ScimReply } from './reply.ts';

type Listings = (request: ScimRequest, service: DirectoryService) => readonly Listing[];

const USERS: Listings = (request, service) => [userListing(contextOf(request, service), request.baseUrl)];
const GROUPS: Listings = (request, service) => [groupListing(contextOf(request, service), request.baseUrl)];
const GROUP_MEMBERS: Listings = (request, service) => [
  groupMemberListing(contextOf(request, service), request.baseUrl),
];
const ALL: Listings = (request, service) => [...USERS(request, service), ...GROUPS(request, service)];

export const listUsers = byAddress(USERS);
export const searchUsers = byBody(USERS);
export const listGroups = byAddress(GROUPS);
export const searchGroups = byBody(GROUPS);
export const listGroupMembers = byAddress(GROUP_MEMBERS);
export const searchGroupMembers = byBody(GROUP_MEMBERS);
export const listAll = byAddress(ALL);
export const searchAll = byBody(ALL);

function byAddress(listings: Listings): DirectoryHandler {
  return async (request, service) =>
    await answer(request, service, listings(request, service), readListRequest(request.query));
}

function byBody(listings: Listings): DirectoryHandler {
  return async (request, service) =>
    await answer(request, service, listings(request, service), readSearchRequest(request.body()));
}

async function answer(
  request: ScimRequest,
  service: DirectoryService,
  listings: readonly Listing[],
  asked: ListRequest,
): Promise<ScimReply> {
  const sources = sourcesOf(request, listings, asked.filter);
  const types = listings.map(({ type }) => type);
  if (asked.sort !== undefined) refuseOrderOfMembers(types, asked.sort.by);
  const order =
    asked.sort === undefined
      ? undefined
      : { sortBy: asked.sort.by, compare: createComparator(types, asked.sort.by, asked.sort.order) };
  const { paging, selection } = asked;
  if (paging.method === 'index') {
    const { startIndex, count } = paging;
    const { found, totalResults } = await listByIndex(sources, {
      startIndex,
      count,
      compare: order?.compare,
    });
    return reply({ resources: await showPage(found, selection), totalResults, startIndex });
  }
  const binding = [request.caller.directory, 'scim', ...types.map(({ name }) => name), ...fingerprint(asked)];
  const position = await startOf(service, paging, binding);
  const page = await listByCursor(sources, { position, count: paging.count, order });
  const resources = await showPage(page.found, selection);
  const next = resources.length < page.found.length ? page.after(resources.length) : page.next;
  return reply({
    resources,
    ...(page.totalResults === undefined ? {} : { totalResults: page.totalResults }),
    ...(next === undefined ? {} : { nextCursor: await sealPosition(service.cursors, next, binding) }),
  });
}

function sourcesOf(request: ScimRequest, listings: readonly Listing[], text: string | undefined): Source[] {
  if (text === undefined) return listings.map((listing) => ({ listing, filter: undefined }));
  const filter = parseFilter(text);
  const unknown = listings.length === 1 ? 'refuse' : 'absent';
  return listings.map((listing) => {
    const adapted = adaptQuery(listing.type, filter);
    if (adapted.fired.length > 0) request.note('dialects', adapted.fired);
    const checked = checkFilter(listing.type, adapted.filter, unknown);
    return { listing: listing.narrowed?.(checked) ?? listing, filter: checked };
  });
}

async function startOf(
  service: DirectoryService,
  { cursor }: Extract<Paging, { method: 'cursor' }>,
  binding: readonly string[],
) {
  return cursor === '' ? BEGINNING : await openPosition(service.cursors, cursor, binding);
}

/** What must be the same on every page of a walk; what of a resource is shown may change. */
function fingerprint({ filter, sort }: ListRequest): string[] {
  return [filter ?? '', sort?.by.toLowerCase() ?? '', sort?.order ?? ''];
}

function reply(page: Parameters<typeof listResponse>[0]): ScimReply {
  return { status: 200, body: listResponse(page) };
}

/** Sorting by members would read all members of all groups. */
function refuseOrderOfMembers(types: readonly ResourceTypeDefinition[], sortBy: string): void {
  if (!types.some((type) => wants(type, { attributes: [sortBy] }, 'members'))) return;
  throw new ScimError('invalidValue', 'Groups cannot be sorted by their members. Sort by another attribute.');
}
