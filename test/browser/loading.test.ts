// What the page costs: how much of it is loaded, and when.
import { expect, test } from 'vitest';
import { useConsole } from '../support/browser.ts';

const console = useConsole();

interface Loaded {
  readonly name: string;
  /** Bytes over the wire. */
  readonly transferSize: number;
}

test('the first page is some 150 kilobytes, and comes without the others', async () => {
  const page = await console().visit(console().link());
  await page.getByRole('heading', { level: 1, name: 'Connect' }).waitFor();
  const loaded = await page.evaluate<Loaded[]>(
    `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/')).map(({ name, transferSize }) => ({ name, transferSize }))`,
  );
  const names = loaded.map(({ name }) => name.replace(/.*\/|-[\w-]{8}\.\w+$/g, ''));
  expect(names).toEqual(expect.arrayContaining(['index', 'connect']));
  for (const later of ['users', 'groups', 'log', 'health', 'entra']) expect(names).not.toContain(later);
  const bytes = loaded.reduce((sum, { transferSize }) => sum + transferSize, 0);
  expect(bytes).toBeLessThan(170_000);
  expect(bytes).toBeGreaterThan(50_000);
});

test('what was loaded once is not asked for again', async () => {
  const page = await console().open('/connect');
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Connect' }).waitFor();
  const again = await page.evaluate<number>(
    `performance.getEntriesByType('resource').filter(({ name, transferSize }) => name.includes('/assets/') && transferSize > 0).length`,
  );
  expect(again).toBe(0);
});

test('nothing on the page may run but what comes from here', async () => {
  // Another page of the same browser, which is not watched: the violation is what is wanted.
  const page = await (await console().open('/connect')).context().newPage();
  await page.goto(`${console().service.url}/console`);
  await page.getByRole('heading', { level: 1, name: 'Connect' }).waitFor();
  const ran = await page.evaluate<string>(`new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'document.title = "hacked"';
    document.body.append(script);
  })`);
  expect(ran).toBe('script-src-elem');
  expect(await page.title()).toBe('Connect – Rollcall');
});

test('the licenses of what it is made of are there to read', async () => {
  const response = await fetch(`${console().service.url}/console/licenses.txt`);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const text = await response.text();
  for (const name of ['react', '@fluentui/react-button', '@azure/msal-browser']) expect(text).toContain(name);
});
