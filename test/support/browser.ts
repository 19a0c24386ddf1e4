// A real browser on the real service: Chromium, driven by Playwright. Every page is watched: an error on its console, a fault in
// its code, something that its Content-Security-Policy refused, or a request to anywhere else fails the test that opened it.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { mintTicket } from '../../src/identity/console-session.ts';
import { launchChromium, missingChromium } from './chromium.ts';
import { consoleBuilt } from './console.ts';
import { type ServiceOptions, startService, type TestService } from './service.ts';

/** Of the service, which runs in this process. */
const LOG_LEVELS = ['info', 'warn', 'error'] as const;

const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 390, height: 844 };
/** So that a step that does not come is named, before the whole test is out of time. */
const STEP_MS = 20_000;
const TEST_MS = 90_000;
const CONTEXT = {
  viewport: WIDE,
  // Values that are copied may be read back.
  permissions: ['clipboard-read', 'clipboard-write'],
  // The double of Entra signed its own certificate.
  ignoreHTTPSErrors: true,
};

export interface OpenConsole {
  readonly service: TestService;
  /** A page of somebody who is signed in, at what follows `#` in the address. */
  readonly open: (place: string) => Promise<Page>;
  /** A page of a browser that knows nothing yet. `address` is relative to the service. */
  readonly visit: (address: string) => Promise<Page>;
  /** A link such as `npm start` prints: `/console#ticket=...`. */
  readonly link: () => string;
}

/** Of a service with a key vault, which then has to hold it. */
export const SEAL = 'a seal that is made for browser tests only';

export interface Preparation {
  readonly settings?: () => Promise<ServiceOptions['settings']>;
  /** Another way to start the service than in this process. */
  readonly start?: (options: ServiceOptions) => Promise<TestService>;
  /** Puts something into the directory. */
  readonly fill?: (service: TestService) => Promise<void>;
  /** What the tests need and this machine lacks. */
  readonly missing?: string | undefined;
  /** An address beside the service's that the page may ask. */
  readonly neighbour?: () => string;
}

/**
 * Starts service and browser for the tests of one file, each of which is skipped, or in CI fails, where there is no Chromium.
 */
export function useConsole(prepare: Preparation = {}): () => OpenConsole {
  let browser: Browser | undefined;
  let console: OpenConsole | undefined;
  const watched: WatchedPage[] = [];
  const missing = missingChromium ?? prepare.missing;

  vi.setConfig({ testTimeout: TEST_MS });

  beforeAll(async () => {
    if (missing !== undefined) return;
    await consoleBuilt();
    for (const level of LOG_LEVELS) vi.spyOn(globalThis.console, level).mockImplementation(() => undefined);
    const settings = { ROLLCALL_SEAL: SEAL, ...(await prepare.settings?.()) };
    const service = await (prepare.start ?? startService)({ settings });
    await prepare.fill?.(service);
    browser = await launchChromium();
    const homes = [service.url, ...(prepare.neighbour === undefined ? [] : [prepare.neighbour()])];
    console = consoleOf(service, browser, (page) => watched.push(watch(page, homes)));
  }, 120_000);

  beforeEach(({ skip }) => {
    if (missing !== undefined && process.env.CI === 'true') throw new Error(missing);
    skip(missing !== undefined, missing);
  });

  afterEach(async () => {
    const seen = watched.splice(0);
    await Promise.all(seen.map(({ page }) => page.close()));
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

function consoleOf(service: TestService, browser: Browser, onPage: (page: Page) => void): OpenConsole {
  let own: Promise<BrowserContext> | undefined;
  const link = () => `/console#ticket=${mintTicket(SEAL, Date.now())}`;
  const pageOf = async (context: BrowserContext, address: string) => {
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_MS);
    onPage(page);
    await page.goto(service.url + address);
    return page;
  };
  const signedIn = async () => {
    const context = await browser.newContext(CONTEXT);
    const page = await pageOf(context, link());
    await page.getByRole('banner').waitFor();
    await page.close();
    return context;
  };
  return {
    service,
    link,
    visit: async (address) => await pageOf(await browser.newContext(CONTEXT), address),
    open: async (place) => {
      own ??= signedIn();
      const page = await pageOf(await own, `/console#${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('progressbar').first().waitFor({ state: 'detached' });
      return page;
    },
  };
}

interface WatchedPage {
  readonly page: Page;
  readonly problems: string[];
}

function watch(page: Page, homes: readonly string[]): WatchedPage {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error in the page: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is an answer that the page shows.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!homes.some((home) => request.url().startsWith(home))) problems.push(`request to ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    problems.push(`a dialog of the browser: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, problems };
}
