// A double of Microsoft Graph for one tenant, written after its documentation: each rule names where it comes from. It
// refuses what Graph refuses, knows new things late, throttles, and after a job was started provisions the tenant's people
// into the application by the requests that Entra sends. It proves that our parts fit the documentation and each other; how
// Azure behaves, it cannot prove.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { TokenCredential } from '@azure/core-auth';
import { type EntraDouble, startEntra, TENANT } from '../entra.ts';
import { type Call, type Endpoint, type Reply, refusal } from './call.ts';
import { applicationEndpoints } from './endpoints/applications.ts';
import { assignmentEndpoints } from './endpoints/assignments.ts';
import { jobEndpoints } from './endpoints/jobs.ts';
import { onDemandEndpoints } from './endpoints/on-demand.ts';
import { peopleEndpoints } from './endpoints/people.ts';
import { schemaEndpoints } from './endpoints/schema.ts';
import { secretEndpoints } from './endpoints/secrets.ts';
import { servicePrincipalEndpoints } from './endpoints/service-principals.ts';
import { templateEndpoints } from './endpoints/templates.ts';
import { runCycle } from './provisioning/cycle.ts';
import { createTenant, type Tenant } from './tenant.ts';

export interface GraphOptions {
  /** Looks that do not find what was just made; 2 if not given. */
  readonly late?: number;
  /** Every so many requests one is answered with 429 and Retry-After; none if not given. */
  readonly throttleEvery?: number;
  /** Signing keys that another tenant's double has too: making some takes a while. */
  readonly entra?: EntraDouble;
}

/** Who signs in, as far as permissions go. */
export interface Person {
  /** Object id. */
  readonly id: string;
  /** Delegated permissions that the client has been granted; those that it asks for beyond them it does not get. */
  readonly consented: readonly string[];
  readonly role: 'Cloud Application Administrator' | 'none';
}

export interface GraphDouble {
  readonly url: string;
  readonly tenant: Tenant;
  readonly entra: EntraDouble;
  /** Method, path and status of every request. */
  readonly requests: string[];
  readonly credentialOf: (person: Person) => TokenCredential;
  /** Waits for what goes on after an answer: the cycle that a start begins. */
  readonly settled: () => Promise<void>;
  /** Runs the next cycle of every job, as Entra does every 40 minutes. */
  readonly cycle: () => Promise<void>;
  /** Answers the nth request from now on with this instead, or breaks the connection. */
  readonly failOnce: (nth: number, how: Reply | 'cut' | 'cut after') => void;
  readonly stop: () => Promise<void>;
}

export async function startGraph(options: GraphOptions = {}): Promise<GraphDouble> {
  const { late = 2, throttleEvery } = options;
  const entra = options.entra ?? (await startEntra());
  const tenant = createTenant(TENANT, late);
  const background = new Set<Promise<void>>();
  const inBackground = (work: () => Promise<void>) => {
    const running = work().finally(() => background.delete(running));
    background.add(running);
  };
  const surroundings = { entra, inBackground };
  const endpoints: readonly Endpoint[] = [
    ...templateEndpoints,
    ...applicationEndpoints,
    ...servicePrincipalEndpoints,
    ...assignmentEndpoints,
    ...peopleEndpoints,
    ...jobEndpoints(surroundings),
    ...secretEndpoints,
    ...schemaEndpoints,
    ...onDemandEndpoints(surroundings),
  ];
  const requests: string[] = [];
  const failures = new Map<number, Reply | 'cut' | 'cut after'>();
  let count = 0;

  async function answer(request: IncomingMessage, url: URL): Promise<Reply> {
    count += 1;
    // 429 with Retry-After in seconds: https://learn.microsoft.com/graph/throttling
    if (throttleEvery !== undefined && count % throttleEvery === 0) {
      return { ...refusal(429, 'TooManyRequests', 'Too many requests'), headers: { 'retry-after': '1' } };
    }
    const person = personOf(request.headers.authorization);
    if (person === undefined) return refusal(401, 'InvalidAuthenticationToken', 'Access token is empty.');
    const [, version, ...rest] = url.pathname.split('/');
    const path = `/${rest.join('/')}`;
    const found = endpoints.flatMap((endpoint) => {
      const ids = idsIn(endpoint.path, path);
      const fits =
        ids !== undefined && endpoint.method === request.method && (endpoint.version ?? 'v1.0') === version;
      return fits ? [{ endpoint, ids }] : [];
    })[0];
    if (found === undefined)
      return refusal(400, 'BadRequest', `Resource not found for the segment '${path}'.`);
    const denied = deniedTo(person, found.endpoint);
    if (denied !== undefined) return denied;
    const call: Call = {
      tenant,
      ids: found.ids,
      query: url.searchParams,
      body: request.method === 'GET' ? undefined : await json(request).catch(() => undefined),
      caller: person.id,
      base: `${url.origin}/v1.0`,
    };
    return await found.endpoint.handle(call);
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const failure = failures.get(count + 1);
    failures.delete(count + 1);
    if (failure === 'cut') {
      count += 1;
      request.socket.destroy();
      return;
    }
    const pending =
      failure === undefined || failure === 'cut after' ? answer(request, url) : failNow(failure);
    pending.then(({ status, body, headers }) => {
      requests.push(`${request.method} ${url.pathname} ${status}`);
      if (failure === 'cut after') request.socket.destroy();
      else {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      }
    });
  });
  const failNow = async (reply: Reply): Promise<Reply> => {
    count += 1;
    return reply;
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const settled = async () => {
    while (background.size > 0) await Promise.all(background);
  };
  return {
    url,
    tenant,
    entra,
    requests,
    credentialOf: (person) => credentialOf(url, person),
    settled,
    cycle: async () => {
      await settled();
      for (const servicePrincipal of tenant.servicePrincipals.all()) {
        for (const job of servicePrincipal.jobs) await runCycle(tenant, servicePrincipal, job, surroundings);
      }
    },
    failOnce: (nth, how) => failures.set(count + nth, how),
    stop: async () => {
      await settled();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, ...(options.entra === undefined ? [entra.stop()] : [])]);
    },
  };
}

/** The parts of a path that stand where an endpoint's has braces; undefined where the path is another. */
function idsIn(template: string, path: string): string[] | undefined {
  const wanted = template.split('/');
  const parts = path.split('/');
  if (wanted.length !== parts.length) return undefined;
  const ids: string[] = [];
  for (const [at, want] of wanted.entries()) {
    const part = decodeURIComponent(parts[at] ?? '');
    if (want.startsWith('{')) ids.push(part);
    else if (want !== part) return undefined;
  }
  return ids;
}

interface Token extends Person {
  readonly scopes: readonly string[];
}

/** Delegated scopes are named one by one, with the address of Graph before them; `.default` would be what az asks for. */
function credentialOf(url: string, person: Person): TokenCredential {
  return {
    async getToken(scopes) {
      const asked = [scopes].flat().map((scope) => scope.replace(`${url}/`, ''));
      const token: Token = { ...person, scopes: asked.filter((scope) => person.consented.includes(scope)) };
      return {
        token: Buffer.from(JSON.stringify(token)).toString('base64url'),
        expiresOnTimestamp: Date.now() + 3_600_000,
      };
    },
  };
}

function personOf(authorization: string | undefined): Token | undefined {
  try {
    return JSON.parse(Buffer.from(authorization?.replace('Bearer ', '') ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** Permissions of each page of the reference; changes also need a role in the directory: entra.md section 8. */
function deniedTo({ scopes, role }: Token, endpoint: Endpoint): Reply | undefined {
  if (!endpoint.scopes.some((scope) => scopes.includes(scope))) {
    return refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  if (endpoint.method !== 'GET' && role === 'none') {
    return refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  }
  return undefined;
}
