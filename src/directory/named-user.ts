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

const SEVERAL = 2;
/** Users whose externalIds differ only in case lie together in the index. */
const READ = 10;

/** Undefined where there is none. Throws `invalidValue` where several users have an externalId or an e-mail. */
export async function findNamedUser(
  store: DirectoryStore,
  { by, value }: UserReference,
): Promise<UserRecord | undefined> {
  if (by === 'id') return isUserId(value) ? await store.readUser(value) : undefined;
  const found = await store.findUsers(by, 'equals', value, READ);
  // What was read may have changed since its index row was.
  const users = found.filter(({ attributes }) => HAS[by](attributes, value));
  if (users.length < SEVERAL) return users[0];
  throw new ScimError(
    'invalidValue',
    `More than one user has the ${by} "${shown(value)}". Name the user by id or userName.`,
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
