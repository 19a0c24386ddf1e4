// A filter on a group's members is answered without reading them all where it only asks whether certain ids are among them,
// or whether there are any: Entra asks `id eq "…" and members eq "…"`, and a group may have a hundred thousand.
import type { CheckedFilter } from '../scim/filter/checked.ts';

/** What of a group's members decides a filter. */
export interface MembersAsked {
  /** Whether these are among them. */
  readonly ids: readonly string[];
  /** Whether there are any. */
  readonly any: boolean;
}

const NOTHING: MembersAsked = { ids: [], any: false };

/** Undefined where the filter asks for anything else of the members. */
export function membersAsked(filter: CheckedFilter): MembersAsked | undefined {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const asked = filter.terms.map(membersAsked);
      return asked.every((one) => one !== undefined)
        ? { ids: asked.flatMap(({ ids }) => ids), any: asked.some(({ any }) => any) }
        : undefined;
    }
    case 'not':
      return membersAsked(filter.term);
    case 'present':
      return isMembers(filter.target.steps) ? { ids: [], any: true } : NOTHING;
    case 'elements':
      return isMembers(filter.target.steps) ? idAsked(filter.filter, ['value']) : NOTHING;
    case 'compare':
      return isMembers(filter.target.steps) ? idAsked(filter, ['members', 'value']) : NOTHING;
  }
}

function idAsked(filter: CheckedFilter, steps: readonly string[]): MembersAsked | undefined {
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string')
    return undefined;
  return filter.target.steps?.join() === steps.join() ? { ids: [filter.value], any: false } : undefined;
}

function isMembers(steps: readonly string[] | undefined): boolean {
  return steps?.[0] === 'members';
}
