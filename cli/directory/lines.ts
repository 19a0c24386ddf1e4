// The file of an export: NDJSON, one record a line. The first line says what the file is; the last says how many records it
// has, so that a file which was cut off is not taken for a smaller directory.
import * as z from 'zod';
import { isGroupId, isUserId } from '../../src/directory/ids.ts';
import { identityOf, type SnapshotRecord } from '../../src/directory/snapshot.ts';
import { WORKSPACE_ROLES } from '../../src/directory/workspace-role.ts';
import type { JsonObject } from '../../src/scim/json.ts';
import { CommandError } from '../command.ts';

const FORMAT = 1;

const text = z.string().min(1);
const time = z.iso.datetime();
const groupId = z.string().refine(isGroupId, 'must be the id of a group');
const userId = z.string().refine(isUserId, 'must be the id of a user');
const since = { since: time, credential: z.string(), request: z.string() };
const mapped = { workspaceName: text, role: z.enum(WORKSPACE_ROLES) };
const resource = {
  created: time,
  revision: z.int().positive(),
};

function attributes(name: string) {
  return z
    .custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
    .refine((value) => typeof value[name] === 'string' && value[name] !== '', `must have ${name}`);
}

const RECORD = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('settings'),
    prefix: z.string(),
    separator: z.string(),
    organizationRoles: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('user'), id: userId, ...resource, attributes: attributes('userName') }),
  z.strictObject({
    kind: z.literal('group'),
    id: groupId,
    ...resource,
    attributes: attributes('displayName'),
  }),
  z.strictObject({
    kind: z.literal('membership'),
    group: groupId,
    member: z.union([userId, groupId]),
    ...since,
  }),
  z.strictObject({
    kind: z.literal('mapping'),
    group: groupId,
    ...mapped,
    source: z.enum(['pattern', 'explicit']),
    byName: z.literal(true).exactOptional(),
    ...since,
  }),
  z.strictObject({ kind: z.literal('waiting'), groupName: text, ...mapped, ...since }),
  z.strictObject({ kind: z.literal('workspace'), name: text }),
]);

const HEADER = z.object({ rollcall: z.literal('directory'), format: z.int() });
const END = z.strictObject({ end: z.strictObject({ records: z.int() }) });

export const headerLine = (directory: string) =>
  JSON.stringify({ rollcall: 'directory', format: FORMAT, directory });
export const endLine = (records: number) => JSON.stringify({ end: { records } });

/** All records of a file. Throws CommandError that names the line. */
export async function readLines(lines: AsyncIterable<string>): Promise<SnapshotRecord[]> {
  const records: SnapshotRecord[] = [];
  const identities = new Set<string>();
  let number = 0;
  let end: number | undefined;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const at = `Line ${number}`;
    if (end !== undefined) throw new CommandError(`${at} comes after the end of the export.`);
    const value = parsed(line, at);
    if (number === 1) checkHeader(value);
    else if (END.safeParse(value).success) end = END.parse(value).end.records;
    else {
      const record = checked(value, at);
      const identity = identityOf(record);
      if (identities.has(identity)) throw new CommandError(`${at} says a second time: ${identity}.`);
      identities.add(identity);
      records.push(record);
    }
  }
  if (end === undefined) throw new CommandError('The file has no end line: it was cut off. Export again.');
  if (end !== records.length) {
    throw new CommandError(`The file should hold ${end} records, but holds ${records.length}.`);
  }
  checkReferences(records, identities);
  return records;
}

function parsed(line: string, at: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new CommandError(`${at} is not JSON.`, 1, cause);
  }
}

function checkHeader(value: unknown): void {
  const header = HEADER.safeParse(value);
  if (!header.success) throw new CommandError('This is not a file made by rollcall export.');
  if (header.data.format > FORMAT) {
    throw new CommandError(
      `The file has format ${header.data.format}, made by a newer rollcall; use that one.`,
    );
  }
}

function checked(value: unknown, at: string): SnapshotRecord {
  const record = RECORD.safeParse(value);
  if (record.success) return record.data;
  const [issue] = record.error.issues;
  throw new CommandError(`${at}: ${issue?.path.join('.') || 'the record'}: ${issue?.message}`);
}

/** A record must not refer to a user or group that the file does not hold. */
function checkReferences(records: readonly SnapshotRecord[], identities: ReadonlySet<string>): void {
  for (const record of records) {
    if (record.kind !== 'membership' && record.kind !== 'mapping') continue;
    const wanted = [`group ${record.group}`];
    if (record.kind === 'membership') {
      wanted.push(`${isGroupId(record.member) ? 'group' : 'user'} ${record.member}`);
    }
    const missing = wanted.find((identity) => !identities.has(identity));
    if (missing !== undefined) {
      throw new CommandError(`The file has no ${missing}, but: ${identityOf(record)}.`);
    }
  }
}
