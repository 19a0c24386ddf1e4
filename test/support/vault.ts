// An HTTP server that behaves as Key Vault's secrets do, for the real client library: challenge, paging, versions,
// attributes, soft deletion with its conflicts. Written after the REST reference
// (https://learn.microsoft.com/rest/api/keyvault/secrets/operation-groups); it counts its requests and can be told to
// refuse, to be slow or to go away.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TokenCredential } from '@azure/identity';

const CHALLENGE =
  'Bearer authorization="https://login.microsoftonline.com/00000000-0000-4000-8000-000000000001", resource="https://vault.azure.net"';
const DAY_S = 86_400;

/** Times are in seconds since 1970, as on the wire. */
interface Attributes {
  enabled: boolean;
  nbf?: number;
  exp?: number;
  created: number;
  updated: number;
}
interface Version {
  id: string;
  value: string;
  attributes: Attributes;
  tags?: Record<string, string>;
}
type Change = {
  attributes?: Partial<Pick<Attributes, 'enabled' | 'nbf' | 'exp'>>;
  tags?: Record<string, string>;
};
interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface VaultDouble {
  readonly url: string;
  /** Every request so far: `GET /secrets/scim-token/versions`, or `challenge` for one without a token. */
  readonly requests: string[];
  /** Makes a version and gives its id. */
  set: (name: string, value: string, change?: Change) => string;
  update: (name: string, version: string, change: Change) => void;
  /** In the order in which they were made. */
  versions: (name: string) => { enabled: boolean; tags: Record<string, string> }[];
  remove: (name: string) => void;
  /** Answers every request with this status (an error body of Key Vault), or as usual again. */
  refuseWith: (status: number | undefined) => void;
  /** Whether the caller's role lets it write secrets: without, a write is 403 as of Azure's role-based access control. */
  allowWrites: (may: boolean) => void;
  /** Waits this many milliseconds before each answer. */
  delay: (ms: number) => void;
  /** Closes the port and every connection; `comeBack` listens on the same port again. */
  goAway: () => Promise<void>;
  comeBack: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Fails when it is asked: no token of Azure may go to an http address. */
export const unusedCredential: TokenCredential = {
  getToken: () => Promise.reject(new Error('A token of Azure was asked for.')),
};

/** `now` is in milliseconds and dates what is made; `pageSize` is what one page of a list holds (Key Vault: 25). */
export async function startVault(
  options: { now?: () => number; pageSize?: number } = {},
): Promise<VaultDouble> {
  const seconds = () => Math.floor((options.now ?? Date.now)() / 1000);
  const pageSize = options.pageSize ?? 25;
  const secrets = new Map<string, Version[]>();
  const deleted = new Map<string, Version[]>();
  const requests: string[] = [];
  let refusal: number | undefined;
  let mayWrite = true;
  let delayMs = 0;
  let server: Server;
  let port = 0;
  const base = () => `http://127.0.0.1:${port}`;

  const set = (name: string, value: string, change: Change = {}): Version => {
    const id = randomBytes(16).toString('hex');
    const attributes = { enabled: true, created: seconds(), updated: seconds(), ...change.attributes };
    const version: Version = { id, value, attributes, ...(change.tags && { tags: change.tags }) };
    secrets.set(name, [...(secrets.get(name) ?? []), version]);
    return version;
  };
  const find = (name: string, id: string | undefined): Version | undefined => {
    const versions = secrets.get(name) ?? [];
    return id ? versions.find((version) => version.id === id) : versions.at(-1);
  };
  const change = (version: Version, { attributes, tags }: Change): void => {
    Object.assign(version.attributes, attributes, { updated: seconds() });
    if (tags) version.tags = tags;
  };
  const show = (name: string, version: Version) => ({
    id: `${base()}/secrets/${name}/${version.id}`,
    attributes: { ...version.attributes, recoveryLevel: 'Recoverable+Purgeable', recoverableDays: 90 },
    ...(version.tags && { tags: version.tags }),
  });
  const page = (url: URL, items: unknown[]): Answer => {
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const next = new URL(url.pathname + url.search, base());
    next.searchParams.set('$skiptoken', String(from + pageSize));
    const nextLink = from + pageSize < items.length ? next.href : null;
    return { status: 200, body: { value: items.slice(from, from + pageSize), nextLink } };
  };
  const showDeleted = (name: string, versions: Version[]) => ({
    ...show(name, versions.at(-1) as Version),
    recoveryId: `${base()}/deletedsecrets/${name}`,
    deletedDate: seconds(),
    scheduledPurgeDate: seconds() + 90 * DAY_S,
  });
  const move = (name: string, from: Map<string, Version[]>, to: Map<string, Version[]>): Version[] => {
    const versions = from.get(name) ?? [];
    from.delete(name);
    to.set(name, versions);
    return versions;
  };

  const operations: Record<string, (name: string, id: string | undefined, url: URL, body: string) => Answer> =
    {
      'GET /secrets': (_name, _id, url) =>
        page(
          url,
          [...secrets].map(([name, versions]) => {
            const listed = show(name, versions.at(-1) as Version);
            return { ...listed, id: `${base()}/secrets/${name}` };
          }),
        ),
      'GET /secrets/{name}/versions': (name, _id, url) =>
        page(
          url,
          // By id, not by age: Key Vault promises no order.
          [...(secrets.get(name) ?? [])]
            .sort((a, b) => (a.id < b.id ? -1 : 1))
            .map((version) => show(name, version)),
        ),
      'GET /secrets/{name}': (name, id) => {
        const version = find(name, id);
        if (!version)
          return fault(
            404,
            'SecretNotFound',
            `A secret with (name/id) ${name} was not found in this key vault.`,
          );
        if (!version.attributes.enabled) {
          return fault(
            403,
            'Forbidden',
            'Operation get is not allowed on a disabled secret.',
            'SecretDisabled',
          );
        }
        return { status: 200, body: { value: version.value, ...show(name, version) } };
      },
      'PUT /secrets/{name}': (name, _id, _url, body) => {
        if (deleted.has(name)) {
          const message = `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused.`;
          return fault(409, 'Conflict', message, 'ObjectIsDeletedButRecoverable');
        }
        const { value, ...rest } = JSON.parse(body) as { value: string } & Change;
        return { status: 200, body: { value, ...show(name, set(name, value, rest)) } };
      },
      'PATCH /secrets/{name}': (name, id, _url, body) => {
        const version = find(name, id);
        if (!version)
          return fault(
            404,
            'SecretNotFound',
            `A secret with (name/id) ${name} was not found in this key vault.`,
          );
        change(version, JSON.parse(body) as Change);
        return { status: 200, body: show(name, version) };
      },
      'DELETE /secrets/{name}': (name) =>
        secrets.has(name)
          ? { status: 200, body: showDeleted(name, move(name, secrets, deleted)) }
          : fault(404, 'SecretNotFound', `A secret with (name/id) ${name} was not found in this key vault.`),
      'GET /deletedsecrets/{name}': (name) => {
        const versions = deleted.get(name);
        return versions
          ? { status: 200, body: showDeleted(name, versions) }
          : fault(404, 'SecretNotFound', `Deleted Secret not found: ${name}`);
      },
      'POST /deletedsecrets/{name}/recover': (name) =>
        deleted.has(name)
          ? { status: 200, body: show(name, move(name, deleted, secrets).at(-1) as Version) }
          : fault(404, 'SecretNotFound', `Deleted Secret not found: ${name}`),
      'DELETE /deletedsecrets/{name}': (name) =>
        deleted.delete(name)
          ? { status: 204 }
          : fault(404, 'SecretNotFound', `Deleted Secret not found: ${name}`),
    };

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const body = await text(request);
    const url = new URL(request.url ?? '/', base());
    if (!request.headers.authorization) {
      requests.push('challenge');
      return {
        ...fault(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer token.'),
        headers: { 'www-authenticate': CHALLENGE },
      };
    }
    requests.push(`${request.method} ${url.pathname}`);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (refusal !== undefined) return fault(refusal, 'Refused', 'The vault was told to refuse.');
    if (!url.searchParams.has('api-version'))
      return fault(400, 'BadParameter', 'AKV10039: api-version must be given.');
    const [collection, name = '', last = ''] = url.pathname.split('/').slice(1);
    if (name !== '' && !/^[0-9A-Za-z-]{1,127}$/.test(name)) {
      return fault(400, 'BadParameter', `The request URI contains an invalid name: ${name}`);
    }
    if (!mayWrite && request.method !== 'GET') {
      const message = 'Caller is not authorized to perform action on resource.';
      return fault(403, 'Forbidden', message, 'ForbiddenByRbac');
    }
    const action = last === 'versions' || last === 'recover' ? `/${last}` : '';
    const operation = operations[`${request.method} /${collection}${name && '/{name}'}${action}`];
    if (!operation) return fault(405, 'MethodNotAllowed', 'The vault double does not know this operation.');
    return operation(name, action ? undefined : last, url, body);
  };

  const listen = async (): Promise<void> => {
    server = createServer((request, response) => {
      answer(request).then(({ status, body, headers }) => {
        response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };

  await listen();
  return {
    url: base(),
    requests,
    set: (name, value, given) => set(name, value, given).id,
    versions: (name) =>
      (secrets.get(name) ?? []).map(({ attributes: { enabled }, tags = {} }) => ({ enabled, tags })),
    update: (name, id, given) => {
      const version = find(name, id);
      if (!version) throw new Error(`There is no version ${id} of ${name}.`);
      change(version, given);
    },
    remove: (name) => {
      move(name, secrets, deleted);
    },
    refuseWith: (status) => {
      refusal = status;
    },
    allowWrites: (may) => {
      mayWrite = may;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    goAway: close,
    comeBack: listen,
    stop: close,
  };
}

function fault(status: number, code: string, message: string, inner?: string): Answer {
  return { status, body: { error: { code, message, ...(inner && { innererror: { code: inner } }) } } };
}
