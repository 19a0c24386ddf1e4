// Bodies of SCIM requests and a short way to send them, for tests that ask the running service.
import { expect } from 'vitest';
import type { TestService } from './service.ts';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';

type Attributes = Readonly<Record<string, unknown>>;

/** A resource as the service answers it. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks into resources of any shape, and fails where it is another.
export type Resource = any;

export function userBody(userName: string, attributes: Attributes = {}): Attributes {
  return { schemas: [USER], userName, ...attributes };
}

/** `members` are ids. */
export function groupBody(
  displayName: string,
  members: readonly string[] = [],
  attributes: Attributes = {},
): Attributes {
  return { schemas: [GROUP], displayName, members: members.map((value) => ({ value })), ...attributes };
}

export function patchBody(...operations: readonly Attributes[]): Attributes {
  return { schemas: [`${MESSAGES}:PatchOp`], Operations: operations };
}

export function searchBody(parameters: Attributes): Attributes {
  return { schemas: [`${MESSAGES}:SearchRequest`], ...parameters };
}

/** Creates the resource and gives it as it was answered. */
export async function create(service: TestService, path: string, body: Attributes): Promise<Resource> {
  const answer = await service.request('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

/** Reads `path` with these parameters and gives the body of the 200. */
export async function read(
  service: TestService,
  path: string,
  parameters: Readonly<Record<string, string | number>> = {},
): Promise<Resource> {
  const answer = await service.request('GET', `${path}${queryOf(parameters)}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

export function queryOf(parameters: Readonly<Record<string, string | number>>): string {
  const entries = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return entries.length === 0 ? '' : `?${entries.join('&')}`;
}

/** Status and scimType of the refusal of a query. */
export async function refusalOf(
  service: TestService,
  path: string,
  parameters: Readonly<Record<string, string | number>>,
): Promise<readonly [number, string | undefined]> {
  const { status, body } = await service.request('GET', `${path}${queryOf(parameters)}`);
  expect(body.schemas).toEqual([`${MESSAGES}:Error`]);
  return [status, body.scimType];
}
