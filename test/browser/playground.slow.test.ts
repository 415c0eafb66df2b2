import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from '../../src/playground/chromium.ts';
import { type Stage, setStage } from './stage.ts';

/** The newest message that says this. */
const messageWith = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('article').filter({ hasText: words }).last();

const press = async (where: Page | Locator, name: string | RegExp) =>
  where
    .getByRole('button', { name, exact: typeof name === 'string' })
    .last()
    .click();

async function run(page: Page, line: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Message/ }).fill(line);
  await page.keyboard.press('Enter');
}

async function be(page: Page, member: string): Promise<void> {
  await press(page, /^You are/);
  await page.getByRole('menuitemradio', { name: new RegExp(`^${member}`) }).click();
}

async function goTo(page: Page, channel: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name: channel, exact: true }).click();
}

async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, impact, nodes }) =>
    impact === 'serious' || impact === 'critical' ? [`${id}: ${nodes[0]?.html}`] : [],
  );
}

describe.skipIf(!chromiumPath)('the playground in a browser', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(async () => stage?.end());

  test('a newcomer goes from the first visit to a closed poll, as two members', async () => {
    const page = await stage.open();
    await press(page, /^\/bookvsfilm/);
    const card = messageWith(page, 'Which was better?');
    await card.waitFor();

    await press(card, 'Book');
    const ballot = messageWith(page, 'Your ballot on');
    await press(ballot, 'I know both');
    await messageWith(page, 'You know both: your ballot counts').waitFor();
    await card.getByText('1 ballot').first().waitFor();

    await be(page, 'Bilal');
    await expect.poll(async () => page.getByRole('article').filter({ hasText: 'Your ballot on' }).count()).toBe(0);
    await press(card, 'Film');
    await card.getByText('2 ballots').first().waitFor();

    await press(page, /^Time/);
    await press(page, '+3 days');
    await press(page, '+1 hour');
    const result = messageWith(page, 'The poll is closed');
    await result.waitFor();
    await result.getByText('No verdict: 1 ballot of people who know both').waitFor();
    expect(await result.getByRole('button', { name: 'Film', exact: true }).count()).toBe(0);
    await page.context().close();
  });

  test('the four commands answer, a spoiler opens, and a rating is given through its form', async () => {
    const page = await stage.open();
    await goTo(page, 'book-club');
    await run(page, '/review film:never-let-me-go-2010');
    const review = messageWith(page, 'Never Let Me Go (2010)');
    await review.getByText('Foyer’s review').waitFor();

    await press(review, 'Rate');
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: '★★★½ · 3.5', exact: true }).check();
    await press(form, 'Submit');
    await messageWith(page, '★★★½ from you').waitFor();

    await run(page, '/synopsis film:solaris-1972 upto:setup');
    const synopsis = messageWith(page, 'Synopsis of Solaris (1972)');
    await synopsis.waitFor();
    const hidden = synopsis.getByRole('button', { name: 'Spoiler, press to reveal' });
    const scenes = await hidden.count();
    expect(await synopsis.textContent()).not.toContain('weeds stirring under water');
    await hidden.first().click();
    await expect.poll(async () => hidden.count()).toBe(scenes - 1);
    expect(await synopsis.textContent()).toContain('weeds stirring under water');

    await run(page, '/rate film:solaris-1972 stars:★★★★★ work:book');
    await messageWith(page, '★★★★★ from you').waitFor();
    await page.context().close();
  });

  test('the keyboard alone is enough', async () => {
    const page = await stage.open();
    await goTo(page, 'never-let-me-go');
    await page.getByRole('textbox', { name: /^Message/ }).focus();
    await page.keyboard.type('/rev');
    await page
      .getByRole('option', { name: /review/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('solyaris');
    await page.getByRole('option', { name: /Solaris \(1972\)/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: /Enter to send/ }).waitFor();
    await page.keyboard.press('Enter');
    const card = messageWith(page, 'Solaris (1972)');
    await card.waitFor();
    await card.getByRole('button', { name: 'Rate', exact: true }).focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog');
    await form.waitFor();
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await page.context().close();
  });

  test.each(['dark', 'light'] as const)('in the %s theme axe finds no serious fault', async (colorScheme) => {
    const page = await stage.open({ colorScheme });
    await goTo(page, 'general');
    expect(await seriousFaults(page)).toEqual([]);
    await run(page, '/review film:never-let-me-go-2010');
    const review = messageWith(page, 'Foyer’s review');
    await review.waitFor();
    await press(review, 'Rate');
    await page.getByRole('dialog').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.context().close();
  });

  test('on a phone nothing is wider than the screen', async () => {
    const page = await stage.open({ viewport: { width: 360, height: 740 } });
    await run(page, '/review film:never-let-me-go-2010');
    await messageWith(page, 'Foyer’s review').waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBe(0);
    await page.context().close();
  });

  test('a content file that is saved is shown, and a mistake in it stands on the page with its place', async () => {
    const page = await stage.open();
    const file = join(stage.contentFolder, 'the-lighthouse-1999.yaml');
    const film = [
      'title: The Lighthouse Keeper',
      'year: 1999',
      'medium: film',
      'directors: [{ name: Somebody }]',
      'book: { key: keeper, title: The Keeper, authors: [Anybody], year: 1980, form: novel }',
    ];
    await writeFile(file, [...film.slice(0, 2), 'medium: radio', ...film.slice(3)].join('\n'));
    const mistakes = page.getByRole('region', { name: 'Mistakes in content files' });
    await mistakes.getByText(/the-lighthouse-1999\.yaml/).waitFor();
    expect(await mistakes.textContent()).toMatch(/3:9/);

    await writeFile(file, film.join('\n'));
    await mistakes.waitFor({ state: 'detached' });
    await run(page, '/review film:the-lighthouse-1999');
    await messageWith(page, 'The Lighthouse Keeper (1999)').waitFor();
    await page.context().close();
  });

  test('what happened is still there after a reload', async () => {
    const page = await stage.open();
    await goTo(page, 'book-club');
    await run(page, '/synopsis film:rashomon-1950 upto:setup');
    await messageWith(page, 'Synopsis of Rashomon (1950)').waitFor();
    await page.reload();
    await goTo(page, 'book-club');
    await messageWith(page, 'Synopsis of Rashomon (1950)').waitFor();
    await page.context().close();
  });
});
