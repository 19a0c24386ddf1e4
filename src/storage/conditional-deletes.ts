// A delete inside a transaction must honour the ETag that was read: it guards a user from being deleted with index keys that
// a concurrent rename has changed. @azure/data-tables 13.3.2 always writes `If-Match: *` there (a stale ETag deletes the row
// all the same), and an update and a delete of one row in one transaction are refused (400 InvalidDuplicateRow). Hence this
// policy: it puts the real ETags into the delete parts of the body on their way out.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/** ETag of each deleted row, by row key, of the transaction being sent. */
const deleteEtags = new AsyncLocalStorage<ReadonlyMap<string, string>>();

/** Sends what `send` sends with the deletes of these rows made conditional. */
export function withDeleteEtags<T>(etags: ReadonlyMap<string, string>, send: () => Promise<T>): Promise<T> {
  return etags.size === 0 ? send() : deleteEtags.run(etags, send);
}

export const conditionalDeletes: PipelinePolicy = {
  name: 'conditionalDeletes',
  sendRequest(request, next) {
    const etags = deleteEtags.getStore();
    if (etags !== undefined && typeof request.body === 'string') {
      request.body = setDeleteEtags(request.body, etags);
      // The client has not measured the old body yet, or it has: either way the length must be taken anew.
      request.headers.delete('content-length');
    }
    return next(request);
  },
};

function setDeleteEtags(body: string, etags: ReadonlyMap<string, string>): string {
  return body.replace(
    /(DELETE \S+RowKey='([^']*)'\) HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*?if-match: )\*/gi,
    (part, head: string, encodedKey: string) => {
      const etag = etags.get(decodeURIComponent(encodedKey));
      return etag === undefined ? part : head + etag;
    },
  );
}
