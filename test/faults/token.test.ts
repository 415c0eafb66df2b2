import { expect, test } from 'vitest';
import type { Fault } from '../../src/playground/faults.ts';
import { foyerForThisTest } from '../foyer.ts';

const film = 'never-let-me-go-2010';
const farewell =
  'Discord does not accept DISCORD_TOKEN.\n  Reset it on the Bot page of your application, and copy it anew.\n';
const tellings = (text: string) => text.split('Discord does not accept DISCORD_TOKEN').length - 1;
const unauthorized: Fault = { kind: 'status', status: 401, body: { message: '401: Unauthorized', code: 0 } };

async function pollForThisTest() {
  const foyer = await foyerForThisTest();
  const { alice, bob, loopback } = foyer;
  const { message: card } = await alice.run('/bookvsfilm', { film, hours: 1 });
  await loopback.until(() => card.thread?.messages.length === 1, 'the talk under the poll');
  await bob.press(card, 'Book');
  await loopback.until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
  /** Ends as it must: with the code and the words for a token, told once. */
  const expectFarewell = async () => {
    expect(await foyer.bot().exited).toBe(77);
    const { stdout, stderr } = foyer.bot().output;
    expect(stderr.endsWith(farewell)).toBe(true);
    expect(tellings(stdout + stderr)).toBe(1);
  };
  return { ...foyer, card, expectFarewell };
}

test('D8: a token that is reset while the gateway stays up ends the bot at the next request that carries it', async () => {
  const { alice, bob, loopback, card, bot, restart, expectFarewell } = await pollForThisTest();
  loopback.resetToken();
  await bot().advance(61 * 60_000);
  await expectFarewell();
  expect(loopback.gateway.counts).toEqual({ identified: 1, resumed: 0 });
  expect(card.text).not.toContain('The poll is closed');

  // The host copied the new one: what could not be said is said now, once.
  await restart();
  await bot().advance(61 * 60_000);
  await loopback.until(() => card.text.includes('The poll is closed'), 'the closed card');
  await loopback.until(() => card.thread?.messages.length === 2, 'the result in the thread');
  await bob.run('/help');
  expect(card.text).toContain('1 ballot');
  expect(card.thread?.messages).toHaveLength(2);
  expect((await alice.run('/rate', { film, stars: '★★' })).outcome).toBe('message');
});

test('D8: so does one that a member’s request meets, and they are answered first: the poll stands, and its ballots count', async () => {
  const { bob, loopback, bot, restart, expectFarewell } = await pollForThisTest();
  loopback.resetToken();
  const opening = await bob.run('/bookvsfilm', { film: 'rashomon-1950' });
  expect(opening.outcome).toBe('message');
  const { message: card } = opening;
  expect(card.text).toContain('Book or film? Rashomon (1950)');
  await expectFarewell();

  await restart();
  await bob.press(card, 'Film');
  await bot().advance(5000);
  await loopback.until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
  await loopback.until(() => card.thread?.messages.length === 1, 'the talk under the poll');
  expect(opening.messages.filter(({ ephemeral }) => !ephemeral)).toHaveLength(1);
  expect(bot().process.exitCode).toBeNull();
});

test('D8: Discord is asked again whether it means the token, for as long as it stumbles over the question', async () => {
  const { bob, loopback, card, bot, expectFarewell } = await pollForThisTest();
  loopback.faults.next({ path: /^\/users\/@me$/, method: 'GET' }, { kind: 'status', status: 502, body: '<html>' });
  loopback.resetToken();
  await bob.press(card, 'Even');
  await bot().advance(5000);
  await expectFarewell();
  expect(loopback.faults.pending).toBe(0);
});

test('D8: an answer whose interaction has expired says nothing of the token', async () => {
  const { alice, bob, loopback, card, bot } = await pollForThisTest();
  const expired: Fault = { kind: 'status', status: 401, body: { message: 'Invalid Webhook Token', code: 50027 } };
  loopback.faults.next({ path: /\/callback$/, method: 'POST' }, expired);
  void bob.press(card, 'Film');
  await loopback.until(() => loopback.faults.pending === 0, 'the refusal');
  await alice.press(card, 'Film');
  await bot().advance(10_000);
  await loopback.until(() => card.text.includes('2 ballots\n'), 'both ballots on the card');
  expect(loopback.requests.filter(({ path }) => path === '/users/@me')).toEqual([]);
  expect(bot().process.exitCode).toBeNull();
});

test('D8: a 401 that Discord does not stand by is looked into once, and the bot goes on', async () => {
  const { bob, loopback, card, bot } = await pollForThisTest();
  loopback.faults.next({ path: /^\/channels\/\d+\/messages\/\d+$/, method: 'PATCH' }, unauthorized);
  await bot().advance(10_000);
  await bob.press(card, 'Film');
  const asked = () => loopback.requests.filter(({ path }) => path === '/users/@me').map(({ status }) => status);
  await loopback.until(() => asked().length > 0, 'the question');
  await bot().advance(60_000);
  await bob.press(card, 'Even');
  await bot().advance(60_000);
  await loopback.until(() => card.text.includes('Even'), 'the ballot on the card');
  expect(asked()).toEqual([200]);
  expect(bot().process.exitCode).toBeNull();
});
