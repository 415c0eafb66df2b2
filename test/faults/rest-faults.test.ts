import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/playground/faults.ts';
import type { Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';
import { callback, cardEdit, followUp, openThread, post, stumbles } from './stumbles.ts';

const film = 'never-let-me-go-2010';
/** A story that takes several messages to tell. */
const longTale = JSON.stringify({
  title: 'Long Tale',
  year: 1999,
  medium: 'film',
  directors: [{ name: 'D. Irector' }],
  book: { key: 'somebody-the-tale-1950', title: 'The Tale', authors: ['A. Somebody'], year: 1950, form: 'novel' },
  scenes: [...Array.from({ length: 9 }, () => 'So it goes. '.repeat(110).trim()), 'The last word of it.'].map(
    (plot) => ({
      film: 'setup',
      book: 'setup',
      plot,
    }),
  ),
});
const forbidden: Fault = { kind: 'status', status: 403, body: { message: 'Missing Permissions', code: 50013 } };

let foyer: Foyer;
beforeAll(async () => {
  foyer = await startFoyer({ limitMessages: false, content: { 'long-tale-1999.yaml': longTale } });
});
afterEach(() => foyer.loopback.faults.clear());
afterAll(() => foyer.end());

/** A server of its own for each test. */
function club(): { readonly alice: Member; readonly bob: Member } {
  const { loopback } = foyer;
  const server = loopback.addServer();
  return { alice: loopback.addMember('Alice', { server }), bob: loopback.addMember('Bob', { server }) };
}

const until = (condition: () => boolean, what: string) => foyer.loopback.until(condition, what);
const untilTalk = (card: SeenMessage) => until(() => (card.thread?.messages.length ?? 0) > 0, 'the talk');

async function open(member: Member): Promise<SeenMessage> {
  const { message } = await member.run('/bookvsfilm', { film });
  await untilTalk(message);
  return message;
}

/** What the log says of a reference, a line each. */
const logged = (reference: string) =>
  foyer
    .bot()
    .output.stderr.split('\n')
    .filter((line) => line.includes(`"reference":"${reference}"`));

/** The member was told privately, with a reference that the host finds in the log once. */
function expectApology(message: SeenMessage | undefined, reference: string): void {
  expect(message?.ephemeral).toBe(true);
  expect(message?.text).toBe(
    `That did not work, and it is our fault. If it happens again, give the host this reference: \`${reference}\``,
  );
  expect(logged(reference)).toHaveLength(1);
}

describe.each(stumbles)('E11: %s', (_, fault) => {
  test('on an answer: the member is answered, and their vote counted, once', async () => {
    const { alice } = club();
    foyer.loopback.faults.next(callback, fault);
    const { outcome, message, messages } = await alice.run('/rate', { film, stars: '★★★★' });
    expect(outcome).toBe('message');
    expect(message.text).toContain('**★★★★** from you, for the film Never Let Me Go (2010).\n1 rating on this server.');
    expect(messages).toHaveLength(1);
    expect(alice.sees()).toHaveLength(1);
    expect(foyer.loopback.faults.pending).toBe(0);
  });

  test('on the answer to a press: one ballot, confirmed once', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    foyer.loopback.faults.next(callback, fault);
    const { outcome, messages } = await bob.press(card, 'Book');
    expect(outcome).toBe('message');
    expect(messages).toHaveLength(1);
    await until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
    expect(foyer.loopback.faults.pending).toBe(0);
  });

  test('on the card of a poll: it stands once, with one thread and one opening', async () => {
    const { alice } = club();
    foyer.loopback.faults.next(callback, fault);
    const card = await open(alice);
    expect(alice.sees().filter(({ text }) => text.startsWith('## Book or film?'))).toHaveLength(1);
    expect(card.thread?.messages).toHaveLength(1);
  });

  test('on opening the thread and on what begins the talk: one thread, one opening, and nobody is troubled', async () => {
    const { alice } = club();
    foyer.loopback.faults.next(openThread, fault);
    foyer.loopback.faults.next(post, fault);
    const exchange = await alice.run('/bookvsfilm', { film });
    await untilTalk(exchange.message);
    await until(() => foyer.loopback.faults.pending === 0, 'both faults met');
    expect(exchange.message.thread?.messages).toHaveLength(1);
    expect(exchange.messages).toHaveLength(1);
  });

  test('on the edit of a card: the last count stands on it', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    foyer.loopback.faults.next(cardEdit, fault);
    await bob.press(card, 'Film');
    await until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
  });

  test('on the result: it stands on the card and in the thread, once', async () => {
    const { alice } = club();
    const card = await open(alice);
    foyer.loopback.faults.next(cardEdit, fault);
    foyer.loopback.faults.next(post, fault);
    await alice.press(card, 'Close');
    await until(() => card.text.includes('The poll is closed'), 'the closed card');
    await until(() => card.thread?.messages.length === 2, 'the result in the thread');
    await until(() => foyer.loopback.faults.pending === 0, 'both faults met');
    expect(card.buttons.map(({ label }) => label)).toEqual(['Manage']);
    expect(card.thread?.messages).toHaveLength(2);
  });
});

describe('E11: 5xx for as long as a member waits', () => {
  test('no answer can arrive, the vote stays, and the log says so once', async () => {
    const { alice } = club();
    foyer.loopback.faults.next({ ...callback, times: 100 }, { kind: 'status', status: 500 });
    const lost = await alice.run('/rate', { film, stars: '★★' });
    expect(lost.outcome).toBe('failed');
    foyer.loopback.faults.clear();
    const { message } = await alice.run('/rate', { film, stars: '★★' });
    expect(message.text).toContain('\n1 rating on this server.');
    expect(logged(lost.id)).toHaveLength(1);
  });

  test('on what follows the first message: the member is told, with a reference that is in the log once', async () => {
    const { alice } = club();
    // As often as it is tried; what the member is told comes after.
    foyer.loopback.faults.next({ ...followUp, times: 4 }, { kind: 'status', status: 500 });
    const tale = await alice.run('/synopsis', { film: 'long-tale-1999' });
    await until(() => tale.messages.length === 2, 'the apology');
    expectApology(tale.messages[1], tale.id);
    expect(foyer.loopback.faults.pending).toBe(0);
  });
});

describe('E11: what follows the first message', () => {
  test.each(stumbles.slice(0, 4))('%s: it is sent again, and is whole', async (_, fault) => {
    const { alice } = club();
    foyer.loopback.faults.next(followUp, fault);
    const tale = await alice.run('/synopsis', { film: 'long-tale-1999' });
    await until(() => tale.messages.some(({ text }) => text.includes('The last word of it.')), 'the end of the tale');
    const told = tale.messages.flatMap(({ text }) =>
      [...text.matchAll(/scene (\d+)/g)].map(([, scene]) => Number(scene)),
    );
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(foyer.loopback.faults.pending).toBe(0);
  });

  test.each(['before', 'after'] as const)(
    'cut %s it took effect: nothing doubled, the member is told',
    async (when) => {
      const { alice } = club();
      foyer.loopback.faults.next(followUp, { kind: 'cut', when });
      const tale = await alice.run('/synopsis', { film: 'long-tale-1999' });
      await until(() => tale.messages.some(({ ephemeral }) => ephemeral), 'the apology');
      expectApology(tale.messages.at(-1), tale.id);
      const told = tale.messages.flatMap(({ text }) => [...text.matchAll(/scene (\d+)/g)].map(([, scene]) => scene));
      expect(new Set(told).size).toBe(told.length);
    },
  );
});

describe('E11: 403', () => {
  test('on opening a thread: the prompts follow in place, and the member is told which right is missing', async () => {
    const { alice } = club();
    foyer.loopback.faults.next(openThread, forbidden);
    const exchange = await alice.run('/bookvsfilm', { film });
    await until(() => exchange.messages.some(({ ephemeral }) => ephemeral), 'the note');
    const [card, ...rest] = exchange.messages;
    expect(card?.thread).toBeUndefined();
    const note = rest.find(({ ephemeral }) => ephemeral);
    expect(note?.text).toContain('Create Public Threads');
    expect(alice.sees().filter(({ text }) => text.startsWith('Something to begin the talk with'))).toHaveLength(1);
  });

  test('on editing a card: the ballot counts all the same, and the next edit shows it', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    foyer.loopback.faults.next(cardEdit, forbidden);
    expect((await bob.press(card, 'Book')).outcome).toBe('message');
    await until(() => foyer.loopback.faults.pending === 0, 'the refused edit');
    expect((await alice.press(card, 'Film')).outcome).toBe('message');
    await until(() => card.text.includes('2 ballots\n'), 'both ballots on the card');
  });
});

test('E11: a stray 401 does not deafen the bot: the card is brought up to date by the next request', async () => {
  const { alice, bob } = club();
  const card = await open(alice);
  foyer.loopback.faults.next(cardEdit, {
    kind: 'status',
    status: 401,
    body: { message: '401: Unauthorized', code: 0 },
  });
  await bob.press(card, 'Book');
  await until(() => foyer.loopback.faults.pending === 0, 'the 401');
  await alice.press(card, 'Film');
  await foyer.bot().advance(60_000);
  await until(() => card.text.includes('2 ballots\n'), 'both ballots on the card');
  expect(foyer.bot().process.exitCode).toBeNull();
});
