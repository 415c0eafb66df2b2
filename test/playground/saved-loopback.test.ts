import { REST, Routes } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { type Loopback, type LoopbackOptions, startLoopback } from '../../src/playground/loopback.ts';
import { card, definitions, refusalOf } from './app.ts';

async function started(options?: LoopbackOptions): Promise<{ loopback: Loopback; rest: REST }> {
  const loopback = await startLoopback(options);
  onTestFinished(() => loopback.close());
  return { loopback, rest: new REST({ api: loopback.apiUrl }).setToken(loopback.token) };
}

/** The same loopback as another run finds it: as JSON, and the bytes of its files. */
async function again(loopback: Loopback): Promise<{ loopback: Loopback; rest: REST }> {
  const { state, files } = loopback.save();
  return started({ saved: { state: JSON.parse(JSON.stringify(state)), files } });
}

test('a message sent twice with one nonce stays one message', async () => {
  const { loopback, rest } = await started();
  const route = Routes.channelMessages(loopback.addServer().channels[0]?.id ?? '');
  const body = { ...card('Hello'), nonce: 'n1', enforce_nonce: true };
  const first = await rest.post(route, { body });
  const { rest: later, loopback: next } = await again(loopback);
  expect(await later.post(route, { body })).toMatchObject({ id: Object(first).id });
  expect(next.servers[0]?.channels[0]?.messages).toHaveLength(1);
});

test('threads, rights, outages and talks are as they were', async () => {
  const { loopback, rest } = await started();
  const server = loopback.addServer({ name: 'Film club' });
  const quiet = server.addChannel({ name: 'quiet', botPermissions: ['ViewChannel'] });
  const ada = loopback.addMember('Ada', { locale: 'it', permissions: ['ManageMessages'] });
  const talk = ada.in('dm').say('Hello');
  const channel = server.channels[0]?.id ?? '';
  const { id } = Object(await rest.post(Routes.channelMessages(channel), { body: card('x') }));
  await rest.post(Routes.threads(channel, id), { body: { name: 'After the film' } });
  await rest.patch(Routes.channel(id), { body: { archived: true } });
  loopback.removeServer(loopback.addServer({ name: 'Out' }), { unavailable: true });

  const { loopback: next, rest: later } = await again(loopback);
  expect(next.servers.map(({ name }) => name)).toEqual(['Film club', 'Out']);
  expect(next.servers[0]?.channels.map(({ name }) => name)).toEqual(['general', 'quiet']);
  expect(next.servers[0]?.channels[0]?.messages[0]?.thread).toMatchObject({ name: 'After the film', archived: true });
  expect(await refusalOf(later.post(Routes.channelMessages(quiet.id), { body: card('x') }))).toMatchObject({
    code: 50013,
  });
  const member = next.member(ada.id);
  expect(member?.in('dm').sees()).toMatchObject([{ id: talk.id, text: 'Hello' }]);
  expect(next.world.users.get(ada.id)).toEqual(loopback.world.users.get(ada.id));
  expect([...next.world.servers.values()].map(({ available }) => available)).toEqual([true, false]);
});

test('commands keep their ids, and no id is given out twice', async () => {
  const { loopback, rest } = await started({ now: () => Date.now() + 60_000 });
  loopback.addServer();
  const route = Routes.applicationCommands(loopback.applicationId);
  await rest.put(route, { body: definitions });
  const { lastId } = loopback.save().state;
  const { loopback: next, rest: later } = await again(loopback);
  expect(next.applicationId).toBe(loopback.applicationId);
  expect(await later.get(route)).toEqual(await rest.get(route));
  await later.put(route, { body: definitions });
  expect(next.commands.map(({ id }) => id)).toEqual(loopback.commands.map(({ id }) => id));
  // Its clock is a minute behind the first one's.
  expect(BigInt(next.addMember('Ada').id)).toBeGreaterThan(BigInt(lastId));
});
