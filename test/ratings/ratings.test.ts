import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allHalfSteps, type HalfSteps, halfSteps } from '../../src/ratings/half-steps.ts';
import { createRatings } from '../../src/ratings/ratings.ts';
import { tallyOf } from '../../src/ratings/tally.ts';
import { guildId, memberId } from '../../src/storage/ids.ts';
import type { Store } from '../../src/storage/store.ts';
import { inMemoryStore } from '../matchups/in-memory-store.ts';

const guild = guildId.parse('100000000000000001');
const work = 'film:never-let-me-go-2010';
const members = ['200000000000000001', '200000000000000002', '200000000000000003'].map((id) => memberId.parse(id));
const four = halfSteps.parse(8);

type Act =
  | { readonly kind: 'put'; readonly who: number; readonly steps: HalfSteps }
  | { readonly kind: 'take back' | 'look'; readonly who: number };

const who = fc.nat({ max: members.length - 1 });
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('put' as const), who, steps: fc.constantFrom(...allHalfSteps) }),
    fc.record({ kind: fc.constantFrom('take back' as const, 'look' as const), who }),
  ),
  { maxLength: 20 },
);

/** What stands in the end when each member's acts happen in their order. */
function finalOf(done: readonly Act[]): readonly HalfSteps[] {
  const final = new Map<number, HalfSteps>();
  for (const act of done) {
    if (act.kind === 'put') final.set(act.who, act.steps);
    if (act.kind === 'take back') final.delete(act.who);
  }
  return [...final.values()];
}

describe('ratings', () => {
  test('are in the end what each member gave last, and the warm tally says what a fresh read says', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.scheduler(), async (done, scheduler) => {
        const store = inMemoryStore(() => scheduler.schedule(Promise.resolve()));
        const ratings = createRatings({ store, now: () => 0 });
        const underWay = done.map(async (act) => {
          const member = members[act.who];
          if (!member) return;
          if (act.kind === 'put') await ratings.put(guild, work, member, act.steps);
          if (act.kind === 'take back') await ratings.takeBack(guild, work, member);
          if (act.kind === 'look') await ratings.tally(guild, work);
        });
        await scheduler.waitFor(Promise.all(underWay));
        const warm = await scheduler.waitFor(ratings.tally(guild, work));
        const fresh = await scheduler.waitFor(createRatings({ store, now: () => 0 }).tally(guild, work));
        expect(warm).toEqual(fresh);
        expect(fresh).toEqual(tallyOf(finalOf(done)));
      }),
      { numRuns: 300 },
    );
  });

  test('are in the tally that follows their confirmation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const ratings = createRatings({
          store: inMemoryStore(() => scheduler.schedule(Promise.resolve())),
          now: () => 0,
        });
        const counts: number[] = [];
        const underWay = members.map(async (member) => {
          await ratings.put(guild, work, member, four);
          const { count } = await ratings.tally(guild, work);
          counts.push(count);
        });
        await scheduler.waitFor(Promise.all(underWay));
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...counts)).toBe(members.length);
      }),
    );
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
