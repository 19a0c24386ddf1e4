// Opens the table that holds every directory. Two clients of one table: reads are repeated by the SDK, transactions are
// not, because a repeated transaction meets its own rows and reports a conflict (what to do then is decided in commit.ts).

import type { TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import { conditionalDeletes } from './conditional-deletes.ts';

export interface DirectoryTable {
  readonly reads: TableClient;
  readonly writes: TableClient;
}

export type TableLocation =
  | { readonly connectionString: string }
  | { readonly url: string; readonly credential: TokenCredential };

/** Retries of one read: 0.1, 0.2, 0.4, 0.8 s, or what Retry-After says. */
const READ_RETRIES = { maxRetries: 4, retryDelayInMs: 100, maxRetryDelayInMs: 2_000 };

/**
 * Gives the clients of the table `tableName`; asks nothing of the network.
 * `policies` go under the client, nearest the wire: tests count requests and inject faults there.
 */
export function openTable(
  location: TableLocation,
  tableName: string,
  policies: readonly PipelinePolicy[] = [],
): DirectoryTable {
  const client = (retryOptions: TableServiceClientOptions['retryOptions']) => {
    const options: TableServiceClientOptions = {
      allowInsecureConnection: true,
      retryOptions: retryOptions ?? {},
      additionalPolicies: [conditionalDeletes, ...policies].map((policy) => ({
        policy,
        position: 'perRetry',
      })),
    };
    return 'connectionString' in location
      ? TableClient.fromConnectionString(location.connectionString, tableName, options)
      : new TableClient(location.url, tableName, location.credential, {
          ...options,
          allowInsecureConnection: false,
        });
  };
  return { reads: client(READ_RETRIES), writes: client({ maxRetries: 0 }) };
}
