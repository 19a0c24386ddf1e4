// Pages as Azure gives them and Azurite never does: ending early with a continuation token, even before the first row.
import type { PipelinePolicy } from '@azure/core-rest-pipeline';

const NEXT_PARTITION = 'x-ms-continuation-nextpartitionkey';
const NEXT_ROW = 'x-ms-continuation-nextrowkey';

/** Cuts the pages of which `isCut` says so (by the request's URL) down to `rows` rows. */
export function shortPages(rows: number, isCut: (filter: string) => boolean = () => true): PipelinePolicy {
  return {
    name: 'shortPages',
    async sendRequest(request, next) {
      const url = new URL(request.url);
      const filter = url.searchParams.get('$filter') ?? '';
      if (request.method !== 'GET' || filter === '' || !isCut(filter)) return await next(request);
      const wanted = Number(url.searchParams.get('$top') ?? 1_000);
      url.searchParams.set('$top', String(Math.min(wanted, rows)));
      request.url = url.href;
      return await next(request);
    },
  };
}

/** Answers the first request for such a range with no row and a token. */
export function emptyFirstPages(isCut: (filter: string) => boolean = () => true): PipelinePolicy {
  return {
    name: 'emptyFirstPages',
    async sendRequest(request, next) {
      const query = new URL(request.url).searchParams;
      const filter = query.get('$filter') ?? '';
      const from = /PartitionKey eq '([^']*)' and RowKey ge '([^']+)'/.exec(filter);
      const response = await next(request);
      if (from === null || query.has('NextRowKey') || !isCut(filter)) return response;
      const [, partition = '', row = ''] = from;
      response.headers.set(NEXT_PARTITION, token(partition));
      response.headers.set(NEXT_ROW, token(row));
      response.bodyAsText = JSON.stringify({ value: [] });
      return response;
    },
  };
}

/** As Azurite writes it; a client hands it back as it is. */
const token = (key: string) => Buffer.from(key).toString('base64');
