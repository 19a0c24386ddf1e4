// What a deployment may ask of its identity provider beyond the protocol: which domains, and who comes back by being named.
import { beforeEach, describe, expect, test } from 'vitest';
import type { DirectoryContext } from '../../src/directory/context.ts';
import { anyVersion } from '../../src/directory/context.ts';
import { replaceGroup } from '../../src/directory/groups.ts';
import type { ProvisioningRules } from '../../src/directory/provisioning-rules.ts';
import { testDirectory } from '../support/directory.ts';
import { addGroup, addMember, addUser, changeUser, removeMember } from '../support/directory-story.ts';

let context: DirectoryContext;

beforeEach(async () => {
  context = (await testDirectory()).context;
});

const under = (rules: Partial<ProvisioningRules>): DirectoryContext => ({
  ...context,
  rules: { ...context.rules, ...rules },
});

const isActive = async (id: string) => (await context.store.readUser(id))?.attributes.active;

describe('allowed domains', () => {
  const atlasOnly = () => under({ allowedDomains: { domains: ['atlas.example'], subdomains: 'refused' } });

  test('refuse a user of another domain, naming the domain and the setting', async () => {
    const emails = [{ value: 'nadia@borealis.example', primary: true }];
    const refused = addUser(atlasOnly(), 'nadia@atlas.example', { emails });
    await expect(refused).rejects.toThrow(/"borealis.example".*ROLLCALL_ALLOWED_DOMAINS/);
    await addUser(atlasOnly(), 'nadia@atlas.example', { emails: [{ value: 'nadia@Atlas.Example' }] });
  });

  test('refuse the change of an address, but never an offboarding', async () => {
    const id = await addUser(context, 'nadia@borealis.example', { active: true });
    await changeUser(atlasOnly(), id, ['replace', 'active', false]);
    expect(await isActive(id)).toBe(false);
    const moved = changeUser(atlasOnly(), id, ['replace', 'userName', 'nadia@cygnus.example']);
    await expect(moved).rejects.toThrow('cygnus.example');
    await changeUser(atlasOnly(), id, ['replace', 'userName', 'nadia@atlas.example']);
  });
});

describe('a deactivated user who is named in a group', () => {
  const named: readonly (readonly [string, (on: DirectoryContext, id: string) => Promise<unknown>])[] = [
    ['created', (on, id) => addGroup(on, 'Engineering', [id])],
    [
      'patched',
      async (on, id) => {
        await addMember(on, await addGroup(context, 'Engineering'), id);
      },
    ],
    [
      'patched again',
      async (on, id) => {
        await addMember(on, await addGroup(context, 'Engineering', [id]), id);
      },
    ],
    [
      'replaced with the members it has',
      async (on, id) => {
        const group = await addGroup(context, 'Engineering', [id]);
        const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
        const body = { schemas, displayName: 'Engineering', members: [{ value: id }] };
        await replaceGroup(on, group, body, anyVersion);
      },
    ],
  ];

  test.each(named)('that is %s is activated where the setting says so', async (_how, act) => {
    const id = await addUser(context, 'nadia', { active: false });
    const other = await addUser(context, 'omar', { active: false });
    await act(under({ groupBasedUserProvisioning: 'on' }), id);
    expect(await isActive(id)).toBe(true);
    expect(await isActive(other)).toBe(false);
  });

  test.each(named)('that is %s stays deactivated without the setting', async (_how, act) => {
    const id = await addUser(context, 'nadia', { active: false });
    await act(context, id);
    expect(await isActive(id)).toBe(false);
  });

  test('is not activated by being taken out', async () => {
    const id = await addUser(context, 'nadia', { active: false });
    const group = await addGroup(context, 'Engineering', [id]);
    await removeMember(under({ groupBasedUserProvisioning: 'on' }), group, id);
    expect(await isActive(id)).toBe(false);
  });
});
