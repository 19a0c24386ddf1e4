// Opens the table that holds every directory. Two clients of one table: reads are repeated by the SDK, transactions are
// not, because a repeated transaction meets its own rows and reports a conflict (what to do then is decided in commit.ts).

import type { TokenCredential } from '@azure/core-auth';
import {
  createDefaultHttpClient,
  type HttpClient,
  type PipelinePolicy,
  tracingPolicyName,
} from '@azure/core-rest-pipeline';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import { LONGEST_PAUSE_MS, type Patience } from './patience.ts';

export interface DirectoryTable {
  readonly reads: TableClient;
  readonly writes: TableClient;
  /** Sends what goes through their pipelines. */
  readonly http: { readonly client: HttpClient; readonly allowInsecureConnection: boolean };
  readonly patience: Patience;
}

export type TableLocation =
  | { readonly connectionString: string }
  | { readonly url: string; readonly credential: TokenCredential };

const PATIENCE: Patience = { pause: 100, answer: 15_000, certainty: 25_000, lane: 10_000 };
/** Of one read, with pauses of 0.1, 0.2, 0.4 and 0.8 s. */
const READ_RETRIES = 4;

export interface TableOptions {
  /** They go under the client, nearest the wire: tests count requests and inject faults there. */
  readonly policies?: readonly PipelinePolicy[];
  readonly patience?: Patience;
}

/** Gives the clients of the table `tableName`; asks nothing of the network. */
export function openTable(
  location: TableLocation,
  tableName: string,
  { policies = [], patience = PATIENCE }: TableOptions = {},
): DirectoryTable {
  const client = (retryOptions: TableServiceClientOptions['retryOptions']) => {
    const options: TableServiceClientOptions = {
      allowInsecureConnection: true,
      retryOptions: retryOptions ?? {},
      additionalPolicies: policies.map((policy) => ({ policy, position: 'perRetry' })),
    };
    const made =
      'connectionString' in location
        ? TableClient.fromConnectionString(location.connectionString, tableName, options)
        : new TableClient(location.url, tableName, location.credential, {
            ...options,
            allowInsecureConnection: false,
          });
    // It prepares a span for each request, a third of the pipeline's time, and finds that there is none to belong to.
    made.pipeline.removePolicy({ name: tracingPolicyName });
    return made;
  };
  const retries = {
    maxRetries: READ_RETRIES,
    retryDelayInMs: patience.pause,
    maxRetryDelayInMs: LONGEST_PAUSE_MS,
  };
  return {
    reads: client(retries),
    writes: client({ maxRetries: 0 }),
    http: { client: createDefaultHttpClient(), allowInsecureConnection: 'connectionString' in location },
    patience,
  };
}
