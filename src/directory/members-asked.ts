// A filter on a group's members is answered without reading them all where it only asks whether certain ids are among them:
// Entra asks `id eq "…" and members eq "…"`, and a group may have a hundred thousand.
import type { CheckedFilter } from '../scim/filter/checked.ts';

/** The ids that the filter asks after; undefined where it asks for anything else of the members. */
export function membersAsked(filter: CheckedFilter): readonly string[] | undefined {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const asked = filter.terms.map(membersAsked);
      return asked.includes(undefined) ? undefined : asked.flatMap((ids) => ids ?? []);
    }
    case 'not':
      return membersAsked(filter.term);
    case 'present':
      return isMembers(filter.target.steps) ? undefined : [];
    case 'elements':
      return isMembers(filter.target.steps) ? idAsked(filter.filter, ['value']) : [];
    case 'compare':
      return isMembers(filter.target.steps) ? idAsked(filter, ['members', 'value']) : [];
  }
}

function idAsked(filter: CheckedFilter, steps: readonly string[]): readonly string[] | undefined {
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string')
    return undefined;
  return filter.target.steps?.join() === steps.join() ? [filter.value] : undefined;
}

function isMembers(steps: readonly string[] | undefined): boolean {
  return steps?.[0] === 'members';
}
