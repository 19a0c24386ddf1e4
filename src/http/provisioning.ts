// An operator may pause provisioning, to mend something in peace. Then everything that reads or writes users and groups by
// SCIM is answered with 503, reads too: an identity provider begins each cycle with a lookup, so it stops there and comes back,
// instead of going through everybody and noting a failure for each. What tells about the service stays open, and so does the
// access API: applications go on with what is there.
import { ScimError } from '../scim/errors.ts';
import type { DirectoryHandler, DirectoryService } from './directory-service.ts';
import type { Route } from './router.ts';

const RETRY_AFTER_SECONDS = 300;

/** The routes, closed while provisioning is paused. */
export function whileEnabled(routes: readonly Route<DirectoryHandler>[]): readonly Route<DirectoryHandler>[] {
  return routes.map((route) => ({
    ...route,
    handler: async (request, service) => {
      requireEnabled(service);
      return await route.handler(request, service);
    },
  }));
}

function requireEnabled({ provisioning }: DirectoryService): void {
  if (provisioning === 'enabled') return;
  throw new ScimError(
    'unavailable',
    'Provisioning is paused by the operator of this service (setting ROLLCALL_PROVISIONING). Send the request again later.',
    { retryAfter: RETRY_AFTER_SECONDS },
  );
}
