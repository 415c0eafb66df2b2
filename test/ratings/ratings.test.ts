import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapBetween } from '../../src/ratings/gap.ts';
import { allHalfSteps, type HalfSteps, halfSteps } from '../../src/ratings/half-steps.ts';
import { createRatings, type Ratings } from '../../src/ratings/ratings.ts';
import { tallyOf } from '../../src/ratings/tally.ts';
import { guildId, memberId } from '../../src/storage/ids.ts';
import type { Store } from '../../src/storage/store.ts';
import { inMemoryStore } from '../matchups/in-memory-store.ts';

const guild = guildId.parse('100000000000000001');
const work = 'film:never-let-me-go-2010';
const book = 'book:never-let-me-go-novel-2005';
const works = [work, book] as const;
const members = ['200000000000000001', '200000000000000002', '200000000000000003'].map((id) => memberId.parse(id));
const four = halfSteps.parse(8);

type Act = { readonly who: number; readonly of: (typeof works)[number] } & (
  | { readonly kind: 'put'; readonly steps: HalfSteps }
  | { readonly kind: 'take back' | 'look' | 'look at both' | 'look at all' }
);

const who = fc.nat({ max: members.length - 1 });
const of = fc.constantFrom(...works);
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('put' as const), who, of, steps: fc.constantFrom(...allHalfSteps) }),
    fc.record({ kind: fc.constantFrom('take back', 'look', 'look at both', 'look at all'), who, of }),
  ),
  { maxLength: 20 },
);

/** What stands in the end when each member's acts happen in their order: who gave which work how much. */
function finalOf(done: readonly Act[]): ReadonlyMap<string, ReadonlyMap<string, HalfSteps>> {
  const final = new Map(works.map((one) => [one as string, new Map<string, HalfSteps>()]));
  for (const act of done) {
    const member = members[act.who] ?? '';
    if (act.kind === 'put') final.get(act.of)?.set(member, act.steps);
    if (act.kind === 'take back') final.get(act.of)?.delete(member);
  }
  return final;
}

/** Everything that can be asked of ratings, as plain data. */
async function allOf(ratings: Ratings) {
  const server = await ratings.onServer(guild);
  return {
    tallies: [await ratings.tally(guild, work), await ratings.tally(guild, book)],
    pair: await ratings.pair(guild, { film: work, book }),
    server: works.map((one) => ({
      byMember: [...(server.get(one)?.byMember ?? [])].sort(),
      perStep: server.get(one)?.perStep ?? allHalfSteps.map(() => 0),
    })),
  };
}

describe('ratings', () => {
  test('are in the end what each member gave last, and what is warm says what a fresh read and a plain count say', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.scheduler(), async (done, scheduler) => {
        const store = inMemoryStore(() => scheduler.schedule(Promise.resolve()));
        const ratings = createRatings({ store, now: () => 0 });
        const underWay = done.map(async (act) => {
          const member = members[act.who];
          if (!member) return;
          if (act.kind === 'put') await ratings.put(guild, act.of, member, act.steps);
          if (act.kind === 'take back') await ratings.takeBack(guild, act.of, member);
          if (act.kind === 'look') await ratings.tally(guild, act.of);
          if (act.kind === 'look at both') await ratings.pair(guild, { film: work, book });
          if (act.kind === 'look at all') await ratings.onServer(guild);
        });
        await scheduler.waitFor(Promise.all(underWay));
        const warm = await scheduler.waitFor(allOf(ratings));
        const fresh = await scheduler.waitFor(allOf(createRatings({ store, now: () => 0 })));
        expect(warm).toEqual(fresh);
        const final = finalOf(done);
        const given = works.map((one) => final.get(one) ?? new Map<string, HalfSteps>());
        expect(fresh.tallies).toEqual(given.map((byMember) => tallyOf(byMember.values())));
        expect(fresh.server.map(({ byMember }) => byMember)).toEqual(given.map((byMember) => [...byMember].sort()));
        expect(fresh.server.map(({ perStep }) => perStep)).toEqual(fresh.tallies.map(({ perStep }) => perStep));
        const [ofFilm = new Map(), ofBook = new Map()] = given;
        expect(fresh.pair).toEqual({
          film: fresh.tallies[0],
          book: fresh.tallies[1],
          gap: gapBetween(ofFilm, ofBook),
        });
      }),
      { numRuns: 300 },
    );
  });

  test('are in each tally that follows their confirmation, once, while others look at it cold or warm', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, countsFast) => {
        const { values, ...slow } = inMemoryStore(() => scheduler.schedule(Promise.resolve()));
        const ratings = createRatings({ store: values && countsFast ? { ...slow, values } : slow, now: () => 0 });
        const most = allHalfSteps.map(() => 0);
        const look = async () => {
          const { perStep } = await ratings.tally(guild, work);
          for (const [index, some] of perStep.entries()) most[index] = Math.max(most[index] ?? 0, some);
          return perStep;
        };
        // Nobody else gives what a member gives, so that each one's can be told apart.
        const underWay = members.map(async (member, index) => {
          const [first, second] = allHalfSteps.slice(2 * index);
          if (!first || !second) throw new Error('too many members');
          await ratings.put(guild, work, member, first);
          expect((await look())[first - 1]).toBe(1);
          await ratings.put(guild, work, member, second);
          const perStep = await look();
          expect([perStep[first - 1], perStep[second - 1]]).toEqual([0, 1]);
        });
        await scheduler.waitFor(Promise.all([...underWay, look()]));
        expect(Math.max(...most)).toBe(1);
        expect((await scheduler.waitFor(ratings.tally(guild, work))).count).toBe(members.length);
      }),
      { numRuns: 300 },
    );
  });

  test('are counted at once, also where what would keep the tally warm cannot be read', async () => {
    const inner = inMemoryStore();
    let reads = 0;
    const store: Store = {
      ...inner,
      lines: async (prefix) => {
        reads += 1;
        if (reads === 1) throw new Error('the disk is gone');
        return inner.lines(prefix);
      },
    };
    const ratings = createRatings({ store, now: () => 0 });
    const [alice, bob] = members;
    if (!alice || !bob) throw new Error('nobody');
    await ratings.put(guild, work, alice, four);
    expect(await ratings.tally(guild, work)).toMatchObject({ count: 1 });
    await ratings.put(guild, work, bob, four);
    expect(await ratings.tally(guild, work)).toMatchObject({ count: 2 });
    expect(await ratings.tally(guild, work)).toMatchObject({ count: 2 });
    expect(reads).toBe(2);
  });

  test('of another process appear within a minute', async () => {
    let time = 1_800_000_000_000;
    const store = inMemoryStore();
    const ours = createRatings({ store, now: () => time });
    const theirs = createRatings({ store, now: () => time });
    const [alice, bob] = members;
    if (!alice || !bob) throw new Error('nobody');
    await ours.put(guild, work, alice, four);
    expect(await ours.tally(guild, work)).toMatchObject({ count: 1 });
    await theirs.put(guild, work, bob, four);
    time += 60_001;
    expect(await ours.tally(guild, work)).toMatchObject({ count: 2 });
  });

  test('that could not be written are not confirmed and not counted; a tally that could not be read is read anew', async () => {
    let broken = false;
    const inner = inMemoryStore();
    const fail = async () => {
      if (broken) throw new Error('the disk is full');
    };
    const store: Store = {
      ...inner,
      put: async (key, value) => fail().then(async () => inner.put(key, value)),
      values: async (prefix) => fail().then(async () => inner.values?.(prefix) ?? ''),
      lines: async (prefix) => fail().then(async () => inner.lines(prefix)),
    };
    const ratings = createRatings({ store, now: () => 0 });
    const [alice, bob] = members;
    if (!alice || !bob) throw new Error('nobody');
    broken = true;
    await expect(ratings.tally(guild, work)).rejects.toThrow('the disk is full');
    await expect(ratings.put(guild, work, alice, four)).rejects.toThrow('the disk is full');
    broken = false;
    await ratings.put(guild, work, bob, four);
    expect(await ratings.tally(guild, work)).toMatchObject({ count: 1 });
  });

  test('that are not ratings any more are a fault with its key, never silently none', async () => {
    const store = inMemoryStore();
    const [alice] = members;
    if (!alice) throw new Error('nobody');
    const key = `rating:${guild}:${work}:${alice}`;
    await store.put(key, { version: 1, steps: 11, at: 0 });
    const ratings = createRatings({ store, now: () => 0 });
    await expect(ratings.tally(guild, work)).rejects.toThrow(key);
    await expect(ratings.of(guild, work, alice)).rejects.toThrow(key);
  });
});
