// What a request leaves to be done after its answer is told as one entry, and each person whom it touched is found by it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entriesOf } from '../support/log.ts';
import { create, groupBody, type Resource, userBody } from '../support/scim.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let users: Resource[];

beforeAll(async () => {
  service = await startService();
  users = await Promise.all(
    Array.from({ length: 60 }, (_, at) => create(service, '/Users', userBody(`user${at}@atlas.example`))),
  );
});
afterAll(() => service.stop());

test('the members of a deleted group: one entry, found by each of them, with the request that caused it', async () => {
  const ids = users.map(({ id }) => id as string);
  const { id } = await create(service, '/Groups', groupBody('ws-Sales-role-manager', ids));
  const deleted = await service.request('DELETE', `/Groups/${id}`);
  for (const user of [ids[0], ids[59]]) {
    const entries = await entriesOf(service, 3, { subject: user ?? '' });
    expect(entries.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^laptop created user/),
      'laptop created the group ws-Sales-role-manager with 60 members, which gives manager in Sales.',
      'What laptop asked for has been carried through: 60 memberships ended in the group ws-Sales-role-manager.',
    ]);
    const last = entries.at(-1);
    expect(last?.requestId).toBe(deleted.headers.get('x-request-id'));
    // Of the sixty, its own.
    expect(last?.changes).toEqual([{ type: 'member.removed', group: id, member: user }]);
  }
});
