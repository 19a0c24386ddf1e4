// Tokens: listed, made, rotated, revoked. A token's value is in the answer to the request that made it, and never again. Where
// the service may not write secrets, the answer holds the command that does.
import * as z from 'zod';
import { credentialName } from '../../directory/provisioning-log/proofs.ts';
import { ScimError } from '../../scim/errors.ts';
import { shown } from '../../scim/shown.ts';
import type { Given } from '../access/operation.ts';
import type { Caller } from '../caller.ts';
import type { KnownToken, MadeToken, Obstacle, TokenChange } from '../token-admin.ts';
import type { MadeTokenBody, TokenBody, TokenListBody } from './bodies.ts';
import { consoleOperation, timeOf } from './operation.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 365;
/** Microsoft accepts secrets of up to three years. */
const MOST_DAYS = 1_095;
/** Whoever administers this directory may make tokens for others too. */
const HOME = 'default';

const days = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(MOST_DAYS, `must be at most ${MOST_DAYS}`)
  .default(DEFAULT_DAYS);

const list = consoleOperation({
  method: 'GET',
  path: 'tokens',
  scope: 'read',
  name: 'listTokens',
  summary: 'The tokens of the directory, without their values',
  async handle({ caller, service }) {
    const [known, obstacle, used] = await Promise.all([
      service.tokenAdmin.list(),
      service.tokenAdmin.obstacle(),
      lastUses(service, caller.directory),
    ]);
    const own = known.filter((token) => mayManage(caller, token.directory));
    return {
      body: {
        object: 'list',
        data: own.map((token) => tokenBody(token, used)),
        next_cursor: null,
        can_write: obstacle === undefined,
        ...(obstacle === undefined ? {} : { why: obstacle.why }),
        ...(obstacle?.command === undefined ? {} : { command: obstacle.command }),
      } satisfies TokenListBody,
    };
  },
});

const create = consoleOperation({
  method: 'POST',
  path: 'tokens',
  scope: 'manage',
  name: 'createToken',
  summary: 'Makes a token and tells it, this once',
  body: z.strictObject({
    label: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(100, 'must have at most 100 characters')
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not hold control characters'),
    scope: z.enum(['scim', 'read', 'manage']),
    directory: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be 1 to 63 lower-case letters, digits and hyphens')
      .optional(),
    expires_in_days: days,
  }),
  async handle({ body, caller, service, requestId }) {
    const { label, scope, directory = caller.directory, expires_in_days: expiresInDays } = body;
    if (!mayManage(caller, directory)) throw ofAnotherDirectory(directory);
    const wanted = { label, scope, directory, expiresInDays };
    return changed(await service.tokenAdmin.create(wanted, nameOf(caller)), requestId, madeBody, 201);
  },
});

const rotate = consoleOperation({
  method: 'POST',
  path: 'tokens/{id}/rotate',
  scope: 'manage',
  name: 'rotateToken',
  summary: 'Makes a new version and tells it; the old one stays valid',
  body: z.strictObject({ expires_in_days: days }),
  async handle({ id, body, caller, service, requestId }) {
    const secret = await ownSecret(service, caller, id);
    const rotated = await service.tokenAdmin.rotate(secret, body.expires_in_days, nameOf(caller));
    return changed(rotated, requestId, madeBody, 201);
  },
});

const revoke = consoleOperation({
  method: 'POST',
  path: 'tokens/{id}/revoke',
  scope: 'manage',
  name: 'revokeToken',
  summary: 'Ends a version; every instance refuses it within a minute',
  body: z.strictObject({ version: z.string().min(1, 'must not be empty') }),
  async handle({ id, body, caller, service, requestId }) {
    const secret = await ownSecret(service, caller, id);
    const revoked = await service.tokenAdmin.revoke(secret, body.version, nameOf(caller));
    return changed(revoked, requestId, (token) => tokenBody(token, new Map()), 200);
  },
});

export const tokenOperations = [list, create, rotate, revoke];

interface TokenService {
  readonly tokenAdmin: { list(): Promise<readonly KnownToken[]> };
}

/** The secret that an id names: its name, or its name and a version. Throws `notFound`, also for another directory's. */
async function ownSecret({ tokenAdmin }: TokenService, caller: Caller, id: string): Promise<string> {
  const [secret = ''] = id.split('/');
  const versions = (await tokenAdmin.list()).filter((token) => token.secret === secret);
  if (versions.some(({ directory }) => mayManage(caller, directory))) return secret;
  throw new ScimError('notFound', `There is no token called "${shown(id)}".`);
}

function mayManage({ directory: own }: Caller, directory: string | undefined): boolean {
  return own === HOME || directory === own;
}

function ofAnotherDirectory(directory: string): ScimError {
  return new ScimError(
    'forbidden',
    `directory: a token for "${shown(directory)}" is made by whoever administers that directory, or the directory "${HOME}".`,
  );
}

/** For the tags in the vault, and so for whoever asks later who it was. */
function nameOf({ credential, name }: Caller): string {
  return name === undefined ? credential : `${name} (${credential})`;
}

function changed<Token extends KnownToken, Body>(
  change: TokenChange<Token>,
  requestId: string,
  view: (token: Token) => Body,
  status: number,
): Given<object> {
  switch (change.kind) {
    case 'done':
      return { status, body: view(change.result) as object };
    case 'missing':
      throw new ScimError('notFound', 'There is no such token, or no such version of it.');
    case 'obstacle':
      return obstacleProblem(change, requestId);
  }
}

/** RFC 9457 with a member of its own: the command. */
function obstacleProblem({ why, command }: Obstacle, requestId: string): Given<object> {
  return {
    status: 409,
    body: {
      type: 'about:blank',
      title: 'Not possible here',
      status: 409,
      code: 'vault_not_writable',
      detail: why,
      request_id: requestId,
      ...(command === undefined ? {} : { command }),
    },
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  };
}

async function lastUses(
  {
    sightings,
  }: { readonly sightings: { all(directory: string): Promise<{ name: string; last: string }[]> } },
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  return new Map((await sightings.all(directory)).map(({ name, last }) => [name, last]));
}

function madeBody(made: MadeToken): MadeTokenBody {
  return { ...tokenBody(made, new Map()), token: made.token };
}

function tokenBody(token: KnownToken, used: ReadonlyMap<string, string>): TokenBody {
  const { secret, version, label, scopes, directory, createdAt, createdBy, expiresAt, state, problem } =
    token;
  const credential = version === '' ? secret : `${secret}/${version}`;
  return {
    object: 'token',
    id: credential,
    secret,
    version,
    label: label ?? null,
    scope: scopes,
    directory: directory ?? null,
    created_at: timeOf(createdAt),
    created_by: createdBy ?? null,
    expires_at: timeOf(expiresAt),
    expires_in_days: expiresAt === undefined ? null : Math.floor((expiresAt - Date.now()) / DAY_MS),
    last_used_at: used.get(credentialName(credential)) ?? null,
    state,
    ...(problem === undefined ? {} : { problem }),
  };
}
