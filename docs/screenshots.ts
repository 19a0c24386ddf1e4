// `npm run screenshots`: the pictures of console.md, of the real service with a small company in it, in a real browser. They
// are not compared with anything: fonts differ from machine to machine.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startAzurite } from '../local/azurite.ts';
import { startHost } from '../local/host.ts';
import { mintTicket } from '../src/identity/console-session.ts';
import { makeToken } from '../src/identity/token.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { type Company, provisionCompany, type ScimClient } from '../test/support/company.ts';
import { startVault } from '../test/support/vault.ts';

const PROJECT = join(import.meta.dirname, '..');
const FOLDER = join(PROJECT, 'docs/console');
const SEAL = 'a seal that is made for these pictures only';
const DAY_S = 86_400;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

interface Picture {
  readonly name: string;
  /** What follows `#`. */
  readonly place: (company: Company) => string;
  /** What is done on the page before. */
  readonly act?: (page: Page) => Promise<void>;
  readonly scheme?: 'dark';
  readonly viewport?: typeof NARROW;
  /** The whole page, or what one sees at first. */
  readonly part?: 'seen';
}

const PICTURES: readonly Picture[] = [
  { name: 'connect', place: () => '/connect', part: 'seen' },
  { name: 'connect-guide', place: () => '/connect', act: showGuide, part: 'seen' },
  { name: 'token-once', place: () => '/connect', act: generateToken, part: 'seen' },
  { name: 'token-rotation', place: () => '/connect', act: rotateToken, part: 'seen' },
  { name: 'users', place: () => '/users' },
  { name: 'user', place: ({ users }) => `/users/${users['nadia.okafor']}` },
  {
    name: 'user-narrow',
    place: ({ users }) => `/users/${users['nadia.okafor']}`,
    viewport: NARROW,
    part: 'seen',
  },
  { name: 'groups', place: () => '/groups' },
  { name: 'group-mapping', place: () => '/groups', act: previewMapping, part: 'seen' },
  { name: 'group', place: ({ groups }) => `/groups/${groups['ws-Sales-role-member']}` },
  { name: 'workspaces', place: () => '/workspaces' },
  { name: 'workspace', place: ({ workspaces }) => `/workspaces/${workspaces.Sales}` },
  { name: 'log', place: () => '/log', act: openRefusal, part: 'seen' },
  { name: 'missing', place: () => '/missing?q=liam.oconnor' },
  { name: 'health', place: () => '/health' },
  { name: 'health-dark', place: () => '/health', scheme: 'dark' },
];

async function showGuide(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Step by step' }).scrollIntoViewIfNeeded();
  await page.evaluate(`document.querySelector('nav[aria-label="Identity provider"]').scrollIntoView()`);
}

async function generateToken(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Generate token' }).click();
  await page.getByRole('textbox', { name: 'Label' }).fill('Okta');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.getByRole('button', { name: 'I have copied it' }).waitFor();
}

async function rotateToken(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Rotate Entra' }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('Waiting.').waitFor();
}

async function previewMapping(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Map All employees' }).first().click();
  await page.getByRole('combobox', { name: 'Workspace' }).fill('Sales');
  await page.getByRole('radio', { name: /^Manager/ }).check();
  await page.getByRole('heading', { name: /would gain/ }).waitFor();
}

async function openRefusal(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Refused/ }).click();
}

async function main(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const [azurite, vault] = await Promise.all([startAzurite({ keep: 'memory' }), startVault()]);
  const token = makeToken();
  const expires = Math.floor(Date.now() / 1000) + 341 * DAY_S;
  vault.set('rollcall-seal', SEAL);
  vault.set('scim-token', token, {
    attributes: { exp: expires },
    tags: { label: 'Entra', created_by: 'Mei Tanaka' },
  });
  vault.set('scim-token-portal', makeToken(), {
    attributes: { exp: expires - 320 * DAY_S },
    tags: { label: 'Sales portal', scope: 'read', created_by: 'Mei Tanaka' },
  });
  Object.assign(process.env, {
    ROLLCALL_TABLES: azurite.connectionString,
    ROLLCALL_VAULT_URL: vault.url,
    ROLLCALL_BASE_URL: 'https://rollcall-7f3k.azurewebsites.net',
  });
  const host = await startHost({ folder: PROJECT, port: 0, log: () => undefined });
  const browser = await launchChromium();
  try {
    const company = await provisionCompany(clientOf(`${host.url}/scim/v2`, token));
    for (const picture of PICTURES) await take(browser, host.url, company, picture);
  } finally {
    await browser.close();
    await host.stop();
    await Promise.all([azurite.stop(), vault.stop()]);
  }
}

async function take(browser: Browser, url: string, company: Company, picture: Picture): Promise<void> {
  const { name, place, act, scheme = 'light', viewport = WIDE, part } = picture;
  const context = await browser.newContext({ viewport, colorScheme: scheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${url}/console#ticket=${mintTicket(SEAL, Date.now())}`);
  await page.getByRole('banner').waitFor();
  await page.goto('about:blank');
  await page.goto(`${url}/console#${place(company)}`);
  await page
    .locator('main h1')
    .filter({ hasNotText: /^(?:User|Group|Workspace)$/ })
    .waitFor();
  await page.getByRole('progressbar').first().waitFor({ state: 'detached' });
  await act?.(page);
  await page.evaluate('document.activeElement.blur()');
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: part === undefined });
  await context.close();
  console.log(`docs/console/${name}.png`);
}

function clientOf(scimUrl: string, token: string): ScimClient {
  return {
    request: async (method, path, body, given) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json', ...given };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(scimUrl + path, { method, headers, ...sent });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
}

await main();
