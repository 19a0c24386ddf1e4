// docs/entra.md and docs/operations.md: commands, options, permissions and mappings are those of the code.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AUTHENTICATIONS } from '../../cli/entra/authentication.ts';
import { USER_MAPPINGS } from '../../cli/entra/mappings/wanted.ts';
import { SCOPES } from '../../cli/entra/permissions.ts';
import { SETUP_STEPS } from '../../cli/entra/steps.ts';
import { readJson, readText } from '../infra/deployment.ts';
import { runCommand } from '../support/cli.ts';

const page = (name: string) => readFile(join(import.meta.dirname, '../../docs', name), 'utf8');
const [entra, operations, credentials] = await Promise.all(
  ['entra.md', 'operations.md', 'credentials.md'].map(page),
);

/** Options that a page names after `rollcall <command>` or its file's name, up to the end of the code. */
function used(text: string): [string, string[]][] {
  const joined = text.replaceAll('\\\n', ' ');
  const calls = joined.matchAll(
    /rollcall(?:-cli\.cjs)? (entra (?:setup|status|check|rotate-token)|export|import)([^`\n]*)/g,
  );
  return [...calls].map(([, command = '', rest = '']) => [command, rest.match(/--[a-z-]+/g) ?? []]);
}

describe.each([
  ['entra.md', entra ?? ''],
  ['operations.md', operations ?? ''],
])('%s', (_name, text) => {
  test('every option that it names is one of its command', async () => {
    const found = used(text);
    expect(found.length).toBeGreaterThan(2);
    for (const [command, options] of found) {
      const { printed } = await runCommand([...command.split(' '), '--help']);
      for (const option of options) {
        // What az is given inside a command.
        if (['--query', '--output'].includes(option)) continue;
        expect(printed.join('\n'), `${command} ${option}`).toContain(`  ${option}`);
      }
    }
  });
});

test('it fetches the file of this release', () => {
  const { repository, version } = readJson('package.json');
  expect(entra).toContain(`${repository}/releases/download/v${version}/rollcall-cli.cjs`);
});

test('the permissions that it names are those that are asked for', () => {
  const named = new Set(
    entra?.match(/`[A-Z]\w+\.(?:\w+\.)?(?:All|Read)`/g)?.map((text) => text.slice(1, -1)),
  );
  expect([...named].sort()).toEqual([...SCOPES.setup].sort());
});

test('the mappings that it names are those that are made', () => {
  for (const { target, expression } of USER_MAPPINGS.mapped) {
    expect(entra).toContain(`| \`${target}\` | \`${expression}\` |`);
  }
  for (const target of USER_MAPPINGS.present) expect(entra).toContain(`\`${target}\``);
});

test('the steps that it names are those that are done, in their order', () => {
  const rows =
    entra
      ?.split('| step |')[1]
      ?.split('\n\n')[0]
      ?.match(/^\| [A-Z][^|]+ \|/gm) ?? [];
  expect(rows.map((row) => row.slice(2, -2))).toEqual(SETUP_STEPS.map(({ title }) => title));
});

test('ways to sign in need parameters that the template has', () => {
  const template = readText('infra', 'main.bicep');
  for (const [way, { needs }] of Object.entries(AUTHENTICATIONS)) {
    expect(entra).toContain(`| \`${way}\` |`);
    for (const [, parameter] of needs.matchAll(/(\w+)=/g)) expect(template).toContain(`param ${parameter} `);
  }
  expect(credentials).toContain('/oauth2/token');
});
