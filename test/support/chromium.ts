// The browser that tests and the pictures of the documentation are made with.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

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

/** What to do where there is none; undefined where there is. */
export const missingChromium =
  CHROMIUM === undefined ? 'there is no Chromium: install it, or name it in CHROMIUM' : undefined;

export function launchChromium(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error(missingChromium);
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}
