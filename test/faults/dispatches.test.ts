import { afterEach, expect, test } from 'vitest';
import type { Server } from '../../src/playground/loopback.ts';
import type { Exchange, Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { openStore } from '../../src/storage/open.ts';
import { type Foyer, foyerForThisTest } from '../foyer.ts';

const film = 'never-let-me-go-2010';
const day = 24 * 60 * 60_000;

let foyer: Foyer;
/** Whatever the order, nothing of it is a fault of ours, and the bot is there. */
afterEach(() => {
  expect(foyer.bot().process.exitCode).toBeNull();
  expect(foyer.bot().output.stderr).not.toMatch(/"level":(50|60)/);
});

async function here() {
  foyer = await foyerForThisTest();
  return foyer;
}

async function open(member: Member): Promise<SeenMessage> {
  const { message } = await member.run('/bookvsfilm', { film });
  await foyer.loopback.until(() => message.thread?.messages.length === 1, 'the talk');
  return message;
}

const answersTo = ({ id }: Exchange) =>
  foyer.loopback.requests.filter(({ path }) => path.startsWith(`/interactions/${id}/`)).map(({ status }) => status);

test('D7: a press that comes before the server it was made on, after a new session, is answered as ever', async () => {
  const { alice, bob, loopback } = await here();
  const card = await open(alice);
  const release = loopback.gateway.holdDispatches('GUILD_CREATE');
  loopback.gateway.invalidateSession(false);
  await loopback.until(() => loopback.gateway.counts.identified === 2, 'another session');
  const vote = await bob.press(card, 'Book');
  expect(vote.message.text).toContain('**Book**');
  release();
  await loopback.until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
  expect((await alice.run('/help')).outcome).toBe('message');
});

test('D7: what is asked while the bot starts is answered after its server is known, in time', async () => {
  const { alice, bot, loopback, restart } = await here();
  await bot().stop();
  const release = loopback.gateway.holdDispatches('GUILD_CREATE');
  const starting = restart();
  await loopback.until(() => loopback.gateway.counts.identified === 2, 'another session');
  const opening = alice.run('/bookvsfilm', { film });
  release();
  const { message: card } = await opening;
  await loopback.until(() => card.thread?.messages.length === 1, 'the talk');
  await starting;
});

test('D7: a server that Discord cannot reach keeps nobody elsewhere waiting while the bot starts', async () => {
  const { alice, bot, loopback, restart } = await here();
  const away = loopback.addServer({ name: 'Away' });
  loopback.removeServer(away, { unavailable: true });
  await bot().stop();
  const starting = restart();
  await loopback.until(() => loopback.gateway.counts.identified === 2, 'another session');
  const rating = await alice.run('/rate', { film, stars: '★★★' });
  expect(rating.message.text).toContain('1 rating on this server.');
  await starting;
});

test('D7: a press from a server that was lost a moment before is answered, and so is the next when it is back', async () => {
  const { alice, bob, loopback, server } = await here();
  const card = await open(alice);
  const release = loopback.gateway.holdDispatches('GUILD_DELETE', 'INTERACTION_CREATE');
  const voting = bob.press(card, 'Book');
  loopback.removeServer(server, { unavailable: true });
  release('reversed');
  const vote = await voting;
  expect(vote.message.text).toContain('**Book**');
  loopback.restoreServer(server);
  await bob.press(card, 'Film');
  await foyer.bot().advance(5000);
  await loopback.until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
});

test('D7: a channel that is deleted before the press on its card arrives: the ballot is kept, and the bot goes on', async () => {
  const { alice, bob, loopback, server } = await here();
  const elsewhere = server.addChannel({ name: 'elsewhere' });
  const card = await open(alice.in(elsewhere));
  const release = loopback.gateway.holdDispatches('CHANNEL_DELETE', 'INTERACTION_CREATE');
  const voting = bob.in(elsewhere).press(card, 'Book');
  elsewhere.remove();
  release('reversed');
  // Where it was made, nobody can be told anything any more.
  await voting;
  expect((await bob.run('/mydata')).message.text).toContain('**On this server**: 1 ballot.');
});

test('D7: two votes of one member that arrive in the wrong order are one ballot, as the last confirmation says', async () => {
  const { alice, bob, loopback } = await here();
  const card = await open(alice);
  const release = loopback.gateway.holdDispatches('INTERACTION_CREATE');
  const voting = Promise.all([bob.press(card, 'Book'), bob.press(card, 'Film')]);
  release('reversed');
  const votes = await voting;
  expect(votes.map(({ message }) => /\*\*(Book|Film)\*\*/.exec(message.text)?.[1])).toEqual(['Book', 'Film']);
  const confirmed = loopback.requests.filter(({ path }) => votes.some(({ id }) => path.includes(`/${id}/`)));
  const last = votes.find(({ id }) => confirmed.at(-1)?.path.includes(`/${id}/`));
  await foyer.bot().advance(5000);
  await loopback.until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
  await alice.press(card, 'Close');
  await loopback.until(() => card.text.includes('The poll is closed'), 'the result');
  expect(card.text).toContain(last?.message.text.includes('**Book**') ? 'Book 1' : 'Film 1');
});

test('D7: everything of a session delivered again, the latest first, changes nothing', async () => {
  const { alice, bob, loopback, server } = await here();
  const card = await open(alice);
  const exchanges = [
    await bob.press(card, 'Book'),
    await alice.run('/rate', { film, stars: '★★★' }),
    await bob.run('/rate', { film, stars: '★' }),
    await alice.run('/rate', { film, stars: '★★★★' }),
    await bob.press(card, 'Film'),
  ];
  const before = server.channels[0]?.messages.length;
  loopback.gateway.redeliverAll('INTERACTION_CREATE', 'GUILD_CREATE', 'CHANNEL_CREATE', 'THREAD_CREATE', 'READY');
  // What was delivered before this was taken up before it.
  const { message } = await alice.run('/rate', { film, stars: '★★★★' });
  expect(message.text).toContain('2 ratings on this server.');
  for (const exchange of exchanges) {
    expect(exchange.messages).toHaveLength(1);
    expect(answersTo(exchange)).toHaveLength(1);
  }
  expect(server.channels[0]?.messages).toHaveLength(before ?? 0);
  await foyer.bot().advance(5000);
  await loopback.until(() => card.text.includes('1 ballot\n'), 'the ballot on the card');
  expect(card.thread?.messages).toHaveLength(1);
});

test('D7: dispatches that all have one sequence number are each heard, also after a resume', async () => {
  const { alice, bob, loopback } = await here();
  const card = await open(alice);
  loopback.gateway.stallSequence(true);
  const votes = [await bob.press(card, 'Book'), await alice.press(card, 'Film'), await bob.press(card, 'Even')];
  loopback.gateway.stallSequence(false);
  loopback.gateway.drop();
  await loopback.until(() => loopback.gateway.counts.resumed === 1, 'the session to go on');
  votes.push(await alice.press(card, 'Book'));
  for (const vote of votes) {
    expect(vote.messages).toHaveLength(1);
    expect(answersTo(vote)).toHaveLength(1);
  }
  await foyer.bot().advance(5000);
  await loopback.until(() => card.text.includes('2 ballots\n'), 'both ballots on the card');
});

test('D7: a server that took Foyer off and on again, told in the wrong order, keeps what it has after thirty days', async () => {
  const { alice, bob, bot, loopback, server, storeUrl } = await here();
  await alice.run('/rate', { film, stars: '★★★' });
  const release = loopback.gateway.holdDispatches('GUILD_CREATE', 'GUILD_DELETE');
  loopback.removeServer(server);
  loopback.restoreServer(server);
  release('reversed');
  await bob.run('/rate', { film, stars: '★★★★' });
  for (let days = 0; days < 32; days += 1) await bot().advance(day);
  // Before anything is deleted, Discord is asked.
  await loopback.until(() => loopback.requests.some(({ path }) => path === `/guilds/${server.id}`), 'the question');
  await alice.run('/help');
  expect(await votesOn(server, storeUrl)).toBe(2);
  const { message } = await bob.run('/rate', { film, stars: '★★★★' });
  expect(message.text).toContain('2 ratings on this server.');
});

async function votesOn({ id }: Server, storeUrl: string): Promise<number> {
  const store = await openStore(storeUrl);
  try {
    return (await store.entries(`rating:${id}:`)).length;
  } finally {
    await store.close();
  }
}
