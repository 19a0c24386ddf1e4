// The admin page and its API. The host tries functions in the alphabetical order of their names: what lets people in comes
// before the API, which needs a credential, and both before the page, which takes the rest.
import { app } from '@azure/functions';
import type { ConsoleHandlers } from '../http/console/handlers.ts';
import { readPageFiles } from '../page-files.ts';
import { theService } from '../service.ts';
import { loadedLater } from './loaded-later.ts';
import { METHODS } from './register.ts';

const API = 'console/api';

register('console-admission-session', `${API}/session`, 'session');
register('console-admission-sign-in', `${API}/sign-in`, 'signIn');
register('console-api', `${API}/{*rest}`, 'api');
register('console-page', 'console/{*rest}', 'page');

function register(name: string, route: string, part: keyof ConsoleHandlers): void {
  const handler = loadedLater(async () => {
    const { consoleHandlers } = await import('../http/console/handlers.ts');
    return consoleHandlers(theService, API, readPageFiles(__dirname))[part];
  });
  app.http(name, { route, methods: METHODS, authLevel: 'anonymous', handler });
}
