// Takes out of a group's operations what concerns its members, and nets it, so that a membership change neither reads nor
// writes the other members, and a member that is named five times costs one row.

import { ScimError } from '../errors.ts';
import { checkElementFilter } from '../filter/check.ts';
import { type CheckedFilter, conditionsIn } from '../filter/checked.ts';
import { matches } from '../filter/matches.ts';
import { printPath } from '../path/print.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from '../schema/definition.ts';
import { findAttribute, resolveAttribute } from '../schema/lookup.ts';
import { type MemberReference, readMemberValues } from '../schema/members.ts';
import type { ResourceTypeName } from '../schema/registry.ts';
import { shown } from '../shown.ts';
import type { PatchOperation } from './operation.ts';
import { findTarget } from './target.ts';
import { MAX_WORK, spend } from './work.ts';

/** One change of the members. */
export type MemberStep =
  | { readonly kind: 'add'; readonly members: readonly MemberReference[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'remove matching'; readonly filter: CheckedFilter }
  | { readonly kind: 'set'; readonly members: readonly MemberReference[] };

/** A step whose effect does not depend on who is a member. */
type NamingStep = Exclude<MemberStep, { kind: 'remove matching' }>;

export type MemberPlan =
  | { readonly kind: 'none' }
  /** Each id is in one of the two lists, once; whether it is a member now makes no difference. */
  | { readonly kind: 'edit'; readonly add: readonly MemberReference[]; readonly remove: readonly string[] }
  /** The members become these, whoever they are now. */
  | { readonly kind: 'replace'; readonly members: readonly MemberReference[] }
  /** Who stays depends on the present members: see `resolveMembers`. */
  | { readonly kind: 'filter'; readonly steps: readonly MemberStep[] };

export interface GroupPlan {
  /** The operations that are left for `applyPatch`. */
  readonly attributeOperations: readonly PatchOperation[];
  readonly members: MemberPlan;
}

/**
 * Splits the operations on a group. A type without members keeps them all.
 * Throws `invalidValue` for a faulty member, `mutability` for a path into a member, which can only be added or removed whole.
 */
export function planMembers(type: ResourceTypeDefinition, operations: readonly PatchOperation[]): GroupPlan {
  const definition = findAttribute(type.schema.attributes, 'members');
  const attributeOperations: PatchOperation[] = [];
  const steps: MemberStep[] = [];
  for (const operation of operations) {
    const found = resolveAttribute(type, operation.path.attribute);
    const isOfMembers = definition !== undefined && found?.attribute === definition;
    // A part of a member that no schema defines is for applyPatch to skip.
    if (!isOfMembers || findTarget(type, {}, operation).kind === 'unknown')
      attributeOperations.push(operation);
    else steps.push(readStep(type, definition, operation, found.subAttribute !== undefined));
  }
  return { attributeOperations, members: plan(steps) };
}

/**
 * The members that a plan which depends on the present ones leads to.
 * Throws `payloadTooLarge` when the filters have more to evaluate than one request may ask for.
 * @param typeOf the resource type that the id of a member tells, for members whose type the request did not say
 */
export function resolveMembers(
  { steps }: Extract<MemberPlan, { kind: 'filter' }>,
  present: readonly MemberReference[],
  typeOf: (id: string) => ResourceTypeName,
): MemberReference[] {
  const members = new Map(present.map((member) => [member.value, member]));
  const work = { left: MAX_WORK };
  for (const step of steps) {
    if (step.kind === 'remove matching') {
      spend(work, members.size * conditionsIn(step.filter));
      for (const member of [...members.values()]) {
        if (matches(step.filter, { type: typeOf(member.value), ...member })) members.delete(member.value);
      }
    } else applyStep(members, step);
  }
  return [...members.values()];
}

function applyStep(members: Map<string, MemberReference>, step: NamingStep): void {
  if (step.kind === 'remove') {
    for (const id of step.ids) members.delete(id);
    return;
  }
  if (step.kind === 'set') members.clear();
  for (const member of step.members) members.set(member.value, { ...members.get(member.value), ...member });
}

function readStep(
  type: ResourceTypeDefinition,
  definition: AttributeDefinition,
  operation: PatchOperation,
  isDotted: boolean,
): MemberStep {
  const { op, path, value } = operation;
  if (isDotted || path.subAttribute !== undefined || (path.filter !== undefined && op !== 'remove')) {
    throw new ScimError(
      'mutability',
      `The path ${shown(printPath(path))} changes a part of a member, which is immutable. Remove the member, or add another one.`,
    );
  }
  if (path.filter !== undefined) {
    if (value !== undefined) {
      throw new ScimError(
        'invalidValue',
        `Removing ${shown(printPath(path))} takes no value: its filter says which members go. Leave the value out.`,
      );
    }
    const filter = checkElementFilter(definition, path.filter);
    const ids = idsIn(filter);
    return ids === undefined ? { kind: 'remove matching', filter } : { kind: 'remove', ids };
  }
  if (op === 'remove' && value === undefined) return { kind: 'set', members: [] };
  const members = readMemberValues(type, value ?? null);
  if (op === 'replace') return { kind: 'set', members };
  return op === 'add'
    ? { kind: 'add', members }
    : { kind: 'remove', ids: members.map((member) => member.value) };
}

/** The ids that a filter names when it says nothing but `value eq "a" or value eq "b"`. */
function idsIn(filter: CheckedFilter): readonly string[] | undefined {
  if (filter.kind === 'compare') {
    const isId = filter.operator === 'eq' && filter.target.steps?.join() === 'value';
    return isId && typeof filter.value === 'string' ? [filter.value] : undefined;
  }
  if (filter.kind !== 'or') return undefined;
  const ids = filter.terms.map(idsIn);
  return ids.every((one) => one !== undefined) ? ids.flat() : undefined;
}

function plan(steps: readonly MemberStep[]): MemberPlan {
  if (steps.length === 0) return { kind: 'none' };
  const lastSet = steps.findLastIndex(({ kind }) => kind === 'set');
  // Whatever came before the last step that sets all members has no effect.
  const effective = lastSet < 0 ? steps : steps.slice(lastSet);
  const named = effective.filter((step) => step.kind !== 'remove matching');
  if (named.length < effective.length) return { kind: 'filter', steps: effective };
  return lastSet < 0 ? net(named) : { kind: 'replace', members: all(named) };
}

function all(steps: readonly NamingStep[]): MemberReference[] {
  const members = new Map<string, MemberReference>();
  for (const step of steps) applyStep(members, step);
  return [...members.values()];
}

/** What is left of steps that add and remove: of each member the last one counts. */
function net(steps: readonly NamingStep[]): MemberPlan {
  const add = new Map<string, MemberReference>();
  const remove = new Set<string>();
  for (const step of steps) {
    applyStep(add, step);
    if (step.kind === 'remove') for (const id of step.ids) remove.add(id);
    else for (const member of step.members) remove.delete(member.value);
  }
  return { kind: 'edit', add: [...add.values()], remove: [...remove] };
}
