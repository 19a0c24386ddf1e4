// The user that somebody outside means: by our id, by the name or the id that the identity provider knows, or by e-mail.
import { ScimError } from '../scim/errors.ts';
import { foldCase } from '../scim/fold.ts';
import { isObject, type JsonObject } from '../scim/json.ts';
import { shown } from '../scim/shown.ts';
import { isUserId } from './ids.ts';
import type { DirectoryStore, UserRecord } from './store.ts';

/** Exactly one of them. */
export interface UserReference {
  readonly by: 'id' | 'userName' | 'externalId' | 'email';
  readonly value: string;
}

/** Users that one name may find: several may have an externalId or an e-mail. */
const FOUND_LIMIT = 100;

/** Everybody whom the reference names. */
export async function findNamedUsers(
  store: DirectoryStore,
  { by, value }: UserReference,
): Promise<UserRecord[]> {
  if (by === 'id') {
    const user = isUserId(value) ? await store.readUser(value) : undefined;
    return user === undefined ? [] : [user];
  }
  const found = await store.findUsers(by, 'equals', value, FOUND_LIMIT);
  // What was read may have changed since its index row was.
  return found.filter(({ attributes }) => HAS[by](attributes, value));
}

/** Undefined where there is none. Throws `invalidValue` where several users have an externalId or an e-mail. */
export async function findNamedUser(
  store: DirectoryStore,
  reference: UserReference,
): Promise<UserRecord | undefined> {
  const [user, ...others] = await findNamedUsers(store, reference);
  if (others.length === 0) return user;
  throw new ScimError(
    'invalidValue',
    `More than one user has the ${reference.by} "${shown(reference.value)}". Name the user by id or userName.`,
  );
}

/** As the schemas compare them: externalId by case, the others without. */
const HAS: Readonly<
  Record<Exclude<UserReference['by'], 'id'>, (attributes: JsonObject, value: string) => boolean>
> = {
  userName: ({ userName }, value) => isSame(userName, value),
  externalId: ({ externalId }, value) => externalId === value,
  email: ({ emails }, value) =>
    Array.isArray(emails) && emails.some((email) => isObject(email) && isSame(email.value, value)),
};

function isSame(attribute: unknown, value: string): boolean {
  return typeof attribute === 'string' && foldCase(attribute) === foldCase(value);
}
