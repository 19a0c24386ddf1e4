// Entra's signing keys at the addresses where Entra publishes them, and tokens signed with them, with the claims that
// Microsoft documents for each kind.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const APPLICATION = '22222222-2222-4222-8222-222222222222';
export const WORKLOAD = {
  clientId: '33333333-3333-4333-8333-333333333333',
  subject: '44444444-4444-4444-8444-444444444444',
};
/** The audience of every custom application of the public cloud. */
export const PROVISIONING_AUDIENCE = '8adf8e6e-67b2-4cf2-a259-e3dc5476c621';

export interface EntraDouble {
  readonly authority: string;
  readonly requests: string[];
  /** Signs claims with the newest key. */
  sign: (claims: Record<string, unknown>, header?: object) => Promise<string>;
  /** The published keys, as a token forger knows them. */
  published: () => JWK[];
  /** Adds a key and signs with it from now on. */
  rotate: () => Promise<void>;
  refuseWith: (status: number | undefined) => void;
  stop: () => Promise<void>;
}

export async function startEntra(): Promise<EntraDouble> {
  const keys: { kid: string; privateKey: CryptoKey; publicKey: JWK }[] = [];
  const requests: string[] = [];
  let refusal: number | undefined;
  const rotate = async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const kid = `key-${keys.length + 1}`;
    keys.push({
      kid,
      privateKey,
      publicKey: { ...(await exportJWK(publicKey)), kid, use: 'sig', kty: 'RSA' },
    });
  };
  await rotate();
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const known = [`/${TENANT}/discovery/keys`, `/${TENANT}/discovery/v2.0/keys`].includes(request.url ?? '');
    const status = refusal ?? (known ? 200 : 404);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(status === 200 ? { keys: keys.map(({ publicKey }) => publicKey) } : { error: status }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    authority: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    sign: async (claims, header) => {
      const key = keys.at(-1);
      if (key === undefined) throw new Error('There is no key.');
      return await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })
        .sign(key.privateKey);
    },
    published: () => keys.map(({ publicKey }) => publicKey),
    rotate,
    refuseWith: (status) => {
      refusal = status;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Times of a token made at `now` (milliseconds) that lives for an hour. */
function lifetime(now: number) {
  const seconds = Math.floor(now / 1000);
  return { iat: seconds, nbf: seconds, exp: seconds + 3600 };
}

/** What the provisioning service sends when the secret token is left empty. */
export function provisioningClaims(now: number): JWTPayload {
  return {
    iss: `https://sts.windows.net/${TENANT}/`,
    aud: PROVISIONING_AUDIENCE,
    tid: TENANT,
    appid: '00000014-0000-0000-c000-000000000000',
    sub: '55555555-5555-4555-8555-555555555555',
    ...lifetime(now),
  };
}

/** The assertion of workload identity federation. */
export function assertionClaims(now: number, authority: string): JWTPayload {
  return {
    iss: `${authority}/${TENANT}/v2.0`,
    aud: `api://${WORKLOAD.clientId}`,
    tid: TENANT,
    appid: WORKLOAD.clientId,
    sub: WORKLOAD.subject,
    oid: '66666666-6666-4666-8666-666666666666',
    ver: '2.0',
    ...lifetime(now),
  };
}

/** An access token of a person for Rollcall's application. */
export function accessTokenClaims(now: number, authority: string): JWTPayload {
  return {
    iss: `${authority}/${TENANT}/v2.0`,
    aud: APPLICATION,
    tid: TENANT,
    ver: '2.0',
    azp: APPLICATION,
    scp: 'access',
    oid: '77777777-7777-4777-8777-777777777777',
    roles: ['Rollcall.Admin'],
    ...lifetime(now),
  };
}
