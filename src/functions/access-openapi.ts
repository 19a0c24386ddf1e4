// What the access API is, for tools and without a credential.
import { app } from '@azure/functions';
import { VERSION } from '../build-info.ts';
import { loadedLater } from './loaded-later.ts';

app.http('access-openapi', {
  route: 'access/v1/openapi.json',
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  handler: loadedLater(async () => {
    const { openApiHandler } = await import('../http/access/openapi.ts');
    return openApiHandler(VERSION);
  }),
});
