// The button, the command and the template lead to one repository and to one release: the one that package.json names. A
// template of one version that fetches the package of another is a deployment that nobody has tested.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, readJson, readText, resourceOf } from './deployment.ts';

const { repository, version } = readJson('package.json');
const RAW = `${repository.replace('github.com', 'raw.githubusercontent.com')}/v${version}/infra/`;
const PAGES = ['README.md', 'docs/deploy.md'].filter((page) => existsSync(join(ROOT, page)));

test('the template fetches the package of its own release', () => {
  expect(resourceOf('defaults', 'Web/sites/extensions').properties.packageUri).toBe(
    `${repository}/releases/download/v${version}/released-package.zip`,
  );
});

/** Where people are told how to deploy, they find the button. */
const ABOUT_DEPLOYING = PAGES.filter((page) => /^#+ Deploy/m.test(readText(page)));

test.each(ABOUT_DEPLOYING)('the button in %s opens the template and the form of this release', (page) => {
  const buttons = [
    ...readText(page).matchAll(/https:\/\/portal\.azure\.com\/#create\/Microsoft\.Template\/uri\/([^)\s]+)/g),
  ];
  expect(buttons).not.toEqual([]);
  for (const [, link = ''] of buttons) {
    const parts = link.split('/createUIDefinitionUri/').map(decodeURIComponent);
    expect(parts).toEqual([`${RAW}azuredeploy.json`, `${RAW}createUiDefinition.json`]);
  }
});

test.each(PAGES)('%s names no other repository and no other release', (page) => {
  const text = decodeURIComponent(
    readText(page)
      .replaceAll('%', '%25')
      .replaceAll(/%25([0-9A-F]{2})/g, '%$1'),
  );
  const repositories =
    text.match(/(?<=(?:raw\.githubusercontent|github)\.com\/)[\w-]*rollcall[\w-]*\/[\w-]+/g) ?? [];
  for (const name of repositories) expect(repository).toBe(`https://github.com/${name}`);
  for (const tag of text.match(/(?<=\/|checkout )v\d+\.\d+\.\d+/g) ?? []) expect(tag).toBe(`v${version}`);
});

test('the documentation lists the alerts that the template creates', () => {
  const listed = readText('docs', 'deploy.md').match(/^\| [a-z]+(?:-[a-z]+)*(?= +\|)/gm) ?? [];
  const source = readText('infra', 'modules', 'alerts.bicep') + readText('infra', 'modules', 'vault.bicep');
  expect(listed).toHaveLength(7);
  for (const row of listed) expect(source).toContain(row.replace('| ', '').trim());
});
