import { describe, expect, test, vi } from 'vitest';
import { ballotRecord } from '../../src/matchups/ballot.ts';
import type { Fault } from '../../src/playground/faults.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { guildId } from '../../src/storage/ids.ts';
import { keys } from '../../src/storage/keys.ts';
import { openStore } from '../../src/storage/open.ts';
import { listRecords } from '../../src/storage/records.ts';
import { hour, stageForPolls } from '../e2e/matchup-stage.ts';

const { foyer, club, open, until, untilShows } = stageForPolls();

const talkOf = (card: SeenMessage) => card.thread?.messages.map(({ text }) => text.split('\n')[0] ?? '') ?? [];
const takesIn = (card: SeenMessage) =>
  card.thread?.messages.flatMap(({ text }) => (text.startsWith('A take from') ? [text.split('\n')[1]] : [])) ?? [];
const idOf = (card: SeenMessage) => card.buttons[0]?.customId?.split('/')[2] ?? '';

/** A bot that starts anew is not ahead of time: each time, further than any poll of the tests before may be open. */
let far = 0;
async function farAhead(): Promise<void> {
  far += 40 * 24 * hour;
  await foyer().bot().advance(far);
}

/** The keys in the store that contain this. */
async function keysWith(part: string): Promise<readonly string[]> {
  const store = await openStore(foyer().storeUrl);
  try {
    return (await store.entries('')).flatMap(({ key }) => (key.includes(part) ? [key] : []));
  } finally {
    await store.close();
  }
}

async function cutPowerAndRestart(): Promise<void> {
  await foyer().bot().kill();
  foyer().loopback.faults.clear();
  await foyer().restart();
}

/** The power is cut while one request, the next that matches, is under way; then the bot is started again. */
async function cutPowerAt(
  match: { method: string; path: RegExp },
  when: (Fault & { kind: 'slow' })['when'],
  act: () => Promise<unknown>,
): Promise<void> {
  foyer().loopback.faults.next(match, { kind: 'slow', ms: 60_000, when });
  void act().catch(() => {});
  // Nothing is announced of a request that is held up.
  await vi.waitFor(() => expect(foyer().loopback.faults.pending).toBe(0), { timeout: 10_000, interval: 5 });
  await cutPowerAndRestart();
}

describe('E9: the power is cut while a take', () => {
  test.each(['before', 'after'] as const)('is posted, %s it stands there: it stands there once', async (when) => {
    const { alice, bob } = club();
    const card = await open(alice);
    const { message: ballot } = await bob.press(card, 'Book');
    const { modal } = await bob.press(ballot, 'Add a take');
    await cutPowerAt({ method: 'POST', path: new RegExp(`/channels/${card.thread?.id}/messages$`) }, when, () =>
      bob.submit(modal, { text: 'Words', plot: 'may-tell' }),
    );
    await until(() => takesIn(card).length > 0, 'the take');
    await foyer().bot().advance(hour);
    expect(takesIn(card)).toEqual(['||Words||']);
    const { modal: change } = await bob.press(ballot, 'Add a take');
    await bob.submit(change, { text: 'Other words', plot: 'may-tell' });
    expect(takesIn(card)).toEqual(['||Other words||']);
  });

  test.each(['before', 'after'] as const)('is let out of a blind poll, %s it stands there: once', async (when) => {
    const { alice, bob } = club();
    const card = await open(alice, { blind: true });
    for (const member of [alice, bob]) {
      const { message: ballot } = await member.press(card, 'Book');
      const { modal } = await member.press(ballot, 'Add a take');
      await member.submit(modal, { text: 'Held', plot: 'may-tell' });
    }
    const posts = { method: 'POST', path: new RegExp(`/channels/${card.thread?.id}/messages$`) };
    // The result goes first.
    await alice.press(card, 'Close');
    await until(() => talkOf(card).length > 1, 'the result');
    foyer().loopback.faults.next(posts, { kind: 'slow', ms: 60_000, when });
    await vi.waitFor(() => expect(foyer().loopback.faults.pending === 0 || takesIn(card).length === 2).toBe(true), {
      timeout: 10_000,
      interval: 5,
    });
    await cutPowerAndRestart();
    await until(() => takesIn(card).length === 2, 'both takes');
    await foyer().bot().advance(hour);
    expect(takesIn(card)).toEqual(['||Held||', '||Held||']);
    expect(talkOf(card).filter((text) => text.startsWith('## The poll is closed'))).toHaveLength(1);
  });
});

describe('E9: the power is cut right after', () => {
  test('a poll was extended: its card catches up, and it closes at the new time', async () => {
    const { alice } = club();
    const card = await open(alice, { hours: 1 });
    const before = /Closes <t:(\d+):R>/.exec(card.text)?.[1];
    const { message: panel } = await alice.press(card, 'Manage');
    const { modal } = await alice.press(panel, 'Extend');
    await cutPowerAt({ method: 'PATCH', path: new RegExp(card.id) }, 'before', () =>
      alice.submit(modal, { hours: '48' }),
    );
    await untilShows(card, `Closes <t:${Number(before) + 48 * 3600}:R>`);
    await foyer()
      .bot()
      .advance(47 * hour);
    expect(card.text).toContain('Closes');
    await farAhead();
    await untilShows(card, 'The poll is closed');
  });

  test.each([
    ['before its card is', 'PATCH', 'before'],
    ['after its card is', 'PATCH', 'after'],
    ['before its thread is told', 'POST', 'before'],
    ['after its thread was told', 'POST', 'after'],
  ] as const)('a poll was opened again, %s: it is open, and the thread is told once', async (_, method, when) => {
    const { alice, bob } = club();
    const card = await open(alice);
    await bob.press(card, 'Book');
    await alice.press(card, 'Close');
    await until(() => talkOf(card).length === 2, 'the result');
    const { message: panel } = await alice.press(card, 'Manage');
    const path = method === 'PATCH' ? new RegExp(`${card.id}$`) : new RegExp(`/channels/${card.thread?.id}/messages$`);
    await cutPowerAt({ method, path }, when, () => alice.press(panel, 'Open again'));
    await untilShows(card, '**Which was better?** 1 ballot\n');
    await until(() => talkOf(card).length === 3, 'the word in the thread');
    await foyer().bot().advance(hour);
    expect(talkOf(card).filter((text) => text.startsWith('The poll is open again'))).toHaveLength(1);
    await farAhead();
    await until(
      () => talkOf(card).filter((text) => text.startsWith('## The poll is closed')).length === 2,
      'both results',
    );
  });

  test.each(['before', 'after'] as const)(
    'a poll was removed, %s its card went: nothing of it is left',
    async (when) => {
      const { alice, bob } = club();
      const card = await open(alice);
      const id = idOf(card);
      const { message: ballot } = await bob.press(card, 'Book');
      const { modal } = await bob.press(ballot, 'Add a take');
      await bob.submit(modal, { text: 'Words', plot: 'may-tell' });
      const { thread } = card;
      const { message: panel } = await alice.press(card, 'Manage');
      await alice.press(panel, 'Remove');
      await cutPowerAt({ method: 'DELETE', path: new RegExp(card.id) }, when, () => alice.press(panel, 'Yes, remove'));
      await until(() => card.deleted, 'the card to go');
      await until(() => thread?.messages.length === 1, 'the take to go');
      await vi.waitFor(async () => expect(await keysWith(`:${id}`)).toEqual([]), { timeout: 10_000, interval: 50 });
    },
  );

  test.each(['before', 'after'] as const)(
    'the talk was to be reminded, %s it was: it is reminded once',
    async (when) => {
      const { alice } = club();
      const card = await open(alice, { hours: 720 });
      await cutPowerAt({ method: 'POST', path: new RegExp(`/channels/${card.thread?.id}/messages$`) }, when, () =>
        foyer()
          .bot()
          .advance(700 * hour),
      );
      await foyer()
        .bot()
        .advance(700 * hour);
      await until(() => talkOf(card).length > 1, 'the reminder');
      await foyer().bot().advance(hour);
      expect(talkOf(card).filter((text) => text.startsWith('This poll closes'))).toHaveLength(1);
    },
  );
});

test('twenty kills in the middle of votes lose none that was confirmed, and count none twice', {
  timeout: 300_000,
}, async () => {
  const here = club();
  const card = await open(here.alice);
  const members = here.members(20);
  const sides = ['Book', 'Film', 'Even'] as const;
  /** What is in the store of each member's vote. */
  const stored = async () => {
    const store = await openStore(foyer().storeUrl);
    const ballots = await listRecords(store, keys.ballots(guildId.parse(here.server.id), idOf(card)), ballotRecord);
    await store.close();
    return new Map(ballots.map(({ rest, record }) => [rest, record.sides.overall]));
  };
  let confirmed = 0;
  for (let kill = 0; kill < 20; kill += 1) {
    const pressing = members.map(async (member, index) => {
      const side = sides[(index + kill) % 3] ?? 'Even';
      const { message } = await member.press(card, side);
      return { member: member.id, side: message.text.includes(`: **${side}**`) ? side.toLowerCase() : undefined };
    });
    await Promise.any(pressing);
    await foyer().bot().kill();
    const ballots = await stored();
    for (const outcome of await Promise.allSettled(pressing)) {
      if (outcome.status === 'rejected' || !outcome.value.side) continue;
      confirmed += 1;
      expect(ballots.get(outcome.value.member)).toBe(outcome.value.side);
    }
    await foyer().restart();
  }
  expect(confirmed).toBeGreaterThanOrEqual(20);
  const ballots = [...(await stored()).values()];
  const counts = sides.flatMap((side) => {
    const count = ballots.filter((each) => each === side.toLowerCase()).length;
    return count > 0 ? `${side} ${count}` : [];
  });
  await foyer().bot().advance(5000);
  await untilShows(card, `**Which was better?** ${ballots.length} ballots\n`);
  await untilShows(card, `not said what they know (${counts.join(', ')})`);
});
