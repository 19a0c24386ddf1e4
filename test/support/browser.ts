// A real browser on the real service: Chromium, driven by Playwright. Every page is watched: an error on its console, a fault in
// its code, something that its Content-Security-Policy refused, or a request to anywhere else fails the test that opened it.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { mintTicket } from '../../src/identity/console-session.ts';
import { consoleBuilt } from './console.ts';
import { type ServiceOptions, startService, type TestService } from './service.ts';

/** What CHROMIUM names, else where Debian and Ubuntu put it. */
const CHROMIUM = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  existsSync,
);

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 390, height: 844 };

export interface ConsoleOptions extends ServiceOptions {
  readonly seal?: string;
}

export interface OpenConsole {
  readonly service: TestService;
  /** Signs in, and goes to what follows `#` in the address of a page. */
  readonly open: (place: string, options?: BrowserContextOptions) => Promise<Page>;
  /** A page that is not signed in. `address` is relative to the service. */
  readonly visit: (address: string, options?: BrowserContextOptions) => Promise<Page>;
  /** A link such as `npm start` prints: `/console#ticket=...`. */
  readonly link: () => string;
}

const SEAL = 'a seal that is made for browser tests only';

/**
 * Starts service and browser for the tests of one file, each of which is skipped, or in CI fails, where there is no Chromium.
 * The console is given by a function because it is there only once the tests run.
 */
export function useConsole(options: () => Promise<ServiceOptions> = async () => ({})): () => OpenConsole {
  let browser: Browser | undefined;
  let console: OpenConsole | undefined;
  const pages: WatchedPage[] = [];

  beforeAll(async () => {
    if (CHROMIUM === undefined) return;
    await consoleBuilt();
    const { settings, ...rest } = await options();
    const service = await startService({ ...rest, settings: { ROLLCALL_SEAL: SEAL, ...settings } });
    const launched = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    browser = launched;
    console = consoleOf(service, async (contextOptions) => {
      const context = await launched.newContext({ viewport: WIDE, ...contextOptions });
      const page = await context.newPage();
      pages.push(watch(page, service.url));
      return page;
    });
  }, 120_000);

  beforeEach(({ skip }) => {
    const missing = 'there is no Chromium: install it, or name it in CHROMIUM';
    if (CHROMIUM === undefined && process.env.CI === 'true') throw new Error(missing);
    skip(CHROMIUM === undefined, missing);
  });

  afterEach(async () => {
    const seen = pages.splice(0);
    await Promise.all(seen.map(({ page }) => page.context().close()));
    expect(seen.flatMap(({ problems }) => problems)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await console?.service.stop();
  });

  return () => {
    if (console === undefined) throw new Error('The console has not been started.');
    return console;
  };
}

function consoleOf(
  service: TestService,
  newPage: (options?: BrowserContextOptions) => Promise<Page>,
): OpenConsole {
  const link = () => `/console#ticket=${encodeURIComponent(mintTicket(SEAL, Date.now()))}`;
  const visit = async (address: string, options?: BrowserContextOptions) => {
    const page = await newPage(options);
    await page.goto(service.url + address);
    return page;
  };
  return {
    service,
    link,
    visit,
    open: async (place, options) => {
      const page = await visit(link(), options);
      await page.getByRole('navigation').waitFor({ state: 'attached' });
      await go(page, place);
      return page;
    },
  };
}

/** Goes to a place within the console, and waits until it shows what it was asked for. */
export async function go(page: Page, place: string): Promise<void> {
  await page.evaluate(`window.location.hash = ${JSON.stringify(place)}`);
  await page.waitForLoadState('networkidle');
}

interface WatchedPage {
  readonly page: Page;
  readonly problems: string[];
}

function watch(page: Page, home: string): WatchedPage {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error in the page: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is an answer that the page shows.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(home)) problems.push(`request to ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    problems.push(`a dialog of the browser: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, problems };
}
