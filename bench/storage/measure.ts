import { allHalfSteps, type HalfSteps } from '../../src/ratings/half-steps.ts';
import { createRatings } from '../../src/ratings/ratings.ts';
import { guildId, type MemberId, memberId } from '../../src/storage/ids.ts';
import { keys } from '../../src/storage/keys.ts';
import { openStore } from '../../src/storage/open.ts';
import { type Chance, chanceOf, oneOf, shuffled } from '../chance.ts';
import { median } from '../median.ts';
import type { Place } from './places.ts';

/** Ratings of a film before the measurement. */
export const sizes = [1_000, 10_000, 100_000] as const;
export const inFlight = 32;
/** One turn of votes, in milliseconds. */
export const turnTakes = 1000;

/** What came of one turn. */
export interface Turn {
  readonly perSecond: number;
  /** Of each vote, in milliseconds. */
  readonly times: readonly number[];
}

/** A film with so many ratings, in a store of its own engine. */
export interface Measured {
  readonly place: Place;
  readonly size: number;
  /** Votes for one turn, by members who have a rating already. */
  vote(): Promise<Turn>;
  /** Medians in milliseconds. To be asked after the votes, whose count is checked here. */
  tallies(): Promise<{ readonly cold: number; readonly warm: number }>;
  close(): Promise<void>;
}

const guild = guildId.parse('100000000000000001');
const now = () => Date.now();
/** Members' ids are spread as Discord's are, not one after the other. */
const memberOf = (index: number): MemberId =>
  memberId.parse(String(200_000_000_000_000_000n + BigInt(index) * 7_919_000_003n));

/** Fills a film of its own with ratings. */
export async function filled(place: Place, size: number): Promise<Measured> {
  const store = await openStore(place.url);
  const chance = chanceOf(size);
  const work = `film:measured-${size}-2001` as const;
  const everybody = shuffled(
    chance,
    Array.from({ length: size }, (_, index) => memberOf(index)),
  );
  for (let start = 0; start < size; start += 1000) {
    const some = everybody.slice(start, start + 1000);
    await store.putAll(
      some.map((member) => ({
        key: keys.rating(guild, work, member),
        value: { version: 1, steps: anyStars(chance), at: now() },
      })),
    );
  }
  const ratings = createRatings({ store, now });
  return {
    place,
    size,
    async vote() {
      // Warm, and loaded: otherwise the first votes would wait for that.
      await ratings.pair(guild, { film: work, book: 'book:nobody-rated' });
      return during(async () => ratings.put(guild, work, memberOf(chance.below(size)), anyStars(chance)));
    },
    async tallies() {
      const kept = await ratings.tally(guild, work);
      const colds: number[] = [];
      for (let round = 0; round < 9; round += 1) {
        const fresh = createRatings({ store, now });
        const began = performance.now();
        const tally = await fresh.tally(guild, work);
        colds.push(performance.now() - began);
        if (tally.count !== size) throw new Error(`${tally.count} ratings were counted of ${size}`);
        if (JSON.stringify(tally) !== JSON.stringify(kept)) throw new Error('the warm tally is another');
        // What is read behind the answer is not to be in the next one's way.
        await fresh.tally(guild, work);
      }
      // Kept for a minute, it may have to be loaded once more; the second one waits for that.
      for (let round = 0; round < 2; round += 1) await ratings.tally(guild, work);
      const warmBegan = performance.now();
      for (let round = 0; round < 2000; round += 1) await ratings.tally(guild, work);
      return { cold: median(colds), warm: (performance.now() - warmBegan) / 2000 };
    },
    close: async () => store.close(),
  };
}

const anyStars = (chance: Chance): HalfSteps => oneOf(chance, allHalfSteps);

/** Votes without a pause, so many at a time. */
async function during(vote: () => Promise<void>): Promise<Turn> {
  const times: number[] = [];
  const began = performance.now();
  const until = began + turnTakes;
  async function voter(): Promise<void> {
    for (let start = performance.now(); start < until; start = performance.now()) {
      await vote();
      times.push(performance.now() - start);
    }
  }
  await Promise.all(Array.from({ length: inFlight }, voter));
  return { perSecond: (times.length / (performance.now() - began)) * 1000, times };
}
