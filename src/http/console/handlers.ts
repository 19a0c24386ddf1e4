// What answers below `/console`, as handlers of functions.
import type { HttpHandler } from '@azure/functions';
import { createEndpoint } from '../endpoint.ts';
import { admissionHandler, session, signIn } from './admission.ts';
import { authenticate } from './authenticate.ts';
import { pageHandler, type ReadPageFile } from './page.ts';
import { CONSOLE } from './protocol.ts';
import { consoleRoutes } from './routes.ts';
import type { ConsoleService } from './service.ts';

export type ConsoleHandlers = Readonly<Record<'session' | 'signIn' | 'api' | 'page', HttpHandler>>;

export function consoleHandlers(
  service: () => Promise<ConsoleService>,
  path: string,
  read: ReadPageFile,
): ConsoleHandlers {
  return {
    session: admissionHandler(session, service),
    signIn: admissionHandler(signIn, service),
    api: createEndpoint({
      protocol: CONSOLE,
      path,
      scope: 'read',
      routes: consoleRoutes,
      service,
      authenticate,
    }),
    page: pageHandler({
      read,
      authority: async () => {
        const built = await service().catch(() => undefined);
        return built?.signIn.method === 'entra' ? built.signIn.authority : undefined;
      },
    }),
  };
}
