import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passes } from 'node:timers/promises';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { ballotRecord } from '../../src/matchups/ballot.ts';
import type { Exchange, Member } from '../../src/playground/members.ts';
import { ratingRecord } from '../../src/ratings/ratings.ts';
import { copyStore } from '../../src/storage/copy.ts';
import { openStore } from '../../src/storage/open.ts';
import { foyerForThisTest } from '../foyer.ts';
import { enginesHere } from '../storage/engines.ts';
import { type Line, lineTo } from '../storage/line.ts';

const film = 'never-let-me-go-2010';
const away = 10_000;
/** Discord waits no longer for a first answer. */
const longestAnswer = 3000;
vi.setConfig({ testTimeout: 120_000 });

const servers = (await enginesHere()).filter(({ name }) => name !== 'sqlite');
const allStars = ['½', '★', '★½', '★★', '★★½', '★★★', '★★★½', '★★★★', '★★★★½', '★★★★★'];
const sides = ['Book', 'Film', 'Even'];

// The engines say so themselves; a file without a test would be a failure.
if (servers.length === 0) test('left out: no server answers here', () => {});

/** What a bot has there that has run before: the test is not of its first start. */
async function fillWithFilms(url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-films-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await copyFile(inject('warmStore'), join(folder, 'foyer.sqlite'));
  const [from, to] = await Promise.all([openStore(`sqlite://${join(folder, 'foyer.sqlite')}`), openStore(url)]);
  await copyStore(from, to);
  await Promise.all([from.close(), to.close()]);
}

/** A member who votes on and on; what was confirmed last, and what may have arrived since without a confirmation. */
interface Voter {
  readonly member: Member;
  rating: { readonly confirmed: string | undefined; readonly unsure: readonly string[] };
  ballot: { readonly confirmed: string | undefined; readonly unsure: readonly string[] };
}

describe.each(servers)('D4: $name', ({ emptyStoreUrl }) => {
  test.each([
    ['is stopped', async (line: Line) => line.cut()],
    ['hangs', async (line: Line) => line.freeze()],
  ])('%s for ten seconds in mid-traffic', async (_, goAway) => {
    const direct = await emptyStoreUrl();
    await fillWithFilms(direct);
    const url = new URL(direct);
    const line = await lineTo(Number(url.port));
    url.port = String(line.port);
    const foyer = await foyerForThisTest({ env: { STORE_URL: url.href }, limitMessages: false });
    const { loopback, alice } = foyer;
    const { message: card } = await alice.run('/bookvsfilm', { film });
    await loopback.until(() => card.thread?.messages.length === 1, 'the talk');

    const voters = Array.from({ length: 12 }, (__, index): Voter => {
      const nothing = { confirmed: undefined, unsure: [] };
      return { member: loopback.addMember(`Voter ${index}`), rating: nothing, ballot: nothing };
    });
    const slowest = { answer: 0 };
    const told: Exchange[] = [];
    let going = true;

    async function timed(send: () => Promise<Exchange>): Promise<Exchange> {
      const from = performance.now();
      const exchange = await send();
      slowest.answer = Math.max(slowest.answer, performance.now() - from);
      return exchange;
    }

    /** Sends one vote and notes what it may have changed. */
    async function vote(
      voter: Voter,
      kind: 'rating' | 'ballot',
      value: string,
      send: () => Promise<Exchange>,
      confirmation: RegExp,
    ): Promise<void> {
      const exchange = await timed(send);
      if (exchange.outcome !== 'failed' && confirmation.test(exchange.message.text)) {
        voter[kind] = { confirmed: value, unsure: [] };
      } else {
        voter[kind] = { ...voter[kind], unsure: [...voter[kind].unsure, value] };
        told.push(exchange);
      }
    }

    const voting = voters.map(async (voter, index) => {
      for (let round = 0; going; round += 1) {
        const stars = allStars[(index + round) % allStars.length] ?? '';
        const side = sides[(index + round) % sides.length] ?? '';
        const { member } = voter;
        await vote(
          voter,
          'rating',
          stars,
          async () => member.run('/rate', { film, stars }),
          / from you, for the film /,
        );
        await vote(voter, 'ballot', side, async () => member.press(card, side), /Your ballot on /);
        // About as fast as people are when a film has just ended.
        await passes(150);
      }
    });
    await vi.waitFor(() => expect(voters.every(({ ballot }) => ballot.confirmed !== undefined)).toBe(true), 20_000);
    expect(told).toEqual([]);

    await goAway(line);
    await passes(away);
    await line.mend();
    // By itself: nobody restarts anything.
    await vi.waitFor(
      async () => expect((await alice.run('/rate', { film, stars: '★' })).message.text).toContain(' from you'),
      { timeout: 15_000, interval: 250 },
    );
    going = false;
    await Promise.all(voting);

    expect(told.length).toBeGreaterThan(voters.length);
    for (const { outcome, message } of told) {
      expect(outcome).toBe('message');
      expect(message.ephemeral).toBe(true);
      expect(message.text).toMatch(
        /^Foyer’s memory is out of reach just now; nothing you gave before is lost\. Try again in a minute\. /,
      );
    }
    expect(slowest.answer).toBeLessThan(longestAnswer);
    expect(foyer.bot().process.exitCode).toBeNull();

    // What was confirmed last stands there, or what was sent since without anybody knowing whether it arrived.
    await foyer.bot().kill();
    await foyer.restart();
    const store = await openStore(direct);
    const kept = new Map((await store.entries('')).map(({ key, value }) => [key, value]));
    await store.close();
    const valuesAt = (beginning: RegExp, { member }: Voter) =>
      [...kept].filter(([key]) => beginning.test(key) && key.endsWith(`:${member.id}`)).map(([, value]) => value);
    for (const voter of voters) {
      const ratings = valuesAt(/^rating:/, voter).map((value) => allStars[ratingRecord.parse(value).steps - 1]);
      expect(ratings).toHaveLength(1);
      expect([voter.rating.confirmed, ...voter.rating.unsure]).toContain(ratings[0]);
      const ballots = valuesAt(/^ballot:/, voter).map((value) => ballotRecord.parse(value).sides.overall);
      expect(ballots).toHaveLength(1);
      expect([voter.ballot.confirmed, ...voter.ballot.unsure].map((side) => side?.toLowerCase())).toContain(ballots[0]);
    }
    await loopback.until(() => card.text.includes(`${voters.length} ballots`), 'every ballot on the card');
  });
});
