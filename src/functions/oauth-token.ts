// The token endpoint of OAuth 2.0 client credentials. Every method is listed, because the host answers what is not with an
// empty 404.
import { app } from '@azure/functions';
import { createTokenHandler } from '../http/token-endpoint.ts';
import { theService } from '../service.ts';

app.http('oauth-token', {
  route: 'oauth2/token',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  authLevel: 'anonymous',
  handler: createTokenHandler(theService),
});
