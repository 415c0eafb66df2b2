import { expect, test } from 'vitest';
import { type Foyer, foyerForThisTest } from '../foyer.ts';
import { secondsOf } from './told-seconds.ts';

const film = 'never-let-me-go-2010';

const waits = (foyer: Foyer) => secondsOf(foyer, 'Discord lets no more sessions begin today; waiting');

/** Resolves when the log has told of that many. */
async function untilTold(told: () => readonly number[], many: number): Promise<number> {
  await expect.poll(() => told().length, { timeout: 10_000, interval: 10 }).toBe(many);
  return told().at(-1) ?? 0;
}

test('D5: no session is begun beyond what Discord allows in a day; the bot waits, says so, and is back when it may', async () => {
  let ahead = 0;
  const foyer = await foyerForThisTest({ sessionsPerDay: 2, now: () => Date.now() + ahead });
  const { alice, bot, loopback } = foyer;
  await alice.run('/rate', { film, stars: '★★★' });
  loopback.gateway.invalidateSession(false);
  await loopback.until(() => loopback.gateway.counts.identified === 2, 'another session');
  loopback.gateway.invalidateSession(false);
  expect(await untilTold(() => waits(foyer), 1)).toBe(300);
  // While it waits, it is there to be stopped, and asks again every five minutes.
  await bot().advance(5 * 60_000);
  await untilTold(() => waits(foyer), 2);
  expect(loopback.gateway.counts.identified).toBe(2);

  ahead += 24 * 60 * 60_000;
  await bot().advance(5 * 60_000);
  await loopback.until(() => loopback.gateway.counts.identified === 3, 'a session of the next day');
  const { message } = await alice.run('/rate', { film, stars: '★★★★' });
  expect(message.text).toContain('1 rating on this server.');
}, 60_000);

test('D5: a start on a day whose sessions are used up waits for the next, and says so', async () => {
  let ahead = 0;
  const foyer = await foyerForThisTest({ sessionsPerDay: 1, now: () => Date.now() + ahead });
  await foyer.bot().stop();
  const starting = foyer.restart();
  await expect
    .poll(() => foyer.bot().output.stderr, { timeout: 10_000 })
    .toMatch(/Not enough sessions remaining.*"msg":"Discord is out of reach; trying again"/);
  ahead += 24 * 60 * 60_000;
  await starting;
  expect((await foyer.alice.run('/help')).outcome).toBe('message');
}, 60_000);
