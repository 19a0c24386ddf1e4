// Puts the resources of a page together. Members of groups are read for it, and a page of groups may have millions: it ends
// early where they become too many, which both ways of paging allow.
import type { JsonObject } from '../scim/json.ts';
import type { Selection } from '../scim/projection.ts';
import type { Candidate } from './listing.ts';

/** A page ends behind the group with which it holds more members than this. */
export const MEMBERS_A_PAGE = 10_000;
/** Groups whose members are read at the same time. */
const AT_ONCE = 4;

/** The resources of the page as the answer shows them: all candidates, or the first of them. */
export async function showPage(
  candidates: readonly Candidate[],
  selection: Selection,
): Promise<JsonObject[]> {
  const shown: JsonObject[] = [];
  let members = 0;
  for (let at = 0; at < candidates.length && members <= MEMBERS_A_PAGE; at += AT_ONCE) {
    const next = candidates.slice(at, at + AT_ONCE);
    for (const resource of await Promise.all(next.map((candidate) => candidate.shown(selection)))) {
      if (members > MEMBERS_A_PAGE) break;
      shown.push(resource);
      members += membersIn(resource);
    }
  }
  return shown;
}

/** How many members the resource shows. */
export function membersIn({ members }: JsonObject): number {
  return Array.isArray(members) ? members.length : 0;
}
