// What answers at the base URL itself: queries over all types (RFC 7644 section 3.4.2), and `/Me` (section 3.11), which a
// credential that is nobody's user does not have.
import { ScimError } from '../scim/errors.ts';
import type { DirectoryHandler } from './directory-service.ts';
import type { Route } from './router.ts';
import { listAll, searchAll } from './search.ts';

const me: DirectoryHandler = async ({ caller }) => {
  throw new ScimError(
    'notImplemented',
    `/Me is the user who asks, and the credential ${caller.credential} belongs to no user. Ask /Users with a filter.`,
  );
};

const ME_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export const rootRoutes: readonly Route<DirectoryHandler>[] = [
  { method: 'GET', path: '', handler: listAll },
  { method: 'POST', path: '.search', handler: searchAll },
  ...ME_METHODS.map((method) => ({ method, path: 'Me', handler: me })),
];
