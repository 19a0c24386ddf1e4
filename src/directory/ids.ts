// Ids of users and groups are UUIDs that we make, and tell their kind: a user's is of version 4 (random), a group's of
// version 8 (RFC 9562 section 5.8: for the implementation to define; ours is random too). A member's id can thus be told
// to be a user or a group without a read. Written in lower case; another spelling is another id.

/** An id as we make them; anything else names nobody, and is not asked of storage. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const VERSION_AT = 14;

export function newUserId(): string {
  return crypto.randomUUID();
}

export function newGroupId(): string {
  const id = crypto.randomUUID();
  return `${id.slice(0, VERSION_AT)}8${id.slice(VERSION_AT + 1)}`;
}

export function isUserId(id: string): boolean {
  return ID.test(id) && id[VERSION_AT] === '4';
}

export function isGroupId(id: string): boolean {
  return ID.test(id) && id[VERSION_AT] === '8';
}
