// A function whose code is evaluated by its first request. A cold start mostly answers an identity provider: it does not wait
// for the console's API and the access API, whose forms take time to build.
import type { HttpHandler } from '@azure/functions';

/** @param load imports the code and gives its handler */
export function loadedLater(load: () => Promise<HttpHandler>): HttpHandler {
  let loaded: Promise<HttpHandler> | undefined;
  return async (request, context) => {
    loaded ??= load();
    const handler = await loaded;
    return await handler(request, context);
  };
}
