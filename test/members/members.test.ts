import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchupId } from '../../src/matchups/matchup.ts';
import { createMatchups } from '../../src/matchups/matchups.ts';
import { countsOf, isNothing } from '../../src/members/belongings.ts';
import { createMembers, DeletionUnfinished } from '../../src/members/members.ts';
import { createProgress } from '../../src/progress/progress.ts';
import { halfSteps } from '../../src/ratings/half-steps.ts';
import { createRatings } from '../../src/ratings/ratings.ts';
import { guildId, memberId } from '../../src/storage/ids.ts';
import type { WorkId } from '../../src/storage/keys.ts';
import { createScrubbing } from '../../src/storage/scrubbing.ts';
import type { Store } from '../../src/storage/store.ts';
import { inMemoryStore } from '../matchups/in-memory-store.ts';

const guilds = ['100000000000000001', '100000000000000002'].map((id) => guildId.parse(id));
// The second is the first's ending: what ends alike is not the same member.
const people = ['1200000000000000001', '200000000000000001', '300000000000000003'].map((id) => memberId.parse(id));
const works: readonly WorkId[] = ['film:solaris-1972', 'book:solaris-1961'];
const [here, elsewhere] = guilds;
const [alice, bob] = people;
if (!here || !elsewhere || !alice || !bob) throw new Error('There is nobody');
const seven = halfSteps.parse(7);

function membersOver(store: Store, time = { now: 1000 }) {
  const now = () => time.now;
  const ratings = createRatings({ store, now });
  const progress = createProgress({ store, now });
  const newId = () => matchupId.parse('poll');
  const matchups = createMatchups({
    store,
    now,
    newId,
    onTurn: () => {},
    onBehind: () => {},
    deleteMessage: async () => {},
  });
  const scrubbing = createScrubbing(store);
  return { ratings, progress, members: createMembers({ ratings, matchups, progress, scrubbing }) };
}

describe('what is kept of a member', () => {
  test('is all of theirs and nobody else’s; deleted there, it is gone there and nowhere else', async () => {
    const vote = fc.record({
      kind: fc.constantFrom('rating', 'progress'),
      guild: fc.constantFrom(...guilds),
      member: fc.constantFrom(...people),
      work: fc.constantFrom(...works),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(vote, { maxLength: 25 }),
        fc.constantFrom(...guilds, 'everywhere' as const),
        async (votes, where) => {
          const store = inMemoryStore();
          const { ratings, progress, members } = membersOver(store);
          for (const { kind, guild, member, work } of votes) {
            await ratings.tally(guild, work);
            if (kind === 'rating') await ratings.put(guild, work, member, seven);
            else await progress.put(guild, work, member, 'middle');
          }
          const before = (await store.entries('')).map(({ key }) => key);
          const belongings = await members.belongingsOf(alice);
          const theirs = before.filter((key) => key.endsWith(`:${alice}`));
          expect(belongings.ratings.length + belongings.progress.length).toBe(theirs.length);

          expect(await members.forget(alice, where, 1000)).toBe('deleted');
          const gone = theirs.filter((key) => where === 'everywhere' || key.split(':')[1] === where);
          expect((await store.entries('')).map(({ key }) => key)).toEqual(before.filter((key) => !gone.includes(key)));
          for (const guild of guilds) {
            for (const work of works) {
              const left = (await store.entries(`rating:${guild}:${work}:`)).length;
              expect((await ratings.tally(guild, work)).count).toBe(left);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is not deleted by an answer that is older than it', async () => {
    const time = { now: 1000 };
    const { ratings, members } = membersOver(inMemoryStore(), time);
    await ratings.put(here, 'film:solaris-1972', alice, seven);
    time.now = 2000;
    await ratings.put(here, 'book:solaris-1961', alice, seven);
    expect(await members.forget(alice, here, 1500)).toBe('newer');
    expect(await members.forget(alice, elsewhere, 1500)).toBe('deleted');
    expect(countsOf(await members.belongingsOf(alice))).toEqual({
      ratings: 2,
      ballots: 0,
      takes: 0,
      progress: 0,
      opened: 0,
    });
    expect(await members.forget(alice, here, 2000)).toBe('deleted');
    expect(isNothing(countsOf(await members.belongingsOf(alice)))).toBe(true);
  });

  test('deleted in part is said to be, and doing it again finishes', async () => {
    const store = inMemoryStore();
    let failing = true;
    const { ratings, progress } = membersOver(store);
    const { members } = membersOver({
      ...store,
      async deleteKeys(keys) {
        if (failing && keys.some((key) => key.startsWith('progress:'))) throw new Error('the disk is full');
        await store.deleteKeys(keys);
      },
    });
    await ratings.put(here, 'film:solaris-1972', alice, seven);
    await progress.put(here, 'film:solaris-1972', alice, 'middle');
    await progress.put(here, 'film:solaris-1972', bob, 'setup');
    await expect(members.forget(alice, 'everywhere', 1000)).rejects.toThrow(DeletionUnfinished);
    expect(countsOf(await members.belongingsOf(alice))).toEqual({
      ratings: 0,
      ballots: 0,
      takes: 0,
      progress: 1,
      opened: 0,
    });
    failing = false;
    expect(await members.forget(alice, 'everywhere', 1000)).toBe('deleted');
    expect((await store.entries('')).map(({ key }) => key)).toEqual([`progress:${here}:film:solaris-1972:${bob}`]);
  });
});
