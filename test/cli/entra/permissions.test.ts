// A permission that is missing is said in plain words: which one, what for, and whose role; and signing in asks for what a
// command does and no more.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandError } from '../../../cli/command.ts';
import { SCOPES } from '../../../cli/entra/permissions.ts';
import { TENANT } from '../../support/entra.ts';
import { type Company, setupWords, startCompany } from '../../support/entra-story.ts';
import type { Person } from '../../support/graph/graph.ts';

let company: Company;
beforeAll(async () => {
  company = await startCompany({ graph: { late: 0 } });
});
afterAll(() => company.stop());

const setupAs = (person: Partial<Person>) =>
  company.rollcall(setupWords(company), {
    signIn: () => company.graph.credentialOf({ ...company.administrator, ...person }),
  });
/** Set-up asks for one of each, so that the one to read with does not stand in for the other. */
const without = (permission: string) => SCOPES.setup.filter((one) => one !== permission);

// In the order in which the steps need them: each run comes one step further.
test.each([
  [
    'Application.ReadWrite.All',
    /^rollcall: Enterprise application: You are not permitted to create and change/,
  ],
  [
    'AppRoleAssignment.ReadWrite.All',
    /^rollcall: Application of the console: You are not permitted to assign/,
  ],
  ['Group.Read.All', /^rollcall: Assigned users and groups: You are not permitted to find groups/],
  [
    'Synchronization.ReadWrite.All',
    /^rollcall: Provisioning job: You are not permitted to set up provisioning\./,
  ],
])('without %s the set-up says so and where it stopped', async (permission, words) => {
  const { exitCode, told } = await setupAs({ consented: without(permission) });
  expect(exitCode).toBe(1);
  expect(told.at(-1)).toMatch(words);
  expect(told.at(-1)).toContain(`the permission ${permission} for the client`);
  expect(told.at(-1)).toContain('an administrator may have to consent');
});

test('without a role in Entra the set-up names the role', async () => {
  const { exitCode, told } = await setupAs({ role: 'none' });
  expect(exitCode).toBe(1);
  expect(told.at(-1)).toContain('for yourself the role Cloud Application Administrator');
});

test('a sign-in that fails is told as it is', async () => {
  const { exitCode, told } = await company.rollcall(setupWords(company), {
    signIn: () => ({ getToken: () => Promise.reject(new CommandError('Signing in failed: no.')) }),
  });
  expect([exitCode, told.at(-1)]).toEqual([
    1,
    expect.stringMatching(/^rollcall: Enterprise application: Signing in failed: no\./),
  ]);
});

test('a sign-in that has run out is said to have', async () => {
  const { exitCode, told } = await company.rollcall(setupWords(company), {
    signIn: () => ({ getToken: async () => ({ token: 'worn-out', expiresOnTimestamp: 0 }) }),
  });
  expect([exitCode, told.at(-1)]).toEqual([
    1,
    expect.stringMatching(/does not accept the sign-in.*sign in anew/),
  ]);
});

describe('what is asked for when signing in', () => {
  const askedBy = async (...words: string[]) => {
    const asked = new Set<string>();
    const person = company.graph.credentialOf(company.administrator);
    await company.rollcall(words, {
      signIn: () => ({
        getToken(scopes) {
          for (const scope of [scopes].flat()) asked.add(scope);
          return person.getToken(scopes);
        },
      }),
    });
    return [...asked].map((scope) => scope.replace(`${company.graph.url}/`, ''));
  };

  test.each([
    ['entra setup', 'setup', () => setupWords(company)],
    ['entra setup --dry-run', 'read', () => setupWords(company, '--dry-run')],
    [
      'entra check',
      'read',
      () => ['entra', 'check', '--tenant', TENANT, '--scim-url', company.service.scimUrl],
    ],
    ['entra status', 'read', () => ['entra', 'status', '--tenant', TENANT]],
    [
      'entra rotate-token',
      'rotate',
      () => ['entra', 'rotate-token', '--tenant', TENANT, '--vault', company.vault.url],
    ],
  ] as const)('%s', async (_name, kind, words) => {
    const asked = await askedBy(...words());
    expect(asked.sort()).toEqual([...SCOPES[kind]].sort());
    expect(asked.join()).not.toContain('.default');
    if (kind === 'read') expect(asked.join()).not.toContain('ReadWrite');
  });
});
