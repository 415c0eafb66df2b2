import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian and others put it; `CHROMIUM` names another. */
const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser for tests and pictures; undefined where there is none. Nothing is ever downloaded. */
export const chromiumPath = places.find((path) => path !== undefined && path !== '' && existsSync(path));

/** Starts it without a window. @throws where there is none */
export async function launchChromium(): Promise<Browser> {
  if (!chromiumPath) throw new Error('There is no Chromium here. CHROMIUM=/path/to/it names one.');
  return chromium.launch({
    executablePath: chromiumPath,
    // As root, as in most containers, Chromium has no sandbox; the rest keeps it from calling home.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
