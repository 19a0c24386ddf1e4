// Creating, reading, changing and deleting users. A request's body has been adapted from its dialect; here it is read by the
// schemas and written, or refused with what the client can do about it.

import { ScimError } from '../scim/errors.ts';
import { isObject, type JsonObject } from '../scim/json.ts';
import { applyPatch } from '../scim/patch/apply.ts';
import type { PatchOperation } from '../scim/patch/operation.ts';
import { checkImmutable, readAttributes } from '../scim/schema/validate.ts';
import { checkAllowedDomain } from './allowed-domains.ts';
import { untilSettled } from './attempts.ts';
import type { CheckVersion, DirectoryContext } from './context.ts';
import { isUserId, newUserId } from './ids.ts';
import type { Taken, UserRecord } from './store.ts';

/** Each e-mail has an index row, and all rows of a write go into one transaction. */
export const EMAILS_LIMIT = 30;

export async function createUser(context: DirectoryContext, body: JsonObject): Promise<UserRecord> {
  const attributes = readAttributes(context.registry.resourceType('User'), body, 'create');
  checkEmails(attributes);
  checkAllowedDomain(attributes, context.rules.allowedDomains);
  const created = await context.store.createUser(newUserId(), attributes, context.origin);
  if (created.kind === 'taken') throw nameTaken(created, attributes);
  return created.record;
}

/** Throws `notFound`. */
export async function readUser(context: Pick<DirectoryContext, 'store'>, id: string): Promise<UserRecord> {
  const user = isUserId(id) ? await context.store.readUser(id) : undefined;
  if (user === undefined) throw noSuchUser(id);
  return user;
}

/** PUT: what the body leaves out is unassigned, RFC 7644 section 3.5.1. */
export async function replaceUser(
  context: DirectoryContext,
  id: string,
  body: JsonObject,
  check: CheckVersion,
): Promise<UserRecord> {
  const type = context.registry.resourceType('User');
  const attributes = readAttributes(type, body, 'replace');
  return await changeUser(context, id, check, (before) => {
    checkImmutable(type, before, attributes);
    return attributes;
  });
}

/** PATCH, RFC 7644 section 3.5.2. What no schema defines is skipped and noted; the rest applies or nothing does. */
export async function patchUser(
  context: DirectoryContext,
  id: string,
  operations: readonly PatchOperation[],
  check: CheckVersion,
): Promise<UserRecord> {
  const type = context.registry.resourceType('User');
  return await changeUser(context, id, check, (before) => {
    const { attributes, skipped } = applyPatch(type, before, operations);
    if (skipped.length > 0)
      context.note(
        'skippedPaths',
        skipped.map(({ path }) => path),
      );
    return attributes;
  });
}

/** Gives the user as it was. Throws `notFound`. */
export async function deleteUser(
  context: DirectoryContext,
  id: string,
  check: CheckVersion,
): Promise<UserRecord> {
  return await untilSettled(async () => {
    const user = await readUser(context, id);
    check(user.version);
    const deleted = await context.store.deleteUser(user, context.origin);
    if (deleted.kind === 'gone') throw noSuchUser(id);
    return deleted.kind === 'deleted' ? user : 'changed';
  });
}

async function changeUser(
  context: DirectoryContext,
  id: string,
  check: CheckVersion,
  change: (attributes: JsonObject) => JsonObject,
): Promise<UserRecord> {
  return await untilSettled(async () => {
    const before = await readUser(context, id);
    check(before.version);
    const attributes = change(before.attributes);
    checkEmails(attributes);
    checkAllowedDomain(attributes, context.rules.allowedDomains, before.attributes);
    const updated = await context.store.updateUser(before, attributes, context.origin);
    switch (updated.kind) {
      case 'updated':
        return updated.record;
      case 'changed':
        return 'changed';
      case 'taken':
        throw nameTaken(updated, attributes);
      case 'gone':
        throw noSuchUser(id);
    }
  });
}

function checkEmails({ emails }: JsonObject): void {
  const values = Array.isArray(emails) ? emails.filter(isObject).map(({ value }) => value) : [];
  if (new Set(values).size <= EMAILS_LIMIT) return;
  throw new ScimError(
    'invalidValue',
    `emails holds ${values.length} addresses; a user has at most ${EMAILS_LIMIT}. Send fewer.`,
  );
}

function nameTaken({ by }: Taken, { userName }: JsonObject): ScimError {
  const holder = by === undefined ? 'another user' : `the user ${by}`;
  return new ScimError(
    'uniqueness',
    `userName ${JSON.stringify(userName)} is taken by ${holder}. Names are compared without case; find that user and update it, or send another userName.`,
  );
}

function noSuchUser(id: string): ScimError {
  return new ScimError('notFound', `There is no user with the id ${JSON.stringify(id.slice(0, 100))}.`);
}
