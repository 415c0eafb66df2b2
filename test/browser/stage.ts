import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { chromiumPath, launchChromium } from '../../src/playground/chromium.ts';
import { type Playground, startPlayground } from '../../src/playground/host.ts';
import { entry } from '../foyer.ts';

if (!chromiumPath) {
  process.stdout.write('Left out: the browser tests, because there is no Chromium. CHROMIUM=/path/to/it brings one.\n');
}

/** A browser with the playground of a fresh start. */
export interface Stage {
  readonly url: string;
  /** The folder of content files that the playground watches beside the shipped ones. */
  readonly contentFolder: string;
  open(options?: BrowserContextOptions): Promise<Page>;
  end(): Promise<void>;
}

/** Starts both. To be ended by the caller. */
export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-stage-'));
  const contentFolder = await mkdtemp(join(tmpdir(), 'foyer-content-'));
  const playground: Playground = await startPlayground({
    port: 0,
    fresh: true,
    entry,
    dataFolder: join(folder, 'playground'),
    pageFolder: resolve('dist/page'),
    contentFolders: [resolve('data/films'), contentFolder],
    env: { CONTENT_DIR: contentFolder },
    log: () => {},
  });
  const browser = await launchChromium();
  return {
    url: playground.url,
    contentFolder,
    async open(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      await page.goto(playground.url);
      await page.getByRole('region', { name: /^Messages in/ }).waitFor();
      // The bot registers its commands a moment after the page is there.
      await page.getByRole('textbox', { name: /^Message/ }).fill('/');
      await page
        .getByRole('option', { name: /review/ })
        .first()
        .waitFor();
      await page.getByRole('textbox', { name: /^Message/ }).fill('');
      return page;
    },
    async end() {
      await browser.close();
      await playground.close();
      await rm(folder, { recursive: true, force: true });
      await rm(contentFolder, { recursive: true, force: true });
    },
  };
}
