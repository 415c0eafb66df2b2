import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { bookKey, filmKey } from '../../src/catalogue/ids.ts';
import { type Aspect, aspects, type Knowledge, knowledges, type Side, sides } from '../../src/matchups/ballot.ts';
import { countBallots } from '../../src/matchups/count.ts';
import { type MatchupRef, matchupId } from '../../src/matchups/matchup.ts';
import { createMatchups, type Matchups } from '../../src/matchups/matchups.ts';
import type { Opening } from '../../src/matchups/openings.ts';
import { channelId, guildId, interactionId, memberId, messageId } from '../../src/storage/ids.ts';
import { keys } from '../../src/storage/keys.ts';
import type { Store } from '../../src/storage/store.ts';
import { settled } from './fake-clock.ts';
import { inMemoryStore } from './in-memory-store.ts';

const start = 1_800_000_000_000;
const members = ['200000000000000001', '200000000000000002', '200000000000000003'].map((id) => memberId.parse(id));
const [alice = memberId.parse('200000000000000009'), bob = alice] = members;
const channel = channelId.parse('300000000000000001');
const card = messageId.parse('400000000000000001');
const otherCard = messageId.parse('400000000000000002');
const thread = channelId.parse('400000000000000001');

const opening: Opening = {
  request: interactionId.parse('100000000000000009'),
  guild: guildId.parse('100000000000000001'),
  film: filmKey.parse('never-let-me-go-2010'),
  book: bookKey.parse('ishiguro-never-let-me-go-2005'),
  locale: 'en-US',
  openedBy: alice,
  closesAt: start + 3_600_000,
  aspects: true,
  blind: false,
  channel,
};

/** Matchups at a time that can be set, with what they told. */
function someMatchups(store: Store = inMemoryStore()) {
  const told: { ballots: number; turns: number; readonly deleted: string[] } = { ballots: 0, turns: 0, deleted: [] };
  const time = { now: start };
  let ids = 0;
  const matchups = createMatchups({
    store,
    now: () => time.now,
    newId: (request) => {
      ids += 1;
      return matchupId.parse(`p${request}x${ids}`);
    },
    onTurn: () => {
      told.turns += 1;
    },
    onBehind: () => {
      told.ballots += 1;
    },
    deleteMessage: async (_, message) => {
      told.deleted.push(message);
    },
  });
  return { matchups, store, told, time };
}

const never = async () => {
  throw new Error('nobody asked to look for the card');
};

/** A matchup whose card stands. */
async function opened(matchups: Matchups): Promise<MatchupRef> {
  const { matchup } = await matchups.open(opening, never);
  const { changes } = await matchups.count(matchup);
  await matchups.cardPosted(matchup, { channel, card, changes, talk: 'thread' });
  await matchups.beginTalk(matchup, { openThread: async () => thread, post: async () => 'posted' });
  return matchup;
}

type Act =
  | { readonly kind: 'cast'; readonly who: number; readonly side: Side }
  | { readonly kind: 'knows'; readonly who: number; readonly knows: Knowledge }
  | { readonly kind: 'answer'; readonly who: number; readonly aspect: Aspect; readonly side: Side | undefined }
  | { readonly kind: 'take back' | 'show'; readonly who: number };
const who = fc.nat({ max: members.length - 1 });
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('cast' as const), who, side: fc.constantFrom(...sides) }),
    fc.record({ kind: fc.constant('knows' as const), who, knows: fc.constantFrom(...knowledges) }),
    fc.record({
      kind: fc.constant('answer' as const),
      who,
      aspect: fc.constantFrom(...aspects),
      side: fc.constantFrom(...sides, undefined),
    }),
    fc.record({ kind: fc.constantFrom('take back' as const, 'show' as const), who }),
  ),
  { maxLength: 16 },
);

/** What stands in the end when the acts happen in their order. */
function finalOf(done: readonly Act[]) {
  const final = new Map<number, Parameters<typeof countBallots>[0][number]>();
  for (const act of done) {
    const before = final.get(act.who);
    if (act.kind === 'cast') {
      const changed = before !== undefined && (before.changed || before.sides.overall !== act.side);
      final.set(act.who, { ...before, sides: { ...before?.sides, overall: act.side }, changed });
    }
    if (act.kind === 'knows' && before) final.set(act.who, { ...before, knows: act.knows });
    if (act.kind === 'answer' && before) {
      final.set(act.who, { ...before, sides: { ...before.sides, [act.aspect]: act.side } });
    }
    if (act.kind === 'take back') final.delete(act.who);
  }
  return countBallots([...final.values()]);
}

describe('ballots', () => {
  test('are in the end what each member said last; and where the card is behind, a marker says so', async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.scheduler(), async (done, scheduler) => {
        let shown = countBallots([]);
        const slow = inMemoryStore(() => scheduler.schedule(Promise.resolve()));
        const { matchups, told } = someMatchups(slow);
        const ref = await scheduler.waitFor(opened(matchups));
        const show = async () => {
          await matchups.showCard(ref, async (_, count) => {
            await scheduler.schedule(Promise.resolve());
            shown = count;
            return 'edited';
          });
        };
        const underWay = done.map(async (act) => {
          const member = members[act.who] ?? alice;
          if (act.kind === 'cast') await matchups.cast(ref, member, act.side);
          if (act.kind === 'knows') await matchups.sayKnows(ref, member, act.knows).catch(() => {});
          if (act.kind === 'answer') await matchups.answer(ref, member, act.aspect, act.side).catch(() => {});
          if (act.kind === 'take back') await matchups.takeBack(ref, member);
          if (act.kind === 'show') {
            // Some begin while ballots are being written.
            for (let pause = 0; pause < act.who * 4; pause += 1) await scheduler.schedule(Promise.resolve());
            await show();
          }
        });
        await scheduler.waitFor(Promise.all(underWay));
        const { count } = await scheduler.waitFor(matchups.count(ref));
        expect(count).toEqual(finalOf(done));
        const marked = (await scheduler.waitFor(matchups.withStaleCards())).length > 0;
        if (!isDeepStrictEqual(shown, count)) expect(marked).toBe(true);
        if (told.ballots === 0) expect(marked).toBe(false);
        await scheduler.waitFor(show());
        expect(shown).toEqual(count);
        expect(await scheduler.waitFor(matchups.withStaleCards())).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('that change nothing write nothing and move no card', async () => {
    const { matchups, told, store } = someMatchups();
    const ref = await opened(matchups);
    await matchups.cast(ref, alice, 'book');
    const before = await store.entries('');
    expect(await matchups.cast(ref, alice, 'book')).toMatchObject({ sides: { overall: 'book' } });
    expect(await matchups.takeBack(ref, bob)).toBe(false);
    expect(told.ballots).toBe(1);
    expect(await store.entries('')).toEqual(before);
  });

  test('are taken until the deadline and not after it, closed or not', async () => {
    const { matchups, time } = someMatchups();
    const ref = await opened(matchups);
    time.now = opening.closesAt - 1;
    await matchups.cast(ref, alice, 'book');
    time.now = opening.closesAt;
    const closed = expect.objectContaining({ reason: { code: 'matchup.closed' } });
    await expect(matchups.cast(ref, bob, 'film')).rejects.toEqual(closed);
    await expect(matchups.sayKnows(ref, alice, 'both')).rejects.toEqual(closed);
    await expect(matchups.takeBack(ref, alice)).rejects.toEqual(closed);
    await expect(matchups.closeBy(ref, { member: alice, managesMessages: false })).rejects.toEqual(closed);
    expect((await matchups.count(ref)).count.answers.overall.unsaid).toEqual({ book: 1, film: 0, even: 0 });
  });

  test('that land while the card is edited are not taken for shown', async () => {
    const inner = inMemoryStore();
    let land = () => {};
    const landing = new Promise<void>((resolve) => {
      land = resolve;
    });
    const { matchups } = someMatchups({
      ...inner,
      put: async (key, value) => {
        if (key.startsWith('ballot:')) await landing;
        await inner.put(key, value);
      },
    });
    const ref = await opened(matchups);
    const casting = matchups.cast(ref, alice, 'book');
    // The marker is written, the ballot is not.
    await vi.waitFor(async () => expect(await matchups.withStaleCards()).toHaveLength(1), { interval: 1 });
    await settled();
    const showing = matchups.showCard(ref, async (_, { ballots }) => {
      expect(ballots).toBe(0);
      land();
      return 'edited';
    });
    await Promise.all([casting, showing]);
    expect(await matchups.withStaleCards()).toHaveLength(1);
  });

  test('whose write failed leave the card to be looked at again', async () => {
    const inner = inMemoryStore();
    let broken = false;
    const { matchups, told } = someMatchups({
      ...inner,
      put: async (key, value) => {
        if (broken && key.startsWith('ballot:')) throw new Error('the disk is full');
        await inner.put(key, value);
      },
    });
    const ref = await opened(matchups);
    broken = true;
    await expect(matchups.cast(ref, alice, 'book')).rejects.toThrow('the disk is full');
    expect(told.ballots).toBe(1);
    expect(await matchups.withStaleCards()).toEqual([{ guild: ref.guild, id: ref.id }]);
  });
});

describe('a card', () => {
  test('never shows an older state after a newer one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 2 }), { maxLength: 12 }), fc.scheduler(), async (done, scheduler) => {
        const { matchups, time } = someMatchups(inMemoryStore(() => scheduler.schedule(Promise.resolve())));
        const ref = await scheduler.waitFor(opened(matchups));
        const shown: (number | 'closed')[] = [];
        const show = async () =>
          matchups.showCard(ref, async ({ status }, { ballots }) => {
            await scheduler.schedule(Promise.resolve());
            shown.push(status.kind === 'closed' ? 'closed' : ballots);
            return 'edited';
          });
        const underWay = done.map(async (what, index) => {
          if (what === 0) await show();
          else if (what === 1) await matchups.cast(ref, memberId.parse(String(2e17 + index)), 'even').catch(() => {});
          else {
            time.now = opening.closesAt;
            await matchups.closeDue(ref).then(show);
          }
        });
        await scheduler.waitFor(Promise.all(underWay));
        const asNumbers = shown.map((one) => (one === 'closed' ? 1000 : one));
        expect(asNumbers).toEqual([...asNumbers].sort((one, other) => one - other));
      }),
      { numRuns: 200 },
    );
  });

  test('that was posted while ballots came is looked at again', async () => {
    const { matchups, told } = someMatchups();
    const ref = await opened(matchups);
    const { changes } = await matchups.count(ref);
    await matchups.cast(ref, alice, 'book');
    expect(await matchups.showCard(ref, async () => 'gone')).toBe('gone');
    expect(told.ballots).toBe(1);
    await matchups.cardPosted(ref, { channel, card: otherCard, changes, talk: 'thread' });
    expect(told.ballots).toBe(2);
    expect(await matchups.get(ref)).toMatchObject({ card: otherCard, talk: { place: 'thread', begun: true } });
    expect(await matchups.withStaleCards()).toHaveLength(1);
  });

  test('that was posted when the poll had closed meanwhile gets its result', async () => {
    const { matchups, told, time } = someMatchups();
    const ref = await opened(matchups);
    time.now = opening.closesAt;
    await matchups.closeDue(ref);
    await matchups.announced(ref);
    const { turns } = told;
    await matchups.cardPosted(ref, { channel, card: otherCard, changes: 0, talk: 'thread' });
    expect(told.turns).toBe(turns + 1);
    expect(await matchups.unfinished()).toHaveLength(1);
  });

  test('is asked for once by all who ask at the same moment, and looked for at most twice', async () => {
    const { matchups } = someMatchups();
    const ref = await opened(matchups);
    let looks = 0;
    const look = async () => {
      looks += 1;
      return true;
    };
    const all = await Promise.all(members.concat(members, members).map(async () => matchups.open(opening, look)));
    expect(new Set(all.map(({ card: what }) => what))).toEqual(new Set(['stands']));
    expect(looks).toBe(1);
    expect(await matchups.open(opening, look)).toMatchObject({ card: 'stands', matchup: { id: ref.id } });
    expect(looks).toBe(2);
  });

  test('that is gone is posted again by one of all who ask', async () => {
    const { matchups } = someMatchups();
    const ref = await opened(matchups);
    let stands = false;
    const all = await Promise.all(
      members.map(async () => {
        const found = await matchups.open(opening, async () => stands);
        if (found.card === 'stands') return found.matchup.card;
        stands = true;
        await matchups.cardPosted(ref, { channel, card: otherCard, changes: 0, talk: 'thread' });
        return 'posted';
      }),
    );
    expect(all).toEqual(['posted', otherCard, otherCard]);
  });
});

describe('opening', () => {
  test('makes one matchup of many asked for at the same moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { matchups, store } = someMatchups(inMemoryStore(() => scheduler.schedule(Promise.resolve())));
        const asking = members.map(async () => {
          const found = await matchups.open(opening, async () => true);
          if (found.card === 'to be posted') {
            await scheduler.schedule(Promise.resolve());
            await matchups.cardPosted(found.matchup, { channel, card, changes: 0, talk: 'thread' });
          }
          return found;
        });
        const found = await scheduler.waitFor(Promise.all(asking));
        expect(found.map((one) => one.card).sort()).toEqual(['stands', 'stands', 'to be posted']);
        expect(await scheduler.waitFor(store.entries(keys.allMatchups))).toHaveLength(1);
      }),
    );
  });

  test('begins anew, with the new hours and opener, where a card was never seen', async () => {
    const store = inMemoryStore();
    await someMatchups(store).matchups.open(opening, never);
    const { matchups } = someMatchups(store);
    const request = interactionId.parse('100000000000000010');
    const later = { ...opening, request, openedBy: bob, closesAt: opening.closesAt + 1 };
    const { matchup, card: what } = await matchups.open(later, never);
    expect(what).toBe('to be posted');
    expect(matchup).toMatchObject({ openedBy: bob, closesAt: opening.closesAt + 1 });
    expect(await matchups.unfinished()).toHaveLength(1);
  });

  test('is one matchup for two processes that the same request reaches, whatever either has written by then', async () => {
    const store = inMemoryStore();
    const [one, other] = [someMatchups(store).matchups, someMatchups(store).matchups];
    const { matchup } = await one.open(opening, never);
    const { changes } = await one.count(matchup);
    const reached = other.open(opening, async () => true);
    await one.cardPosted(matchup, { channel, card, changes, talk: 'thread' });
    expect((await reached).matchup.id).toBe(matchup.id);
    expect(await one.unfinished()).toMatchObject([{ id: matchup.id }]);
    expect(await one.get(matchup)).toMatchObject({ card });
  });

  test('is possible again once the deadline has passed, even before the close', async () => {
    const { matchups, time } = someMatchups();
    const ref = await opened(matchups);
    time.now = opening.closesAt;
    const next = await matchups.open({ ...opening, closesAt: opening.closesAt + 1 }, never);
    expect(next.card).toBe('to be posted');
    expect(next.matchup.id).not.toBe(ref.id);
  });
});

describe('closing', () => {
  test('is for who opened it and for those with Manage Messages', async () => {
    const { matchups } = someMatchups();
    const ref = await opened(matchups);
    await expect(matchups.closeBy(ref, { member: bob, managesMessages: false })).rejects.toMatchObject({
      reason: { code: 'matchup.not-yours', openedBy: alice },
    });
    await matchups.closeBy(ref, { member: bob, managesMessages: true });
    expect(await matchups.get(ref)).toMatchObject({ status: { kind: 'closed', at: start, announced: false } });
  });

  test('says the deadline, however late it is noticed, and keeps its first time', async () => {
    const { matchups, time } = someMatchups();
    const ref = await opened(matchups);
    time.now = opening.closesAt + 1_000_000;
    await matchups.closeDue(ref);
    time.now += 1;
    expect(await matchups.closeDue(ref)).toMatchObject({ status: { at: opening.closesAt } });
  });

  test('leaves nothing to be done once it is announced', async () => {
    const { matchups, store, time } = someMatchups();
    const ref = await opened(matchups);
    await matchups.cast(ref, alice, 'even');
    time.now = opening.closesAt;
    await matchups.closeDue(ref);
    await matchups.announced(ref);
    expect(await matchups.unfinished()).toEqual([]);
    expect(await matchups.withStaleCards()).toEqual([]);
    expect(await store.entries('stale-card:')).toEqual([]);
  });
});

describe('the talk', () => {
  test('is begun once, by however many try', async () => {
    const { matchups } = someMatchups();
    const { matchup } = await matchups.open(opening, never);
    await matchups.cardPosted(matchup, { channel, card, changes: 0, talk: 'thread' });
    const posts: string[] = [];
    const how = {
      openThread: async () => thread,
      post: async (where: string) => {
        posts.push(where);
        return 'posted' as const;
      },
    };
    const all = await Promise.all([matchups.beginTalk(matchup, how), matchups.beginTalk(matchup, how)]);
    expect(all).toEqual(['thread', 'had begun']);
    expect(posts).toEqual([thread]);
    expect(await matchups.get(matchup)).toMatchObject({ thread, talk: { begun: true } });
  });

  test('is had in place where a thread is refused, and nowhere where nothing may be posted', async () => {
    const { matchups } = someMatchups();
    const { matchup } = await matchups.open(opening, never);
    await matchups.cardPosted(matchup, { channel, card, changes: 0, talk: 'thread' });
    const refused = { openThread: async () => 'refused' as const, post: async () => 'gone' as const };
    expect(await matchups.beginTalk(matchup, refused)).toBe('nowhere');
    expect(await matchups.get(matchup)).toMatchObject({ talk: { begun: true } });
  });

  test('that failed is still owed, and a marker says so until it has begun', async () => {
    const { matchups } = someMatchups();
    const { matchup } = await matchups.open(opening, never);
    await matchups.cardPosted(matchup, { channel, card, changes: 0, talk: 'thread' });
    const failing = {
      openThread: async () => thread,
      post: async () => {
        throw new Error('Discord stumbles');
      },
    };
    await expect(matchups.beginTalk(matchup, failing)).rejects.toThrow('Discord stumbles');
    await matchups.showCard(matchup, async () => 'edited');
    expect(await matchups.withStaleCards()).toHaveLength(1);
    const how = { openThread: never, post: async () => 'posted' as const };
    expect(await matchups.beginTalk(matchup, how)).toBe('thread');
    expect(await matchups.withStaleCards()).toEqual([]);
  });

  test('begins anew under a new card when its thread is lost', async () => {
    const { matchups } = someMatchups();
    const ref = await opened(matchups);
    await matchups.threadLost(ref);
    expect(await matchups.get(ref)).not.toHaveProperty('thread');
    const newThread = channelId.parse('400000000000000002');
    const how = { openThread: async () => newThread, post: async () => 'posted' as const };
    expect(await matchups.beginTalk(ref, how)).toBe('thread');
    expect(await matchups.get(ref)).toMatchObject({ thread: newThread });
  });
});
