import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, foyerForThisTest } from '../foyer.ts';

const film = 'never-let-me-go-2010';
const hour = 3_600_000;
const talk = 'Something to begin the talk with, safe for everybody:';
const result = '## The poll is closed: Never Let Me Go (2010)';
vi.setConfig({ testTimeout: 90_000 });

/** Sets the bot's time of day, as its computer would. Nothing in the bot is told. */
async function step({ bot }: Foyer, milliseconds: number): Promise<void> {
  const child = bot().process;
  const done = once(child, 'message');
  child.send({ step: milliseconds });
  await done;
}

const headings = (card: SeenMessage) => card.thread?.messages.map(({ text }) => text.split('\n')[0]) ?? [];
const troubles = ({ bot }: Foyer) =>
  bot()
    .output.stderr.split('\n')
    .filter((line) => /"level":[456]0/.test(line));

test('D9: a clock that is set back an hour and forward a day loses nothing and closes a poll once', async () => {
  const preload = `--import=file://${resolve('test/faults/stepping-clock.mjs')}`;
  const foyer = await foyerForThisTest({ env: { NODE_OPTIONS: preload } });
  const { alice, bob, loopback } = foyer;
  const until = async (condition: () => boolean, what: string) => loopback.until(condition, what, 30_000);
  const { message: card } = await alice.run('/bookvsfilm', { film, hours: 1 });
  await until(() => headings(card).length === 1, 'the talk');
  await alice.run('/rate', { film, stars: '★★★★' });
  const book = card.buttons.find(({ label }) => label === 'Book')?.customId ?? '';
  await alice.press(card, 'Book');
  await until(() => card.text.includes('1 ballot\n'), 'the first ballot on the card');

  await step(foyer, -hour);
  await bob.press(card, 'Film');
  const carol = loopback.addMember('Carol');
  await carol.press(card, 'Even');
  await until(() => card.text.includes('3 ballots\n'), 'the others, as soon as ever');
  expect((await bob.run('/rate', { film, stars: '★★' })).message.text).toContain('2 ratings on this server.');
  expect(headings(card)).toEqual([talk]);

  await step(foyer, 24 * hour);
  await until(() => headings(card).length === 2, 'the result, though no timer of it is due');
  expect(headings(card)).toEqual([talk, result]);

  await step(foyer, -24 * hour);
  expect((await bob.pressForged(card, book)).message.text).toMatch(/^This poll is closed/);
  const again = await bob.run('/rate', { film, stars: '★★★' });
  expect(again.message.text).toContain('2 ratings on this server.');
  await foyer.bot().stop();
  await foyer.restart();
  await foyer.bot().advance(48 * hour);
  await bob.run('/help');
  expect(headings(card)).toEqual([talk, result]);
  expect(card.text).toContain('3 ballots in all');
  expect(troubles(foyer)).toEqual([]);
});
