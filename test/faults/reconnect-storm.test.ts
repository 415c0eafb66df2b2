import { expect, test } from 'vitest';
import { type Foyer, foyerForThisTest } from '../foyer.ts';
import { secondsOf } from './told-seconds.ts';

const film = 'never-let-me-go-2010';

const pauses = (foyer: Foyer) => secondsOf(foyer, 'the gateway drops us again and again; connecting in a while');
const begins = (foyer: Foyer) => secondsOf(foyer, 'sessions end again and again; beginning another in a while');

/** Lets every pause that the bot tells of be over, until it is back. A slow machine may have spent one already. */
async function pausesUntil(foyer: Foyer, isBack: () => boolean): Promise<void> {
  const told = () => [...pauses(foyer), ...begins(foyer)];
  for (let over = told().length; !isBack(); ) {
    await expect.poll(() => isBack() || told().length > over, { timeout: 10_000, interval: 10 }).toBe(true);
    over = told().length;
    if (!isBack()) await foyer.bot().advance(Math.max(...told()) * 1000);
  }
}

test('D5: a connection that is dropped ten times in a row is made anew at growing pauses, and its session goes on', async () => {
  const foyer = await foyerForThisTest();
  const { alice, bot, loopback } = foyer;
  const { gateway } = loopback;
  await alice.run('/rate', { film, stars: '★★★' });
  for (let drop = 1; drop <= 10; drop += 1) {
    gateway.drop();
    await pausesUntil(foyer, () => gateway.counts.resumed === drop);
    // The first two are made anew at once: whoever presses meanwhile is answered in time.
    if (drop === 2) expect(pauses(foyer)).toEqual([]);
  }
  const grown = pauses(foyer);
  expect(grown).toEqual(grown.toSorted((one, other) => one - other));
  expect(new Set(grown).size).toBeGreaterThan(4);
  expect(grown.at(-1)).toBe(60);
  expect(gateway.counts).toEqual({ identified: 1, resumed: 10 });
  const { message } = await alice.run('/rate', { film, stars: '★★★★' });
  expect(message.text).toContain('1 rating on this server.');

  // A quarter of an hour later that is forgotten.
  await bot().advance(15 * 60_000);
  gateway.drop();
  const meanwhile = await alice.run('/help');
  expect(meanwhile.outcome).toBe('message');
  expect(pauses(foyer)).toEqual(grown);
  expect(bot().output.stderr).not.toMatch(/"level":(50|60)/);
});

test('D5: sessions that are called invalid in a row are begun anew at growing pauses', async () => {
  const foyer = await foyerForThisTest();
  const { gateway } = foyer.loopback;
  for (let ended = 1; ended <= 4; ended += 1) {
    gateway.invalidateSession(false);
    await pausesUntil(foyer, () => gateway.counts.identified === ended + 1);
  }
  expect(gateway.counts).toEqual({ identified: 5, resumed: 0 });
  const [first = 0, second = 0, ...more] = begins(foyer);
  expect(second).toBeGreaterThan(first);
  expect(more).toEqual([]);
  expect((await foyer.alice.run('/help')).outcome).toBe('message');
}, 60_000);
