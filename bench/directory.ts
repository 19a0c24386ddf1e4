// What an identity provider knows of the directory it fills: whom it has created, under which ids. Each peer has its own.
import type { Answer, HttpClient } from './http-client.ts';

export interface Directory {
  readonly send: HttpClient['send'];
  /** Ids in the order of the users' numbers. */
  readonly users: string[];
  readonly groups: string[];
  /** Groups that are being filled, by what fills them. */
  readonly filling: Map<string, Promise<string>>;
  /** Counts up for each use, so that no two requests do the same. */
  readonly next: (what: string) => number;
}

export function createDirectory({ send }: HttpClient): Directory {
  const counts = new Map<string, number>();
  return {
    send,
    users: [],
    groups: [],
    filling: new Map(),
    next(what) {
      const count = counts.get(what) ?? 0;
      counts.set(what, count + 1);
      return count;
    },
  };
}

/** Everything that is timed is also looked at: a quick wrong answer is none. */
export function check(answer: Answer, status: number, holds: (text: string) => boolean = () => true): string {
  if (answer.status === status && holds(answer.text)) return answer.text;
  throw new Error(
    `Expected ${status} and the right body, got ${answer.status}: ${answer.text.slice(0, 500)}`,
  );
}

export function userName(number: number): string {
  return `person.${number}@atlas.example`;
}

export function groupName(number: number): string {
  return `ws-Project ${number}-role-member`;
}

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** A user as Entra's default mappings make them. */
export function userBody(number: number): Readonly<Record<string, unknown>> {
  const [givenName, familyName] = ['Nadia', `Okafor ${number}`];
  return {
    schemas: [`${CORE}:User`, ENTERPRISE],
    externalId: `6f1d7c52-0c3b-4a0e-8d5e-${String(number).padStart(12, '0')}`,
    userName: userName(number),
    active: true,
    displayName: `${givenName} ${familyName}`,
    title: 'Analyst',
    preferredLanguage: 'fr-CH',
    emails: [{ primary: true, type: 'work', value: userName(number) }],
    name: { givenName, familyName, formatted: `${givenName} ${familyName}` },
    addresses: [{ type: 'work', locality: 'Bern', region: 'BE', postalCode: '3011', country: 'CH' }],
    phoneNumbers: [{ type: 'work', value: '555 0100' }],
    [ENTERPRISE]: { employeeNumber: String(number), department: 'Research' },
  };
}

export function groupBody(number: number): Readonly<Record<string, unknown>> {
  return {
    schemas: [`${CORE}:Group`],
    externalId: `8aa1a0c0-c4c3-4bc0-b4a5-${String(number).padStart(12, '0')}`,
    displayName: groupName(number),
  };
}

export function patchBody(...operations: readonly object[]): Readonly<Record<string, unknown>> {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
}

/** As Entra adds members. */
export function addMembersBody(ids: readonly string[]): Readonly<Record<string, unknown>> {
  return patchBody({ op: 'Add', path: 'members', value: ids.map((value) => ({ value })) });
}
