import { expect, test, vi } from 'vitest';
import { ballotRecord } from '../../src/matchups/ballot.ts';
import { matchupRecord } from '../../src/matchups/matchup.ts';
import type { Exchange, Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { ratingRecord } from '../../src/ratings/ratings.ts';
import { openStore } from '../../src/storage/open.ts';
import { type Foyer, foyerForThisTest } from '../foyer.ts';

const film = 'never-let-me-go-2010';
vi.setConfig({ testTimeout: 240_000 });

/** A chance that can be repeated: the seed is printed, and KILL_SEED sets it. */
function chance(): () => number {
  const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 32));
  console.log(`killed by chance; KILL_SEED=${seed} repeats it`);
  let state = seed >>> 0;
  // mulberry32, which needs no more than to be spread out.
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const headings = (card: SeenMessage) => card.thread?.messages.map(({ text }) => text.split('\n')[0]) ?? [];
const results = (card: SeenMessage) => headings(card).filter((text) => text?.startsWith('## The poll is closed'));

async function entriesOf({ storeUrl }: Foyer): Promise<ReadonlyMap<string, unknown>> {
  const store = await openStore(storeUrl);
  const entries = await store.entries('');
  await store.close();
  return new Map(entries.map(({ key, value }) => [key, value]));
}

const sides = ['Book', 'Film', 'Even'];

/** What a member has confirmed last, and what they sent since. */
interface Vote {
  readonly confirmed: string | undefined;
  readonly unsure: readonly string[];
}

test('D1: twenty power cuts anywhere in 2,000 votes: each that was confirmed is there, once', async () => {
  const random = chance();
  const foyer = await foyerForThisTest({ limitMessages: false, answerDeadlineMs: 1500 });
  const { loopback, alice } = foyer;
  const { message: card } = await alice.run('/bookvsfilm', { film });
  await loopback.until(() => card.thread?.messages.length === 1, 'the talk');
  const buttons = new Map(card.buttons.map(({ label, customId }) => [label, customId ?? '']));
  const members = Array.from({ length: 40 }, (_, index) => loopback.addMember(`Member ${index}`));
  const ratings = new Map<Member, Vote>();
  const ballots = new Map<Member, Vote>();
  let sent = 0;
  let confirmed = 0;
  const total = 2000;

  async function vote(
    all: Map<Member, Vote>,
    member: Member,
    value: string,
    send: () => Promise<Exchange>,
    by: RegExp,
  ) {
    const before = all.get(member) ?? { confirmed: undefined, unsure: [] };
    all.set(member, { ...before, unsure: [...before.unsure, value] });
    sent += 1;
    const exchange = await send();
    if (exchange.outcome === 'failed' || !by.test(exchange.message.text)) return;
    confirmed += 1;
    all.set(member, { confirmed: value, unsure: [] });
  }

  /** Sends votes, one after the other, until there have been enough of all, or the power is cut. */
  async function voting(member: Member, isOn: () => boolean): Promise<void> {
    while (isOn() && sent < total) {
      const stars = 1 + Math.floor(random() * 10);
      const side = sides[Math.floor(random() * sides.length)] ?? '';
      if (random() < 0.5) {
        await vote(ratings, member, String(stars), async () => member.run('/rate', { film, stars }), / from you, for /);
      } else {
        const button = buttons.get(side) ?? '';
        await vote(ballots, member, side, async () => member.pressForged(card, button), /Your ballot on /);
      }
    }
  }

  for (let cut = 0; cut <= 20; cut += 1) {
    let on = true;
    // What is under way when the power goes is never answered, and its member waits in vain: others go on.
    const voters = members.map((member) => voting(member, () => on));
    const goal = cut === 20 ? total : Math.floor(((cut + random()) * total) / 20);
    await loopback.until(() => sent >= goal, `${goal} votes`, 60_000);
    on = cut === 20;
    if (cut < 20) {
      // Somewhere between a request and its answer, a write and its commit.
      await new Promise((resolve) => setTimeout(resolve, random() * 12));
      await foyer.bot().kill();
    }
    await Promise.all(voters);
    if (cut < 20) await foyer.restart();
  }
  expect(sent).toBeGreaterThanOrEqual(total);
  expect(confirmed).toBeGreaterThan(total / 2);

  await loopback.until(() => card.text.includes(`${ballots.size} ballots`), 'every ballot on the card');
  await foyer.bot().stop();
  const kept = await entriesOf(foyer);
  const of = (kind: string, { id }: Member) =>
    [...kept].filter(([key]) => key.startsWith(`${kind}:`) && key.endsWith(`:${id}`)).map(([, value]) => value);
  for (const member of members) {
    for (const [all, found] of [
      [ratings, of('rating', member).map((value) => String(ratingRecord.parse(value).steps))],
      [ballots, of('ballot', member).map((value) => ballotRecord.parse(value).sides.overall)],
    ] as const) {
      const { confirmed: last, unsure } = all.get(member) ?? { confirmed: undefined, unsure: [] };
      const possible = [last, ...unsure].map((value) => value?.toLowerCase());
      expect(found.length).toBeLessThanOrEqual(1);
      expect(possible).toContain(found[0]);
    }
  }
});

test('D1: ten power cuts while fifty polls close: each closes once, and says its result once', async () => {
  const random = chance();
  const foyer = await foyerForThisTest({ limitMessages: false });
  const { loopback } = foyer;
  const cards = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const server = loopback.addServer();
      const member = loopback.addMember(`Opener ${index}`, { server });
      const { message } = await member.run('/bookvsfilm', { film, hours: 1 });
      await loopback.until(() => message.thread?.messages.length === 1, 'the talk', 60_000);
      await member.press(message, sides[index % sides.length] ?? '');
      return message;
    }),
  );
  for (let cut = 0; cut < 10; cut += 1) {
    await foyer.bot().advance(90 * 60_000);
    const goal = Math.floor((cut + random()) * 5);
    const begun = () => cards.filter((card) => card.text.includes('The poll is closed')).length;
    await loopback.until(() => begun() >= goal, `${goal} closed cards`, 60_000);
    await foyer.bot().kill();
    await foyer.restart();
  }
  await foyer.bot().advance(90 * 60_000);
  await loopback.until(() => cards.every((card) => results(card).length > 0), 'every result', 60_000);
  await foyer.bot().advance(24 * 3_600_000);
  await foyer.bot().stop();
  for (const card of cards) {
    expect(card.text).toContain('1 ballot in all');
    expect(results(card)).toHaveLength(1);
    expect(new Set(headings(card)).size).toBe(headings(card).length);
  }
  const matchups = [...(await entriesOf(foyer))].filter(([key]) => key.startsWith('matchup:'));
  expect(matchups).toHaveLength(50);
  for (const [, value] of matchups) {
    expect(matchupRecord.parse(value).status).toMatchObject({ kind: 'closed', announced: true });
  }
});
