import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { publishContent } from '../../src/catalogue/content.ts';
import { bookKey, filmKey } from '../../src/catalogue/ids.ts';
import { loadFilms } from '../../src/catalogue/load.ts';
import { matchupId } from '../../src/matchups/matchup.ts';
import { createMatchups } from '../../src/matchups/matchups.ts';
import { createProgress } from '../../src/progress/progress.ts';
import { allHalfSteps } from '../../src/ratings/half-steps.ts';
import { createRatings } from '../../src/ratings/ratings.ts';
import { channelId, guildId, interactionId, memberId, messageId } from '../../src/storage/ids.ts';
import { openStore } from '../../src/storage/open.ts';
import { createScrubbing } from '../../src/storage/scrubbing.ts';
import type { Store } from '../../src/storage/store.ts';
import { called, folderWith, shortest } from '../catalogue/files.ts';
import { enginesHere } from './engines.ts';

const start = 1_800_000_000_000;
const now = () => start;
const guild = guildId.parse('100000000000000001');
const film = filmKey.parse('the-film-2001');
const work = `film:${film}` as const;
const members = Array.from({ length: 300 }, (_, index) =>
  memberId.parse(String(200_000_000_000_000_000n + BigInt(index))),
);
const [alice = memberId.parse('200000000000000000'), bob = alice] = members;
const four = allHalfSteps[7] ?? expect.unreachable();

/** What is kept for members works over every engine as it does over one in memory. */
describe.each(await enginesHere())('over $name', ({ emptyStoreUrl }) => {
  let store: Store;
  let beside: Store;

  async function open(url: string): Promise<Store> {
    const opened = await openStore(url);
    onTestFinished(async () => opened.close());
    return opened;
  }

  beforeEach(async () => {
    const url = await emptyStoreUrl();
    store = await open(url);
    beside = await open(url);
  });

  test('ratings given at the same moment are all in the tally, here and in another process', async () => {
    const ratings = createRatings({ store, now });
    await Promise.all(
      members.map(async (member, index) => ratings.put(guild, work, member, allHalfSteps[index % 10] ?? four)),
    );
    const tally = await ratings.tally(guild, work);
    expect(tally).toMatchObject({ count: 300, perStep: allHalfSteps.map(() => 30) });
    await ratings.put(guild, work, alice, four);
    await ratings.takeBack(guild, work, bob);
    const after = await ratings.tally(guild, work);
    expect(after.perStep).toEqual([29, 29, 30, 30, 30, 30, 30, 31, 30, 30]);
    const theirs = createRatings({ store: beside, now });
    expect(await theirs.tally(guild, work)).toEqual(after);
    expect(await theirs.of(guild, work, alice)).toBe(four);
    await createScrubbing(beside).after(async () => theirs.forget(alice, 'everywhere'));
    expect(await ratings.of(guild, work, alice)).toBeUndefined();
    expect(await ratings.exportOf(alice, 'everywhere')).toEqual([]);
  });

  test('a matchup is opened, voted in, counted and closed', async () => {
    const matchupsOver = (over: Store) =>
      createMatchups({
        store: over,
        now,
        newId: () => matchupId.parse('poll1'),
        onTurn: () => {},
        onBehind: () => {},
        deleteMessage: async () => {},
      });
    const matchups = matchupsOver(store);
    const { matchup } = await matchups.open(
      {
        guild,
        film,
        book: bookKey.parse('example-the-book-1999'),
        locale: 'en-US',
        openedBy: alice,
        closesAt: start + 3_600_000,
        aspects: false,
        blind: false,
        request: interactionId.parse('100000000000000009'),
        channel: channelId.parse('300000000000000001'),
      },
      async () => true,
    );
    await matchups.cardPosted(matchup, {
      channel: matchup.channel,
      card: messageId.parse('400000000000000001'),
      changes: 0,
      talk: 'channel',
    });
    const voters = members.slice(0, 60);
    await Promise.all(
      voters.map(async (member, index) => matchups.cast(matchup, member, index % 3 === 0 ? 'film' : 'book')),
    );
    await matchups.takeBack(matchup, alice);
    const { count } = await matchups.count(matchup);
    expect(count.ballots).toBe(59);
    expect(await matchups.withStaleCards()).toMatchObject([{ id: 'poll1' }]);
    await matchups.closeBy(matchup, { member: alice, managesMessages: false });
    const theirs = matchupsOver(beside);
    expect((await theirs.count(matchup)).count).toEqual(count);
    expect(await theirs.unfinished()).toMatchObject([{ id: 'poll1' }]);
    await theirs.announced(matchup);
    expect(await matchups.unfinished()).toEqual([]);
  });

  test('progress is kept as each member said it', async () => {
    const progress = createProgress({ store, now });
    await progress.put(guild, work, alice, 'setup');
    await Promise.all(members.map(async (member) => progress.atLeast(guild, work, member, 'middle')));
    await progress.put(guild, work, bob, 'finished');
    await progress.atLeast(guild, work, bob, 'setup');
    const theirs = createProgress({ store: beside, now });
    expect(await theirs.of(guild, work, alice)).toBe('middle');
    expect(await theirs.of(guild, work, bob)).toBe('finished');
    expect(await theirs.forget(bob, guild)).toBe(true);
    expect(await progress.of(guild, work, bob)).toBeUndefined();
  });

  test('content is published, read, and swept when nobody has used it for a month', async () => {
    const files = await folderWith({ 'the-film-2001.yaml': shortest, 'zoo-2001.yaml': called('Zoo') });
    const { films } = await loadFilms([files]);
    const content = await publishContent(store, films, now);
    expect(await content.film(film)).toMatchObject({ title: 'The Film' });
    const same = await publishContent(beside, films, now);
    expect(same.hash).toBe(content.hash);
    const later = () => start + 31 * 24 * 3_600_000;
    const next = await publishContent(beside, films.slice(0, 1), later);
    expect(await next.film(film)).toMatchObject({ title: 'The Film' });
    // Not the one above: what was read once is remembered.
    await expect(content.film(filmKey.parse('zoo-2001'))).rejects.toThrow('is gone');
    expect(await beside.entries(`content:${content.hash}:`)).toEqual([]);
  });
});
