import { describe, expect, test, vi } from 'vitest';
import { matchupRecord } from '../../src/matchups/matchup.ts';
import type { Fault } from '../../src/playground/faults.ts';
import type { Server } from '../../src/playground/loopback.ts';
import type { Exchange } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { keys } from '../../src/storage/keys.ts';
import { openStore } from '../../src/storage/open.ts';
import { film, hour, stageForPolls } from '../e2e/matchup-stage.ts';

const { foyer, club, open, until, untilShows } = stageForPolls();

const talkOf = (card: SeenMessage) => card.thread?.messages.map(({ text }) => text.split('\n')[0]) ?? [];
const talk = 'Something to begin the talk with, safe for everybody:';
const resultHeading = '## The poll is closed: Never Let Me Go (2010)';

async function cutPower(): Promise<void> {
  await foyer().bot().kill();
  foyer().loopback.faults.clear();
}

async function cutPowerAndRestart(): Promise<void> {
  await cutPower();
  await foyer().restart();
}

/** The power is cut while one request, the next that matches, is under way; the rest is after a restart. */
async function cutPowerAt(
  match: { method: string; path: RegExp },
  when: (Fault & { kind: 'slow' })['when'],
  act: () => Promise<unknown>,
): Promise<void> {
  foyer().loopback.faults.next(match, { kind: 'slow', ms: 60_000, when });
  void act().catch(() => {});
  // Nothing is announced of a request that is held up.
  await vi.waitFor(() => expect(foyer().loopback.faults.pending).toBe(0), { timeout: 10_000, interval: 5 });
}

/** What the server gave, seen by somebody new, whose ½ is among it. */
async function countsOf(server: Server, work: 'film' | 'book' = 'film'): Promise<Readonly<Record<string, number>>> {
  const somebody = foyer().loopback.addMember('Somebody', { server });
  const { message } = await somebody.run('/rate', { film, stars: '½', work });
  const counts = [...message.text.matchAll(/^`[█░]{10} +(\d+)` (.+)$/gm)].map(
    ([, count, stars = '']): [string, number] => [stars.replaceAll('*', ''), Number(count)],
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

describe('E9: the power is cut right after the confirmation of', () => {
  test('ratings: given, given again, changed by the form, moved to the book, and taken back', async () => {
    const { server, alice, bob } = club();
    const others = ['Cy', 'Di', 'Ed'].map((name) => foyer().loopback.addMember(name, { server }));
    const [cy, di, ed] = others;
    if (!cy || !di || !ed) throw new Error('nobody');
    await bob.run('/rate', { film, stars: '★' });
    const cys = await cy.run('/rate', { film, stars: '★★' });
    const dis = await di.run('/rate', { film, stars: '★★★' });
    const eds = await ed.run('/rate', { film, stars: '★★★½', work: 'book' });
    const { modal } = await cy.press(cys.message, 'Change');
    await Promise.all([
      alice.run('/rate', { film, stars: '★★★★' }),
      bob.run('/rate', { film, stars: '★★★★★' }),
      cy.submit(modal, { stars: '★★½', work: 'Film' }),
      di.press(dis.message, 'Take back'),
      ed.press(eds.message, 'Take back'),
    ]);
    await cutPowerAndRestart();
    expect(await countsOf(server)).toEqual({ '½': 1, '★★½': 1, '★★★★': 1, '★★★★★': 1 });
    expect(await countsOf(server, 'book')).toEqual({ '½': 1 });
  });

  test('ballots: cast, changed, taken back, with what one knows; and the card catches up by itself', async () => {
    const { server, alice, bob } = club();
    const card = await open(alice);
    const [cy, di] = ['Cy', 'Di'].map((name) => foyer().loopback.addMember(name, { server }));
    if (!cy || !di) throw new Error('nobody');
    const bobs = await bob.press(card, 'Book');
    const cys = await cy.press(card, 'Even');
    const dis = await di.press(card, 'Even');
    await Promise.all([
      alice.press(card, 'Book'),
      bob.press(bobs.message, 'Film'),
      cy.press(cys.message, 'I know both'),
      di.press(dis.message, 'Take back'),
    ]);
    await cutPower();
    expect(card.text).not.toContain('**Which was better?** 3 ballots');
    await foyer().restart();
    await untilShows(
      card,
      '**Which was better?** 3 ballots\n-# Those who know both decide: 1 so far.\n`░░░░░░░░░░ 0` Book\n`░░░░░░░░░░ 0` Film\n`██████████ 1` Even\n-# Apart: 2 have not said what they know (Book 1, Film 1)',
    );
    const again = await cy.press(card, 'Even');
    expect(again.message.text).toContain('**Even**.\nYou know both: your ballot counts towards the verdict.');
    await alice.press(card, 'Close');
    await untilShows(card, '**No verdict: 1 ballot of people who know both, and it takes 5.**');
  });

  test('Close: the result is announced after the restart, once', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await bob.press(card, 'Book');
    await untilShows(card, '1 ballot\n');
    foyer().loopback.faults.next(
      { method: 'PATCH', path: new RegExp(card.id) },
      { kind: 'slow', ms: 60_000, when: 'before' },
    );
    const { message } = await alice.press(card, 'Close');
    expect(message.text).toBe('Closed. The result is on the card.');
    await cutPower();
    expect(card.text).not.toContain('closed');
    await foyer().restart();
    await until(() => talkOf(card).length === 2, 'the result in the thread');
    expect(card.text).toContain('(Book 1)\n-# 1 ballot in all.');
    await cutPowerAndRestart();
    await foyer()
      .bot()
      .advance(100 * hour);
    expect(talkOf(card)).toEqual([talk, resultHeading]);
  });

  test('a hundred ratings and ballots at the same moment', async () => {
    const here = club();
    const card = await open(here.alice);
    const members = here.members(100);
    const sides = ['Book', 'Film', 'Even'];
    const exchanges: readonly Exchange[] = await Promise.all(
      members.flatMap((member, index) => [
        member.run('/rate', { film, stars: (index % 10) + 1 }),
        member.press(card, sides[index % 3] ?? ''),
      ]),
    );
    await cutPower();
    expect(exchanges.filter(({ message }) => / from you|Your ballot/.test(message.text))).toHaveLength(200);
    await foyer().restart();
    await untilShows(card, 'they know (Book 34, Film 33, Even 33)');
    expect(Object.values(await countsOf(here.server))).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 11]);
  });
});

describe('E9: the power is cut while a poll is opened', () => {
  test('before its card stands: the next who asks opens it, with their own hours', async () => {
    const { alice, bob, channel } = club();
    await cutPowerAt({ method: 'POST', path: /\/callback$/ }, 'before', () =>
      alice.run('/bookvsfilm', { film, hours: 1 }),
    );
    await cutPowerAndRestart();
    expect(channel.messages.filter(({ text }) => text.startsWith('## Book'))).toEqual([]);
    const asked = Date.now();
    const card = await open(bob, { hours: 100 });
    expect(Number(/Closes <t:(\d+):R>/.exec(card.text)?.[1]) * 1000).toBeGreaterThan(asked + 99 * hour);
    const { message } = await bob.press(card, 'Close');
    expect(message.text).toBe('Closed. The result is on the card.');
    await untilShows(card, 'The poll is closed');
  });

  test('when its card is there to be read: it stands after the restart, once, and follows', async () => {
    const { alice, bob, channel } = club();
    await cutPowerAt({ method: 'PATCH', path: /original$/ }, 'after', () => alice.run('/bookvsfilm', { film }));
    await cutPowerAndRestart();
    const [card] = channel.messages;
    if (!card) throw new Error('no card');
    await until(() => talkOf(card).length > 0, 'the talk');
    await bob.press(card, 'Film');
    await foyer().bot().advance(5000);
    await untilShows(card, '**Which was better?** 1 ballot\n');
    const { message } = await bob.run('/bookvsfilm', { film });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toContain(`/${card.id}`);
    expect(channel.messages).toHaveLength(1);
  });

  test('after its card stands, before its thread: the talk begins after the restart', async () => {
    const { alice, bob, channel } = club();
    await cutPowerAt({ method: 'POST', path: /\/threads$/ }, 'before', () => alice.run('/bookvsfilm', { film }));
    await cutPowerAndRestart();
    const [card] = channel.messages;
    if (!card) throw new Error('no card');
    await until(() => talkOf(card).length > 0, 'the talk');
    expect(talkOf(card)).toEqual([talk]);
    const { message } = await bob.run('/bookvsfilm', { film });
    expect(message.ephemeral).toBe(true);
    expect(channel.messages).toHaveLength(1);
  });

  test('after its thread is opened, before we know: the talk begins in that thread', async () => {
    const { alice, channel } = club();
    await cutPowerAt({ method: 'POST', path: /\/threads$/ }, 'after', () => alice.run('/bookvsfilm', { film }));
    await cutPower();
    const [card] = channel.messages;
    if (!card) throw new Error('no card');
    expect(card.thread?.messages).toEqual([]);
    await foyer().restart();
    await until(() => talkOf(card).length > 0, 'the talk');
    await alice.press(card, 'Close');
    await until(() => talkOf(card).length > 1, 'the result');
    expect(talkOf(card)).toEqual([talk, resultHeading]);
  });

  test('after the talk has begun, before we know: it is not begun twice', async () => {
    const { alice, bob, channel } = club();
    await cutPowerAt({ method: 'POST', path: /\/channels\/\d+\/messages$/ }, 'after', () =>
      alice.run('/bookvsfilm', { film }),
    );
    await cutPowerAndRestart();
    const [card] = channel.messages;
    if (!card) throw new Error('no card');
    await bob.press(card, 'Book');
    await foyer().bot().advance(5000);
    await untilShows(card, '1 ballot\n');
    expect(talkOf(card)).toEqual([talk]);
  });

  test('where there is no thread: the prompts follow in place, once', async () => {
    const { alice, bob, channel } = club();
    channel.setBotPermissions(['ViewChannel', 'SendMessages']);
    const path = new RegExp(`/channels/${channel.id}/messages$`);
    await cutPowerAt({ method: 'POST', path }, 'before', () => alice.run('/bookvsfilm', { film }));
    await cutPowerAndRestart();
    await until(() => channel.messages.length === 2, 'the prompts');
    const [card] = channel.messages;
    if (!card) throw new Error('no card');
    await bob.press(card, 'Book');
    await foyer().bot().advance(5000);
    await untilShows(card, '1 ballot\n');
    expect(channel.messages.map(({ text }) => text.split('\n')[0])).toEqual([
      '## Book or film? Never Let Me Go (2010)',
      talk,
    ]);
  });
});

describe('E9: the power is cut while a result is announced', () => {
  test.each([
    ['before the card says so', 'PATCH', 'before'],
    ['after the card says so', 'PATCH', 'after'],
    ['before the thread is told', 'POST', 'before'],
    ['after the thread was told', 'POST', 'after'],
  ] as const)('%s: it stands on the card and in the thread, once', async (_, method, when) => {
    const { alice, bob } = club();
    const card = await open(alice, { hours: 1 });
    await bob.press(card, 'Film');
    await untilShows(card, '1 ballot\n');
    const path = method === 'PATCH' ? /\/messages\/\d+$/ : /\/channels\/\d+\/messages$/;
    await cutPowerAt({ method, path: new RegExp(path) }, when, () => alice.press(card, 'Close'));
    await cutPowerAndRestart();
    await until(() => talkOf(card).length > 1, 'the result');
    await foyer()
      .bot()
      .advance(2 * hour);
    expect(card.text).toContain('(Film 1)\n-# 1 ballot in all.');
    expect(card.buttons.map(({ label }) => label)).toEqual(['Manage']);
    expect(talkOf(card)).toEqual([talk, resultHeading]);
  });
});

describe('C8: deadlines outlive restarts', () => {
  test('one that is still to come is met', async () => {
    const { alice } = club();
    const card = await open(alice, { hours: 720 });
    await cutPowerAndRestart();
    await foyer()
      .bot()
      .advance(719 * hour);
    await alice.press(card, 'Even');
    await untilShows(card, '1 ballot\n');
    // The bot that opened it may have been ahead of the one that closes it.
    await foyer()
      .bot()
      .advance(24 * hour);
    await untilShows(card, 'The poll is closed');
  });

  test('one that passed while the bot was away is met within ten seconds of its start', async () => {
    const here = club();
    const card = await open(here.alice, { hours: 1 });
    await here.bob.press(card, 'Book');
    await untilShows(card, '1 ballot\n');
    await cutPower();
    const closesAt = Date.now() - 24 * hour;
    await everyMatchupOf(here.server, closesAt);
    await foyer().restart();
    await foyer().loopback.until(() => talkOf(card).length === 2, 'the result', 10_000);
    expect(card.text).toContain('(Book 1)\n-# 1 ballot in all.');
    expect(card.text).toContain(`Closed <t:${Math.floor(closesAt / 1000)}:f>.`);
  });

  test('one in a channel that went meanwhile ends quietly', async () => {
    const here = club();
    const channel = here.server.addChannel({ name: 'short-lived' });
    await open(here.alice.in(channel), { hours: 1 });
    await cutPower();
    await everyMatchupOf(here.server, Date.now() - hour);
    channel.remove();
    const sent = foyer().loopback.requests.length;
    await foyer().restart();
    const attempts = () =>
      foyer()
        .loopback.requests.slice(sent)
        .filter(({ path }) => path.includes(channel.id)).length;
    await until(() => attempts() > 0, 'the attempt to show the result');
    const { message } = await here.alice.run('/bookvsfilm', { film });
    await until(() => talkOf(message).length > 0, 'another poll');
    const tried = attempts();
    await foyer().bot().advance(hour);
    await cutPowerAndRestart();
    expect(attempts()).toBe(tried);
    expect(foyer().bot().output.stderr).not.toMatch(/"level":(40|50|60)/);
  });
});

/** Gives every matchup of a server another deadline, while no bot is running: time passes. */
async function everyMatchupOf(server: Server, closesAt: number): Promise<void> {
  const store = await openStore(foyer().storeUrl);
  for (const { key, value } of await store.entries(keys.allMatchups)) {
    const matchup = matchupRecord.parse(value);
    if (matchup.guild !== server.id) continue;
    await store.put(key, { ...matchup, closesAt });
    await store.put(keys.due(matchup.guild, matchup.id), { version: 1, due: closesAt });
  }
  await store.close();
}
