import { describe, expect, test } from 'vitest';
import type { Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { film, hour, stageForPolls, vote } from '../e2e/matchup-stage.ts';
import { callback, cardEdit, deletion, post, stumbles } from './stumbles.ts';

const { foyer, club, open, until, untilShows } = stageForPolls({ limitMessages: false });

const next = (...fault: Parameters<ReturnType<typeof foyer>['loopback']['faults']['next']>) =>
  foyer().loopback.faults.next(...fault);
const untilMet = async () => until(() => foyer().loopback.faults.pending === 0, 'the fault');
const takesIn = (card: SeenMessage) => card.thread?.messages.filter(({ text }) => text.startsWith('A take from')) ?? [];
const openCards = ({ channels }: ReturnType<typeof club>['server']) =>
  channels[0]?.messages.filter(({ text }) => text.startsWith('## Book or film?')) ?? [];
const closesAt = ({ text }: SeenMessage) => Number(/<t:(\d+):R>/.exec(text)?.[1]) * 1000;

/** Sends the form of a take, from the button that opens it. */
async function say(member: Member, on: SeenMessage, button: string, text: string) {
  const { modal } = await member.press(on, button);
  return member.submit(modal, { text, plot: 'may-tell' });
}

/** A poll with Bob's take in its talk. */
async function pollWithTake() {
  const here = club();
  const card = await open(here.alice);
  const ballot = await vote(here.bob, card, 'Book');
  await say(here.bob, ballot, 'Add a take', 'First');
  const [take] = takesIn(card);
  if (!take) throw new Error('no take');
  return { ...here, card, ballot, take };
}

async function panelOf(member: Member, card: SeenMessage): Promise<SeenMessage> {
  return (await member.press(card, 'Manage')).message;
}

describe.each(stumbles)('D6: %s', (_, fault) => {
  test('on posting a take, and on the answer to it: it stands in the talk once, and its writer is told where, once', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const ballot = await vote(bob, card, 'Book');
    const { modal } = await bob.press(ballot, 'Add a take');
    next(post, fault);
    next(callback, fault);
    const { outcome, messages } = await bob.submit(modal, { text: 'Words', plot: 'may-tell' });
    expect(outcome).toBe('message');
    expect(messages).toHaveLength(1);
    await until(() => takesIn(card).length > 0, 'the take');
    await untilMet();
    await foyer().bot().advance(60_000);
    await alice.run('/help');
    expect(takesIn(card).map(({ text }) => text.split('\n')[1])).toEqual(['||Words||']);
  });

  test('on changing a take: it says the new words, and stands once', async () => {
    const { bob, card, take } = await pollWithTake();
    const { modal } = await bob.press(take, 'Change');
    next(cardEdit, fault);
    next(callback, fault);
    const { outcome, messages } = await bob.submit(modal, { text: 'Second', plot: 'may-tell' });
    await untilMet();
    expect(outcome).toBe('message');
    expect(messages).toHaveLength(1);
    await until(() => take.text.includes('Second'), 'the new words');
    expect(takesIn(card)).toEqual([take]);
  });

  test('on removing a take: it is gone, and its writer is told so, once', async () => {
    const { bob, card, take } = await pollWithTake();
    next(deletion, fault);
    next(callback, fault);
    const { message, messages } = await bob.press(take, 'Remove');
    await untilMet();
    expect(message.text).toBe('That take is removed.');
    expect(messages).toHaveLength(1);
    expect(takesIn(card)).toEqual([]);
    // Nothing of it is left that would be posted again.
    await foyer().bot().advance(hour);
    expect(takesIn(card)).toEqual([]);
  });

  test('on extending a poll: once, by as many hours as were asked for', async () => {
    const { alice } = club();
    const card = await open(alice, { hours: 2 });
    const before = closesAt(card);
    const panel = await panelOf(alice, card);
    const { modal } = await alice.press(panel, 'Extend');
    next(callback, fault);
    next(cardEdit, fault);
    const { outcome } = await alice.submit(modal, { hours: '3' });
    expect(outcome).toBe('update');
    expect(panel.text).toContain(`Extended: it closes <t:${(before + 3 * hour) / 1000}:f> now.`);
    await foyer().bot().advance(5000);
    await until(() => closesAt(card) === before + 3 * hour, 'the new closing time on the card');
    await untilMet();
  });

  test('on opening a poll again: it is open, and the talk hears so once', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    await vote(bob, card, 'Book');
    await alice.press(card, 'Close');
    await until(() => card.thread?.messages.length === 2, 'the result');
    const panel = await panelOf(alice, card);
    next(callback, fault);
    next(cardEdit, fault);
    next(post, fault);
    await alice.press(panel, 'Open again');
    expect(panel.text).toMatch(/^Open again, until <t:\d+:f>\.\n/);
    await foyer().bot().advance(5000);
    await until(() => foyer().loopback.faults.pending < 2, 'the first edit');
    await foyer().bot().advance(30_000);
    await untilShows(card, '1 ballot\n');
    await until(() => card.thread?.messages.length === 3, 'the word in the talk');
    await untilMet();
    await alice.run('/help');
    expect(card.thread?.messages).toHaveLength(3);
  });

  test('on removing a poll: card and takes are gone, and another can be opened', async () => {
    const { alice, server, card } = await pollWithTake();
    const panel = await panelOf(alice, card);
    await alice.press(panel, 'Remove');
    next(callback, fault);
    next({ ...deletion, times: 2 }, fault);
    await alice.press(panel, 'Yes, remove');
    expect(panel.text).toBe('Removed.');
    await until(() => card.deleted, 'the card to go');
    await untilMet();
    expect(takesIn(card)).toEqual([]);
    await alice.run('/bookvsfilm', { film });
    expect(openCards(server)).toHaveLength(1);
  });
});
