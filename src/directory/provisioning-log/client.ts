// Which identity provider a request comes from. None of them says so in a way that can be relied on, so it is told from what
// each does and no other, and what was found out about a credential is remembered by the caller. It is for people's eyes:
// nothing is allowed or refused by it.
import type { ObservedRequest } from './observed.ts';

export const CLIENTS = ['entra', 'okta'] as const;
export type Client = (typeof CLIENTS)[number];

/** As it stands in a sentence. */
const NAMES: Readonly<Record<Client, string>> = { entra: 'Entra', okta: 'Okta' };

interface Sign {
  readonly client: Client;
  readonly shows: (request: ObservedRequest) => boolean;
}

/** Schema that Entra puts into new groups (entra.md 4.1); no schema of SCIM. */
const ENTRA_GROUP_SCHEMA = /^http:\/\/schemas\.microsoft\.com\/2006\/11\/ResourceManagement\/ADSCIM/i;

/** The first that shows decides. */
const SIGNS: readonly Sign[] = [
  { client: 'okta', shows: ({ userAgent }) => /\bokta\b/i.test(userAgent ?? '') },
  {
    client: 'entra',
    shows: ({ caller }) => /^(entra-provisioning$|workload\/)/.test(caller?.credential ?? ''),
  },
  { client: 'entra', shows: ({ url }) => url.searchParams.has('aadOptscim062020') },
  { client: 'entra', shows: ({ notes }) => dialectsOf(notes).some((rule) => rule.startsWith('entra-')) },
  { client: 'okta', shows: ({ notes }) => dialectsOf(notes).some((rule) => rule.startsWith('okta-')) },
  {
    client: 'entra',
    shows: ({ body }) =>
      Array.isArray(body?.schemas) && body.schemas.some((urn) => ENTRA_GROUP_SCHEMA.test(String(urn))),
  },
  // Ids of Okta's users and groups.
  { client: 'okta', shows: ({ body }) => /^00[ug][0-9A-Za-z]{17}$/.test(String(body?.externalId ?? '')) },
  { client: 'entra', shows: (request) => /\b(entra|azure|microsoft)\b/i.test(labelOf(request)) },
  { client: 'okta', shows: (request) => /\bokta\b/i.test(labelOf(request)) },
];

/** Undefined where nothing tells. */
export function clientOf(request: ObservedRequest): Client | undefined {
  return SIGNS.find(({ shows }) => shows(request))?.client;
}

/** The subject of a sentence: the identity provider, else whose token it is, else the credential. */
export function clientName({ caller }: Pick<ObservedRequest, 'caller'>, client: Client | undefined): string {
  if (client !== undefined) return NAMES[client];
  if (caller === undefined) return 'Somebody';
  if (caller.name !== undefined && caller.name !== '') return caller.name;
  // A version's id says nothing to a person.
  return caller.credential.startsWith('entra/') ? caller.credential : (caller.credential.split('/')[0] ?? '');
}

export function dialectsOf(notes: ObservedRequest['notes']): readonly string[] {
  return Array.isArray(notes.dialects) ? notes.dialects.map(String) : [];
}

/** Secrets are named in words joined by hyphens: `scim-token-okta`. */
function labelOf({ caller }: ObservedRequest): string {
  return `${caller?.name ?? ''} ${(caller?.credential ?? '').split('/')[0]}`;
}
