import { describe, expect, test } from 'vitest';
import { bookKey, filmKey } from '../../src/catalogue/ids.ts';
import { matchupId } from '../../src/matchups/matchup.ts';
import { createMatchups } from '../../src/matchups/matchups.ts';
import {
  channelId,
  type GuildId,
  guildId,
  interactionId,
  type MemberId,
  memberId,
  messageId,
} from '../../src/storage/ids.ts';
import type { Store } from '../../src/storage/store.ts';
import { inMemoryStore } from './in-memory-store.ts';

const start = 1_800_000_000_000;
const here = guildId.parse('100000000000000001');
const elsewhere = guildId.parse('100000000000000002');
const alice = memberId.parse('200000000000000001');
const bob = memberId.parse('200000000000000002');

function someMatchups(store: Store = inMemoryStore()) {
  const behind: string[] = [];
  const deleted: string[] = [];
  const time = { now: start };
  let ids = 0;
  const matchups = createMatchups({
    store,
    now: () => time.now,
    newId: () => {
      ids += 1;
      return matchupId.parse(`poll${ids}`);
    },
    onTurn: () => {},
    onBehind: ({ id }) => behind.push(id),
    deleteMessage: async (_, message) => {
      deleted.push(message);
    },
  });
  /** One whose card stands, with a ballot of everybody's. */
  async function open(guild: GuildId, openedBy: MemberId, blind = false) {
    const opening = {
      guild,
      openedBy,
      film: filmKey.parse(`never-let-me-go-${2000 + ids}`),
      book: bookKey.parse('ishiguro-never-let-me-go-2005'),
      locale: 'en-US',
      closesAt: start + 3_600_000,
      aspects: false,
      blind,
      request: interactionId.parse('500000000000000001'),
      channel: channelId.parse('300000000000000001'),
    };
    const { matchup } = await matchups.open(opening, async () => true);
    await matchups.cardPosted(matchup, {
      channel: opening.channel,
      card: messageId.parse('400000000000000001'),
      changes: (await matchups.count(matchup)).changes,
      talk: 'channel',
    });
    for (const member of [alice, bob]) await matchups.cast(matchup, member, 'book');
    behind.length = 0;
    return matchup;
  }
  return { matchups, store, behind, deleted, time, open };
}

describe('what matchups keep of a member', () => {
  test('is their ballots and what they opened, there and nowhere else', async () => {
    const { matchups, open } = someMatchups();
    const first = await open(here, alice);
    await open(elsewhere, bob);
    const own = await matchups.exportOf(alice, here);
    expect(own.ballots).toMatchObject([
      { guild: here, matchup: first.id, film: first.film, ballot: { sides: { overall: 'book' } } },
    ]);
    expect(own.opened).toEqual([{ guild: here, matchup: first.id, film: first.film, at: start }]);
    const everywhere = await matchups.exportOf(alice, 'everywhere');
    expect(everywhere.ballots.map(({ guild }) => guild)).toEqual([here, elsewhere]);
    expect(everywhere.opened).toHaveLength(1);
  });

  test('is gone when it is forgotten, and open cards follow', async () => {
    const { matchups, store, behind, open } = someMatchups();
    const first = await open(here, alice);
    const second = await open(elsewhere, alice);
    expect(await matchups.forget(alice, here)).toBe(true);
    expect(behind).toEqual([first.id]);
    expect((await matchups.count(first)).count.ballots).toBe(1);
    expect((await matchups.count(second)).count.ballots).toBe(2);
    expect(await matchups.forget(alice, 'everywhere')).toBe(true);
    expect(behind).toEqual([first.id, second.id]);
    expect(JSON.stringify(await store.entries(''))).not.toContain(alice);
    expect(await matchups.forget(alice, 'everywhere')).toBe(false);
    expect(behind).toHaveLength(2);
  });

  test('is their takes as well: those that wait, and those that stand in the talk, which go from there, too', async () => {
    const { matchups, store, deleted, open } = someMatchups();
    const first = await open(here, alice);
    const second = await open(elsewhere, alice);
    const posted = messageId.parse('600000000000000001');
    const posting = { post: async () => posted, edit: async () => 'edited' as const };
    await matchups.beginTalk(first, { openThread: async () => 'refused', post: async () => 'posted' });
    for (const ref of [first, second]) {
      const request = interactionId.parse('500000000000000002');
      for (const member of [alice, bob]) {
        await matchups.writeTake(ref, member, { text: 'My words', plotFree: false }, request);
      }
      await matchups.postTakes(ref, posting);
    }
    expect((await matchups.exportOf(alice, 'everywhere')).takes).toEqual([
      { guild: here, matchup: first.id, film: first.film, text: undefined, message: posted, at: start },
      { guild: elsewhere, matchup: second.id, film: second.film, text: 'My words', message: undefined, at: start },
    ]);
    await matchups.forget(alice, 'everywhere');
    expect(deleted).toEqual([posted]);
    expect(JSON.stringify(await store.entries(''))).not.toContain(alice);
    expect((await matchups.exportOf(bob, 'everywhere')).takes).toHaveLength(2);
  });

  test('in a closed one goes as well, and its card stays as it was told', async () => {
    const { matchups, store, behind, time, open } = someMatchups();
    const matchup = await open(here, alice);
    time.now = start + 3_600_000;
    await matchups.closeDue(matchup);
    await matchups.announced(matchup);
    await matchups.forget(alice, 'everywhere');
    expect(behind).toEqual([]);
    expect(JSON.stringify(await store.entries(''))).not.toContain(alice);
  });

  test('in a blind one goes without an edit of its card', async () => {
    const { matchups, behind, open } = someMatchups();
    const matchup = await open(here, bob, true);
    await matchups.forget(alice, here);
    expect(behind).toEqual([]);
    expect((await matchups.count(matchup)).count.ballots).toBe(1);
  });

  test('and whose name is gone, only moderators close what they opened', async () => {
    const { matchups, open } = someMatchups();
    const matchup = await open(here, alice);
    await matchups.forget(alice, here);
    const closing = matchups.closeBy(matchup, { member: alice, managesMessages: false });
    await expect(closing).rejects.toMatchObject({
      reason: { code: 'matchup.not-yours', openedBy: undefined },
    });
    expect((await matchups.closeBy(matchup, { member: bob, managesMessages: true })).status.kind).toBe('closed');
  });

  test('is never half deleted in silence: what was cut short rejects, and goes on the next time', async () => {
    const store = inMemoryStore();
    let left = 1;
    const failing: Store = {
      ...store,
      async delete(key) {
        if (key.startsWith('ballot:') && left === 0) throw new Error('the disk is full');
        if (key.startsWith('ballot:')) left -= 1;
        await store.delete(key);
      },
    };
    const { matchups, open } = someMatchups(failing);
    for (const guild of [here, elsewhere]) await open(guild, alice);
    await expect(matchups.forget(alice, 'everywhere')).rejects.toThrow('the disk is full');
    expect((await matchups.exportOf(alice, 'everywhere')).ballots).toHaveLength(1);
    left = 2;
    await matchups.forget(alice, 'everywhere');
    expect(JSON.stringify(await store.entries(''))).not.toContain(alice);
  });
});
