// Looks into the transactions on their way to storage: which rows each of them writes.
import type { PipelinePolicy } from '@azure/core-rest-pipeline';

export function watchTransactions() {
  const transactions: string[][] = [];
  const policy: PipelinePolicy = {
    name: 'watchTransactions',
    sendRequest(request, next) {
      if (request.url.endsWith('$batch')) transactions.push(rowsOf(String(request.body)));
      return next(request);
    },
  };
  return { policy, transactions };
}

/** The keys of the rows in a batch: in the address, or where a row is inserted in the body. */
function rowsOf(batch: string): string[] {
  return batch
    .split('\r\n--changeset_')
    .slice(1)
    .flatMap((part) => {
      const key = /RowKey='([^']*)'|"RowKey":"([^"]*)"/.exec(part);
      return key === null ? [] : [decodeURIComponent(key[1] ?? key[2] ?? '')];
    });
}
