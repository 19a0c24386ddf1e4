// What a request proves about a setup, and about the identity provider that sends it: the guides of the console turn their
// steps green by these, and Health tells by them which dialect is spoken. A proof is a name; when it was seen is kept.
import { isObject } from '../../scim/json.ts';
import type { Change } from '../changes.ts';
import type { Client } from './client.ts';
import { dialectsOf } from './client.ts';
import type { ObservedRequest } from './observed.ts';
import { touchedBy, valueGiven } from './touched.ts';

export const PROOFS = [
  'request',
  'test-connection',
  'user',
  'display-name',
  'object-id',
  'roles',
  'group',
  'group-by-pattern',
  'membership',
  'deactivation',
  'unknown-attribute',
  'flag',
  'no-flag',
] as const;
export type Proof = (typeof PROOFS)[number];

export interface Proven {
  readonly request: ObservedRequest;
  readonly changes: readonly Change[];
  readonly client: Client | undefined;
}

const UUID = /eq "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"/i;

const SHOWS: Readonly<Record<Proof, (proven: Proven) => boolean>> = {
  request: () => true,
  // Both ask for somebody who cannot exist, to see that the answer is an empty list.
  'test-connection': ({ request }) =>
    request.method === 'GET' &&
    request.answer?.totalResults === 0 &&
    UUID.test(request.url.searchParams.get('filter') ?? ''),
  user: ({ changes }) => changes.some(({ type }) => type === 'user.created' || type === 'user.updated'),
  'display-name': ({ request }) => isWholeName(request),
  'object-id': ({ request, changes }) =>
    changes.some((change) => 'user' in change) && UUID.test(`eq "${externalId(request)}"`),
  roles: ({ request, changes }) => changes.some((change) => 'user' in change) && hasRoles(request),
  group: ({ changes }) => changes.some(({ type }) => type === 'group.created'),
  'group-by-pattern': ({ changes }) =>
    changes.some((change) => change.type === 'mapping.created' && change.source === 'pattern'),
  membership: ({ changes }) => changes.some(({ type }) => type === 'member.added'),
  deactivation: ({ changes }) => changes.some(({ type }) => type === 'user.deactivated'),
  'unknown-attribute': ({ request }) => Array.isArray(request.notes.skippedPaths),
  flag: (proven) => isEntraPatch(proven) && !isCapitalised(proven.request),
  'no-flag': (proven) => isEntraPatch(proven) && isCapitalised(proven.request),
};

/** Of a request that was answered as it should be. */
export function proofsOf(proven: Proven): Proof[] {
  return PROOFS.filter((proof) => SHOWS[proof](proven));
}

/** Under which a proof is kept. */
export function proofName(client: Client | undefined, proof: Proof): string {
  return `${client ?? 'unknown'}/${proof}`;
}

export function credentialName(credential: string): string {
  return `credential/${credential}`;
}

/** The display name is joined from the two others, as the guides ask for. */
function isWholeName({ answer, route }: ObservedRequest): boolean {
  if (route?.startsWith('scim/v2/Users') !== true || !isObject(answer?.name)) return false;
  const { givenName, familyName } = answer.name;
  return typeof givenName === 'string' && answer.displayName === `${givenName} ${familyName}`;
}

function externalId({ body }: ObservedRequest): unknown {
  return valueGiven(touchedBy(body), 'externalid');
}

function hasRoles({ body }: ObservedRequest): boolean {
  const touched = touchedBy(body);
  const roles = valueGiven(touched, 'roles');
  return Array.isArray(roles) ? roles.length > 0 : roles !== undefined && roles !== null && roles !== '';
}

function isEntraPatch({ client, request }: Proven): boolean {
  return client === 'entra' && request.method === 'PATCH';
}

/** The flag aadOptscim062020 turns these off: entra.md 2.6. */
function isCapitalised({ notes }: ObservedRequest): boolean {
  return dialectsOf(notes).includes('entra-capitalised-operations');
}
