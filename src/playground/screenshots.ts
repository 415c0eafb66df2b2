import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { startPlayground } from './host.ts';

/*
 * `npm run screenshots`: the README's pictures, taken from the playground as it is, light and dark.
 */

const folder = resolve('docs/pictures');
const themes = ['light', 'dark'] as const;

async function say(page: Page, line: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Message/ }).fill(line);
  await page.keyboard.press('Enter');
}

async function goTo(page: Page, channel: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: channel, exact: true }).click();
}

async function be(page: Page, member: string): Promise<void> {
  await page.getByRole('button', { name: /^You are/ }).click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${member}`) }).click();
}

/** Scrolls up, as a hand on a wheel would, until the line above a card is there. */
async function showTop(page: Page, words: string): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.mouse.move(width / 2, height / 2);
  const line = page.getByText(words).first();
  for (let turns = 0; turns < 40 && ((await line.boundingBox())?.y ?? 0) < 60; turns += 1) {
    await page.mouse.wheel(0, -60);
    await page.waitForTimeout(40);
  }
}

const newest = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words }).last();

async function takeReview(page: Page, file: string): Promise<void> {
  await goTo(page, 'book-club');
  await say(page, '/review film:never-let-me-go-2010');
  await newest(page, 'Foyer’s review').waitFor();
  await showTop(page, 'used /review');
  await page.screenshot({ path: file });
}

async function takeSynopsis(page: Page, file: string): Promise<void> {
  await goTo(page, 'general');
  await say(page, '/synopsis film:solaris-1972 upto:setup');
  const synopsis = newest(page, 'Synopsis of');
  await synopsis.getByRole('button', { name: 'Spoiler, press to reveal' }).first().click();
  await page.screenshot({ path: file });
}

async function takePoll(page: Page, file: string): Promise<void> {
  await goTo(page, 'never-let-me-go');
  await say(page, '/bookvsfilm film:never-let-me-go-2010');
  const card = newest(page, 'Which was better?');
  const votes = { Ada: 'Book', Bilal: 'Film', Chiara: 'Book', Dmitri: 'Book', Morgan: 'Even' };
  for (const [member, side] of Object.entries(votes)) {
    await be(page, member);
    await card.getByRole('button', { name: side, exact: true }).click();
    await newest(page, 'Your ballot on').getByRole('button', { name: 'I know both' }).click();
  }
  await card.getByText('5 ballots').first().waitFor({ timeout: 20_000 });
  await be(page, 'Ada');
  await showTop(page, 'used /bookvsfilm');
  await page.screenshot({ path: file });
}

async function takeAll(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'foyer-pictures-'));
  await mkdir(folder, { recursive: true });
  const browser = await launchChromium();
  try {
    for (const theme of themes) {
      const playground = await startPlayground({
        port: 0,
        fresh: true,
        entry: fileURLToPath(new URL('../../bot/main.js', import.meta.url)),
        dataFolder: join(data, theme),
        pageFolder: fileURLToPath(new URL('../../page', import.meta.url)),
        contentFolders: [resolve('data/films')],
      });
      const page = await browser.newPage({
        viewport: { width: 1280, height: 800 },
        colorScheme: theme,
        locale: 'en-GB',
      });
      await page.goto(playground.url);
      await page.getByRole('textbox', { name: /^Message/ }).fill('/');
      await page
        .getByRole('option', { name: /review/ })
        .first()
        .waitFor();
      await page.getByRole('textbox', { name: /^Message/ }).fill('');
      await takeReview(page, join(folder, `review-${theme}.png`));
      await takeSynopsis(page, join(folder, `synopsis-${theme}.png`));
      await takePoll(page, join(folder, `poll-${theme}.png`));
      await page.close();
      await playground.close();
    }
  } finally {
    await browser.close();
    await rm(data, { recursive: true, force: true });
  }
}

await takeAll();
