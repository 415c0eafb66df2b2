import { allHalfSteps, type HalfSteps } from '../../src/ratings/half-steps.ts';
import { createRatings } from '../../src/ratings/ratings.ts';
import { guildId, type MemberId, memberId } from '../../src/storage/ids.ts';
import { keys } from '../../src/storage/keys.ts';
import { openStore } from '../../src/storage/open.ts';
import { type Chance, chanceOf, oneOf, shuffled } from '../chance.ts';
import type { Place } from './places.ts';

/** Ratings of a film before the measurement. */
export const sizes = [1_000, 10_000, 100_000] as const;
export const inFlight = 32;
/** How long each kind of vote is measured, in milliseconds, and how often: the best counts, as least disturbed. */
const measuredFor = 2000;
const rounds = 3;

/** One engine with so many ratings. Times in milliseconds. */
export interface Figures {
  readonly votesPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cold: number;
  readonly warm: number;
}

const guild = guildId.parse('100000000000000001');
const now = () => Date.now();
/** Members' ids are spread as Discord's are, not one after the other. */
const memberOf = (index: number): MemberId =>
  memberId.parse(String(200_000_000_000_000_000n + BigInt(index) * 7_919_000_003n));

/** Fills a film of its own with ratings, and votes there and counts. */
export async function measure(place: Place, size: number): Promise<Figures> {
  const store = await openStore(place.url);
  const chance = chanceOf(size);
  const work = `film:measured-${size}-2001` as const;
  try {
    const members = Array.from({ length: size }, (_, index) => memberOf(index));
    const everybody = shuffled(chance, members);
    for (let start = 0; start < size; start += 1000) {
      const some = everybody.slice(start, start + 1000);
      await store.putAll(
        some.map((member) => ({
          key: keys.rating(guild, work, member),
          value: { version: 1, steps: anyStars(chance), at: now() },
        })),
      );
    }
    const colds: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const began = performance.now();
      const { count } = await createRatings({ store, now }).tally(guild, work);
      colds.push(performance.now() - began);
      if (count !== size) throw new Error(`${count} ratings were counted of ${size}`);
    }
    const ratings = createRatings({ store, now });
    await ratings.tally(guild, work);
    const warmBegan = performance.now();
    for (let round = 0; round < 2000; round += 1) await ratings.tally(guild, work);
    const warm = (performance.now() - warmBegan) / 2000;

    let best: Pick<Figures, 'votesPerSecond' | 'p50' | 'p99'> = { votesPerSecond: 0, p50: 0, p99: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const votes = await during(async () => ratings.put(guild, work, memberOf(chance.below(size)), anyStars(chance)));
      if (votes.votesPerSecond > best.votesPerSecond) best = votes;
    }
    const after = await createRatings({ store, now }).tally(guild, work);
    if (after.count !== size) throw new Error('votes of the same members made other members');
    if (JSON.stringify(after) !== JSON.stringify(await ratings.tally(guild, work)))
      throw new Error('the warm tally is another');
    return { ...best, cold: Math.min(...colds), warm };
  } finally {
    await store.close();
  }
}

const anyStars = (chance: Chance): HalfSteps => oneOf(chance, allHalfSteps);

/** Votes without a pause, so many at a time. */
async function during(vote: () => Promise<void>): Promise<Pick<Figures, 'votesPerSecond' | 'p50' | 'p99'>> {
  const times: number[] = [];
  const began = performance.now();
  const until = began + measuredFor;
  async function voter(): Promise<void> {
    for (let start = performance.now(); start < until; start = performance.now()) {
      await vote();
      times.push(performance.now() - start);
    }
  }
  await Promise.all(Array.from({ length: inFlight }, voter));
  const took = performance.now() - began;
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { votesPerSecond: (times.length / took) * 1000, p50: at(0.5), p99: at(0.99) };
}
