// The access API, for applications: one function, since its operations are told apart by http/access. It is asked after
// `access-openapi`, by the alphabet.
import { app } from '@azure/functions';
import { theService } from '../service.ts';
import { loadedLater } from './loaded-later.ts';
import { METHODS } from './register.ts';

const PATH = 'access/v1';

app.http('access-v1', {
  route: `${PATH}/{*rest}`,
  methods: METHODS,
  authLevel: 'anonymous',
  handler: loadedLater(async () => {
    const { accessHandler } = await import('../http/access/handler.ts');
    return accessHandler(theService, PATH);
  }),
});
