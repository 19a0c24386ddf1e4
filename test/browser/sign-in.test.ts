// How one gets into the console on one's own machine: by a link that works once and leaves nothing behind in the address.
import { expect, test } from 'vitest';
import { useConsole } from '../support/browser.ts';

const console = useConsole();

test('the link opens the console, and its ticket is gone from the address', async () => {
  const page = await console().visit(console().link());
  await page.getByRole('heading', { level: 1, name: 'Connect' }).waitFor();
  expect(await page.getByRole('banner').textContent()).toContain('This machine');
  expect(page.url()).toBe(`${console().service.url}/console#/`);
});

test('a link works once', async () => {
  const link = console().link();
  const first = await console().visit(link);
  await first.getByRole('heading', { level: 1, name: 'Connect' }).waitFor();
  const second = await console().visit(link);
  await second.getByRole('heading', { level: 1, name: 'Open the link once more' }).waitFor();
  expect(await second.getByRole('alert').textContent()).toContain('The link is used');
});

test('without a link one is told how to get in', async () => {
  const page = await console().visit('/console#/users');
  await page.getByRole('heading', { level: 1, name: 'Open the link once more' }).waitFor();
  expect(await page.getByRole('main').textContent()).toContain('npm run console');
});

test('a page that is loaded again stays where it was, and signed in', async () => {
  const page = await console().open('/groups');
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Groups' }).waitFor();
});

test('who signs out is out, and so is the next page of the same browser', async () => {
  const page = await console().visit(console().link());
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { level: 1, name: 'Open the link once more' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Open the link once more' }).waitFor();
});

test('no script can read the session', async () => {
  const page = await console().open('/connect');
  expect(await page.evaluate('document.cookie')).toBe('');
  expect((await page.context().cookies()).map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
    { httpOnly: true, sameSite: 'Strict' },
  ]);
});
