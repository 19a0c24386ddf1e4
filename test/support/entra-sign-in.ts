// The sign-in pages of Entra as a single-page application meets them: OpenID Connect with an authorization code and PKCE
// (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow), over https, because MSAL takes no other.
// Nobody types anything: whoever comes is `person`.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { APPLICATION, accessTokenClaims, type EntraDouble, startEntra, TENANT } from './entra.ts';

export interface Person {
  readonly name: string;
  readonly roles: readonly string[];
}

export interface EntraSignIn {
  readonly authority: string;
  /** For NODE_EXTRA_CA_CERTS of a process that asks it. */
  readonly certificate: string;
  /** Method and path of each request so far. */
  readonly requests: string[];
  /** Who signs in from now on. */
  become: (person: Person) => void;
  stop: () => Promise<void>;
}

const METADATA = `/${TENANT}/v2.0/.well-known/openid-configuration`;
const OID = '77777777-7777-4777-8777-777777777777';

interface Asked {
  readonly nonce: string;
  readonly challenge: string;
  readonly person: Person;
}

/** What makes the certificate, where it is missing. */
export function missingOpenssl(): string | undefined {
  const { error } = spawnSync('openssl', ['version']);
  return error === undefined ? undefined : 'there is no openssl, which makes a certificate';
}

export async function startEntraSignIn(): Promise<EntraSignIn> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-entra-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  execFileSync('openssl', [...MAKE_CERTIFICATE, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const keys = await startEntra();
  const codes = new Map<string, Asked>();
  const requests: string[] = [];
  let person: Person = { name: 'Ana Lopez', roles: ['Rollcall.Admin'] };

  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const authority = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', authority);
    requests.push(`${request.method} ${url.pathname}`);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    if (url.pathname === METADATA) return json(response, metadata(authority));
    if (url.pathname.endsWith('/discovery/v2.0/keys')) return json(response, { keys: keys.published() });
    if (url.pathname.endsWith('/authorize')) {
      const code = randomUUID();
      const asked = (name: string) => url.searchParams.get(name) ?? '';
      codes.set(code, { nonce: asked('nonce'), challenge: asked('code_challenge'), person });
      const back = new URLSearchParams({ code, state: asked('state'), client_info: CLIENT_INFO });
      return response.writeHead(302, { location: `${asked('redirect_uri')}#${back}` }).end();
    }
    if (url.pathname.endsWith('/token') && request.method === 'POST') {
      const form = new URLSearchParams(await text(request));
      const asked = codes.get(form.get('code') ?? '');
      if (asked === undefined || asked.challenge !== challengeOf(form.get('code_verifier') ?? '')) {
        return json(response, { error: 'invalid_grant', error_description: 'The code is not known.' }, 400);
      }
      return json(response, await tokens(keys, authority, asked));
    }
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    return json(response, { error: 'not_found' }, 404);
  };
  server.on('request', (request, response) => void answer(request, response));

  return {
    authority,
    certificate,
    requests,
    become: (next) => {
      person = next;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, keys.stop(), rm(folder, { recursive: true })]);
    },
  };
}

const MAKE_CERTIFICATE = [
  ...['req', '-x509', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'],
  ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
  ...['-addext', 'subjectAltName=IP:127.0.0.1'],
];

const CLIENT_INFO = Buffer.from(JSON.stringify({ uid: OID, utid: TENANT })).toString('base64url');

function metadata(authority: string): object {
  const base = `${authority}/${TENANT}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  };
}

async function tokens(keys: EntraDouble, authority: string, { nonce, person }: Asked): Promise<object> {
  const { name, roles } = person;
  const access = accessTokenClaims(Date.now(), authority);
  return {
    token_type: 'Bearer',
    expires_in: 3600,
    scope: `${APPLICATION}/.default openid profile`,
    access_token: await keys.sign({ ...access, roles, name }),
    id_token: await keys.sign({
      ...access,
      sub: OID,
      nonce,
      name,
      preferred_username: 'ana@contoso.example',
    }),
    client_info: CLIENT_INFO,
  };
}

/** RFC 7636 section 4.2. */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
