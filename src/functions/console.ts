// The admin page and its API. The host tries functions in the alphabetical order of their names: what lets people in comes
// before the API, which needs a credential, and both before the page, which takes the rest.
import { app, type HttpMethod } from '@azure/functions';
import { admissionHandler, session, signIn } from '../http/console/admission.ts';
import { authenticate } from '../http/console/authenticate.ts';
import { pageHandler } from '../http/console/page.ts';
import { CONSOLE } from '../http/console/protocol.ts';
import { consoleRoutes } from '../http/console/routes.ts';
import { createEndpoint } from '../http/endpoint.ts';
import { readPageFiles } from '../page-files.ts';
import { theService } from '../service.ts';

const METHODS: HttpMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const API = 'console/api';

app.http('console-admission-session', {
  route: `${API}/session`,
  methods: METHODS,
  authLevel: 'anonymous',
  handler: admissionHandler(session, theService),
});

app.http('console-admission-sign-in', {
  route: `${API}/sign-in`,
  methods: METHODS,
  authLevel: 'anonymous',
  handler: admissionHandler(signIn, theService),
});

app.http('console-api', {
  route: `${API}/{*rest}`,
  methods: METHODS,
  authLevel: 'anonymous',
  handler: createEndpoint({
    protocol: CONSOLE,
    path: API,
    scope: 'read',
    routes: consoleRoutes,
    service: theService,
    authenticate,
  }),
});

app.http('console-page', {
  route: 'console/{*rest}',
  methods: METHODS,
  authLevel: 'anonymous',
  handler: pageHandler({
    read: readPageFiles(__dirname),
    authority: async () => {
      const service = await theService().catch(() => undefined);
      return service?.signIn.method === 'entra' ? service.signIn.authority : undefined;
    },
  }),
});
