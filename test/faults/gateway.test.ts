import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Exchange, Member } from '../../src/playground/members.ts';
import { type Foyer, startFoyer } from '../foyer.ts';

let foyer: Foyer;
let alice: Member;
let bob: Member;

beforeAll(async () => {
  foyer = await startFoyer();
  ({ alice, bob } = foyer);
});
// Of what happened before, the bot thinks nothing any more: several losses in a row would be answered by pauses.
beforeEach(() => foyer.bot().advance(10 * 60_000));
afterEach(() => foyer.loopback.gateway.refuseConnections(false));
afterAll(() => foyer.end());

const { film, stars } = { film: 'never-let-me-go-2010', stars: '★★★½' };
const gave = '**★★★½** from you, for the film Never Let Me Go (2010).\n';

/** How often the gateway was logged in to anew, and how often a session went on. */
const counts = () => ({ ...foyer.loopback.gateway.counts });
const untilResumed = (resumed: number) =>
  foyer.loopback.until(() => foyer.loopback.gateway.counts.resumed > resumed, 'the session to go on');
const untilIdentified = (identified: number) =>
  foyer.loopback.until(() => foyer.loopback.gateway.counts.identified > identified, 'a new session');

const answersTo = ({ id }: Exchange) =>
  foyer.loopback.requests.filter(({ path }) => path.startsWith(`/interactions/${id}/`)).map(({ status }) => status);

/** Errors that the bot has logged: a gateway that comes and goes is none. */
const errors = () =>
  foyer
    .bot()
    .output.stderr.split('\n')
    .filter((line) => /"level":(50|60)/.test(line));

/** The bot serves as before: one process, one answer to each request, one vote a member. */
async function expectAtWork(): Promise<void> {
  const answer = await alice.run('/rate', { film, stars });
  expect(answer.message.text).toContain(gave);
  expect(answer.messages).toHaveLength(1);
  expect(answersTo(answer)).toEqual([204]);
  expect(foyer.bot().process.exitCode).toBeNull();
  expect(errors()).toEqual([]);
}

describe('E10: the gateway', () => {
  test('drops the connection: the session goes on where it was', async () => {
    const before = counts();
    foyer.loopback.gateway.drop();
    await untilResumed(before.resumed);
    expect(counts()).toEqual({ identified: before.identified, resumed: before.resumed + 1 });
    await expectAtWork();
  });

  test('drops the connection, and what is asked meanwhile is answered after it is back, once', async () => {
    const before = counts();
    foyer.loopback.gateway.drop();
    const answer = await bob.run('/help');
    expect(answer.outcome).toBe('message');
    expect(answer.messages).toHaveLength(1);
    expect(answersTo(answer)).toEqual([204]);
    expect(counts().resumed).toBe(before.resumed + 1);
  });

  test('asks for a new connection: the session goes on there', async () => {
    const before = counts();
    foyer.loopback.gateway.askToReconnect();
    await untilResumed(before.resumed);
    expect(counts().identified).toBe(before.identified);
    await expectAtWork();
  });

  test('calls the session invalid but resumable: it goes on', async () => {
    const before = counts();
    foyer.loopback.gateway.invalidateSession(true);
    await untilResumed(before.resumed);
    expect(counts().identified).toBe(before.identified);
    await expectAtWork();
  });

  test('calls the session invalid for good: another one begins, and nothing is registered anew', async () => {
    const before = counts();
    const puts = () => foyer.loopback.requests.filter(({ method }) => method === 'PUT').length;
    const registered = puts();
    foyer.loopback.gateway.invalidateSession(false);
    await untilIdentified(before.identified);
    await expectAtWork();
    expect(counts()).toEqual({ identified: before.identified + 1, resumed: before.resumed });
    expect(puts()).toBe(registered);
  });

  test('refuses connections for a while: the bot is patient, and back when it is', async () => {
    const { gateway } = foyer.loopback;
    const before = counts();
    gateway.refuseConnections(true);
    gateway.drop();
    await new Promise<void>((tried) => {
      const { stderr } = foyer.bot().process;
      const look = (text: Buffer) => {
        if (!String(text).includes('the connection to the gateway is lost; connecting again')) return;
        stderr?.off('data', look);
        tried();
      };
      stderr?.on('data', look);
    });
    gateway.refuseConnections(false);
    await foyer.loopback.until(
      () => counts().resumed + counts().identified > before.resumed + before.identified,
      'the bot to be back',
    );
    await expectAtWork();
  });

  test('delivers a request twice: it is handled once', async () => {
    const { loopback } = foyer;
    const rated = await bob.run('/rate', { film, stars: '★' });
    loopback.gateway.redeliverLast();
    const card = await bob.run('/review', { film });
    loopback.gateway.redeliverLast();
    const turned = await bob.press(card.message, 'Read on');
    loopback.gateway.redeliverLast();
    // What was delivered before this was taken up before it.
    await bob.run('/help');
    for (const exchange of [rated, card, turned]) {
      expect(answersTo(exchange)).toHaveLength(1);
      expect(exchange.messages).toHaveLength(1);
    }
    expect(card.message.text).toContain('Page 2 of 2');
    expect(rated.message.text).toContain('\n2 ratings on this server.');
    expect(errors()).toEqual([]);
  });

  test('delivers it again after a resume: it is handled once', async () => {
    const { loopback } = foyer;
    const before = counts();
    const { message } = await alice.run('/bookvsfilm', { film });
    await loopback.until(() => message.thread !== undefined, 'the thread');
    const vote = await bob.press(message, 'Book');
    loopback.gateway.drop();
    await untilResumed(before.resumed);
    loopback.gateway.redeliverLast();
    await loopback.until(() => message.text.includes('1 ballot'), 'the ballot on the card');
    await bob.run('/help');
    expect(answersTo(vote)).toEqual([204]);
    expect(message.text).toContain('**Which was better?** 1 ballot\n');
    expect(message.thread?.messages).toHaveLength(1);
  });

  test('is lost with a server in it: the server is known again when it is back', async () => {
    const { loopback, server } = foyer;
    loopback.removeServer(server, { unavailable: true });
    loopback.restoreServer(server);
    await expectAtWork();
  });
});
