import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/playground/faults.ts';
import type { Exchange, Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';

const film = 'never-let-me-go-2010';
/** Discord takes its time: longer than a member's request lives without an answer. */
const slow = (when: 'before' | 'after'): Fault => ({ kind: 'slow', ms: 5000, when });

let foyer: Foyer;
beforeAll(async () => {
  foyer = await startFoyer({ limitMessages: false });
});
afterAll(() => foyer.end());

/** A server of its own for each test, since they wait side by side. */
function club() {
  const { loopback } = foyer;
  const server = loopback.addServer();
  return {
    server,
    alice: loopback.addMember('Alice', { server }),
    bob: loopback.addMember('Bob', { server }),
  };
}

/** What a member asks for, all answers to which take five seconds to be taken in, or to be confirmed. */
async function slowly(when: 'before' | 'after', act: () => Promise<Exchange>): Promise<Exchange> {
  const acting = act();
  const asked = foyer.loopback.interactions.at(-1)?.interaction;
  // Nothing was sent yet: the bot has not even heard of it.
  foyer.loopback.faults.next({ method: 'POST', path: new RegExp(`^/interactions/${asked?.id}/`) }, slow(when));
  return acting;
}

const until = (condition: () => boolean, what: string) => foyer.loopback.until(condition, what, 15_000);
const statuses = ({ id }: Exchange) =>
  foyer.loopback.requests.filter(({ path }) => path.startsWith(`/interactions/${id}/`)).map(({ status }) => status);
const untilAnswered = (exchange: Exchange, many = 1) =>
  until(() => statuses(exchange).length === many, 'the answer to arrive');
const linesOf = ({ id }: Exchange) =>
  foyer
    .bot()
    .output.stderr.split('\n')
    .filter((line) => line.includes(id));

async function open(member: Member): Promise<SeenMessage> {
  const { message } = await member.run('/bookvsfilm', { film });
  await until(() => message.thread?.messages.length === 1, 'the talk');
  return message;
}

/** The member was left without an answer: one line in the log says so, and nothing else was tried. */
async function expectTooLate(exchange: Exchange, action: string): Promise<void> {
  expect(exchange.outcome).toBe('failed');
  await untilAnswered(exchange);
  const line = expect.stringMatching(new RegExp(`"code":10062,.*"action":"${action}","msg":"a request failed"}$`));
  await expect.poll(() => linesOf(exchange)).toEqual([line]);
  expect(statuses(exchange)).toEqual([404]);
}

describe.concurrent('D6: an answer that Discord takes in at once, and confirms after five seconds', () => {
  test('to a rating: the member has it at once, and once', async () => {
    const { alice, bob } = club();
    const rating = await slowly('after', async () => alice.run('/rate', { film, stars: '★★★' }));
    expect(rating.message.text).toContain('1 rating on this server.');
    await untilAnswered(rating);
    await bob.run('/help');
    expect(rating.messages).toHaveLength(1);
    expect(statuses(rating)).toEqual([204]);
    expect(linesOf(rating)).toEqual([]);
  });

  test('to a press: one ballot, confirmed once', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const vote = await slowly('after', async () => bob.press(card, 'Book'));
    await untilAnswered(vote);
    await until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
    expect(vote.messages).toHaveLength(1);
    expect(statuses(vote)).toEqual([204]);
  });

  test('to /bookvsfilm: one card, one talk', async () => {
    const { alice, server } = club();
    const opening = await slowly('after', async () => alice.run('/bookvsfilm', { film }));
    await until(() => opening.message.thread?.messages.length === 1, 'the talk');
    expect(server.channels[0]?.messages).toEqual([opening.message]);
    expect(opening.messages).toHaveLength(1);
  });
});

describe.concurrent('D6: an answer that Discord takes in after five seconds, when nobody waits for it any more', () => {
  test('to a rating: the member is told by Discord, the vote stands, and rating again counts once', async () => {
    const { alice } = club();
    const rating = await slowly('before', async () => alice.run('/rate', { film, stars: '★★★' }));
    await expectTooLate(rating, '/rate');
    const { message } = await alice.run('/rate', { film, stars: '★★★★' });
    expect(message.text).toContain('1 rating on this server.');
  });

  test('to a press: the ballot counts, and pressing again is no second one', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const vote = await slowly('before', async () => bob.press(card, 'Book'));
    await expectTooLate(vote, 'matchup.cast');
    await until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
    const { message } = await bob.press(card, 'Book');
    expect(message.text).toContain('**Book**');
    expect(card.text).toContain('1 ballot\n');
  });

  test('to /bookvsfilm: nothing public is left of it, and asking again opens the poll', async () => {
    const { alice, server } = club();
    const opening = await slowly('before', async () => alice.run('/bookvsfilm', { film }));
    await expectTooLate(opening, '/bookvsfilm');
    const card = await open(alice);
    expect(card.text).toContain('0 ballots');
    expect(server.channels[0]?.messages).toEqual([card]);
  });

  test('to a form that is sent: the take stands in the talk once', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const { message: ballot } = await bob.press(card, 'Book');
    const { modal } = await bob.press(ballot, 'Add a take');
    const take = await slowly('before', async () => bob.submit(modal, { text: 'Words', plot: 'may-tell' }));
    await expectTooLate(take, 'matchup.take-form');
    expect(card.thread?.messages.filter(({ text }) => text.includes('Words'))).toHaveLength(1);
  });

  test('to “Yes, delete”: it is deleted, and /mydata says so', async () => {
    const { alice } = club();
    await alice.run('/rate', { film, stars: '★★★' });
    const { message } = await alice.run('/mydata');
    await alice.press(message, 'Delete everywhere');
    const deletion = await slowly('before', async () => alice.press(message, 'Yes, delete'));
    await expectTooLate(deletion, 'mydata.delete');
    expect((await alice.run('/mydata')).message.text).toContain('Nothing: you have no stars');
  });
});

describe.concurrent.each(['before', 'after'] as const)('D6: five seconds, %s it takes effect', (when) => {
  const next = (method: string, path: string) =>
    foyer.loopback.faults.next({ method, path: new RegExp(path) }, slow(when));

  test('for a thread and for what begins the talk: who votes meanwhile is answered at once, and there is one of each', async () => {
    const { alice, bob, server } = club();
    const opening = await alice.run('/bookvsfilm', { film: 'rashomon-1950' });
    const { message: card } = opening;
    next('POST', `^/channels/${card.channelId}/messages/${card.id}/threads$`);
    next('POST', `^/channels/${card.id}/messages$`);
    const vote = await bob.press(card, 'Book');
    expect(vote.outcome).toBe('message');
    await until(() => card.thread?.messages.length === 1, 'the talk');
    await alice.run('/help');
    expect(card.thread?.messages).toHaveLength(1);
    expect(opening.messages).toHaveLength(1);
    expect(server.channels[0]?.messages).toEqual([card]);
  });

  test('for the edit of a card: presses meanwhile are answered at once, and the last count stands', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    next('PATCH', `/messages/${card.id}$`);
    const votes = [await alice.press(card, 'Book'), await bob.press(card, 'Film'), await alice.press(card, 'Even')];
    expect(votes.map(({ outcome }) => outcome)).toEqual(['message', 'message', 'message']);
    await until(() => card.text.includes('2 ballots\n'), 'both ballots on the card');
  });

  test('for a take: its writer is told that it takes a while, and then where it stands; it stands once', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const { message: ballot } = await bob.press(card, 'Book');
    const { modal } = await bob.press(ballot, 'Add a take');
    next('POST', `^/channels/${card.thread?.id}/messages$`);
    const take = await bob.submit(modal, { text: 'Words', plot: 'may-tell' });
    expect(take.deferred).toBe('private');
    expect(take.messages).toHaveLength(1);
    expect(take.message.text).toContain('Your take stands in the talk:');
    expect(card.thread?.messages.filter(({ text }) => text.includes('Words'))).toHaveLength(1);
  });

  test('for the result: it is on the card and in the talk, once', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await bob.press(card, 'Book');
    next('PATCH', `/messages/${card.id}$`);
    next('POST', `^/channels/${card.thread?.id}/messages$`);
    const closing = await alice.press(card, 'Close');
    expect(closing.outcome).toBe('message');
    await until(() => card.text.includes('The poll is closed'), 'the closed card');
    await until(() => card.thread?.messages.length === 2, 'the result');
    await alice.run('/help');
    expect(card.thread?.messages).toHaveLength(2);
  });
});
