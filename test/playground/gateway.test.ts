import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { clientOf, loopbackFor, startApp } from './app.ts';

const answering = {
  command: async (interaction: { reply(text: string): Promise<unknown> }) => interaction.reply('Here.'),
};

test('an unmodified client logs in and knows its servers', async () => {
  const { client, server, loopback } = await startApp();
  expect(client.user.id).toBe(loopback.applicationId);
  expect(client.guilds.cache.get(server.id)?.name).toBe('Film club');
  expect(client.guilds.cache.get(server.id)?.channels.cache.map(({ name }) => name)).toEqual(['general']);
});

test('a wrong token is turned away over REST', async () => {
  const loopback = await loopbackFor();
  await expect(clientOf(loopback).login('MTIz.abc.def')).rejects.toThrow('invalid token');
  expect(loopback.requests.at(-1)).toMatchObject({ path: '/gateway/bot', status: 401, response: { code: 0 } });
});

test('a wrong token is turned away at the gateway with 4004', async () => {
  const loopback = await loopbackFor();
  const socket = new WebSocket(loopback.apiUrl.replace('http', 'ws').replace('/api', ''));
  const code = new Promise((resolve) => socket.on('close', resolve));
  socket.on('open', () => socket.send(JSON.stringify({ op: 2, d: { token: 'wrong', intents: 1 } })));
  expect(await code).toBe(4004);
});

test('a heartbeat is acknowledged', async () => {
  const loopback = await loopbackFor();
  const socket = new WebSocket(loopback.apiUrl.replace('http', 'ws').replace('/api', ''));
  const second = new Promise((resolve) => {
    socket.on('message', (data) => {
      const { op } = JSON.parse(data.toString());
      if (op !== 10) resolve(op);
    });
  });
  socket.on('open', () => socket.send(JSON.stringify({ op: 1, d: null })));
  expect(await second).toBe(11);
});

test('a server that is added later reaches the client, and one that is removed leaves it', async () => {
  const { client, loopback } = await startApp();
  const arrived = new Promise((resolve) => client.once('guildCreate', ({ name }) => resolve(name)));
  const later = loopback.addServer({ name: 'Book club' });
  expect(await arrived).toBe('Book club');
  const left = new Promise((resolve) => client.once('guildDelete', ({ id }) => resolve(id)));
  loopback.removeServer(later);
  expect(await left).toBe(later.id);
});

test('an outage of a server is not a removal', async () => {
  const { client, loopback, server } = await startApp();
  const out = new Promise((resolve) => client.once('guildUnavailable', ({ id }) => resolve(id)));
  loopback.removeServer(server, { unavailable: true });
  expect(await out).toBe(server.id);
  const back = new Promise((resolve) => client.once('guildAvailable', ({ id }) => resolve(id)));
  loopback.restoreServer(server);
  expect(await back).toBe(server.id);
});

test('a dropped connection is resumed, and what happened meanwhile is told', async () => {
  const { loopback, alice } = await startApp(answering);
  loopback.gateway.drop();
  const exchange = await alice.run('/review', { film: 'x' });
  expect(exchange.message.text).toBe('Here.');
  expect(loopback.gateway.counts).toMatchObject({ identified: 1, resumed: 1 });
});

test('a client that is asked to reconnect resumes', async () => {
  const { loopback, alice } = await startApp(answering);
  loopback.gateway.askToReconnect();
  await loopback.until(() => loopback.gateway.counts.resumed === 1, 'the session to be resumed');
  expect((await alice.run('/review', { film: 'x' })).message.text).toBe('Here.');
});

test('a session invalidated for good is begun anew', async () => {
  const { loopback, alice } = await startApp(answering);
  loopback.gateway.invalidateSession(false);
  await loopback.until(() => loopback.gateway.counts.identified === 2, 'a second session');
  expect((await alice.run('/review', { film: 'x' })).message.text).toBe('Here.');
});

test('a session invalidated but resumable is resumed on the same connection', async () => {
  const { loopback, alice } = await startApp(answering);
  loopback.gateway.invalidateSession(true);
  await loopback.until(() => loopback.gateway.counts.resumed === 1, 'the session to be resumed');
  expect((await alice.run('/review', { film: 'x' })).message.text).toBe('Here.');
});

test('while connections are refused nobody gets in', async () => {
  const { loopback, alice } = await startApp(answering);
  loopback.gateway.refuseConnections(true);
  loopback.gateway.drop();
  await expect(loopback.untilReady(50)).rejects.toThrow('identified and ready');
  loopback.gateway.refuseConnections(false);
  await loopback.untilReady();
  expect((await alice.run('/review', { film: 'x' })).message.text).toBe('Here.');
});

test('a dispatch delivered twice is answered once and refused the second time', async () => {
  const { loopback, alice, faults, finished } = await startApp(answering);
  await alice.run('/review', { film: 'x' });
  loopback.gateway.redeliverLast();
  await loopback.until(() => loopback.requests.at(-1)?.status === 400, 'the second answer');
  expect(loopback.requests.at(-1)?.response).toMatchObject({ code: 40060 });
  await finished();
  expect(faults).toMatchObject([{ code: 40060 }]);
});

test('servers are spread over shards by their id', async () => {
  const loopback = await loopbackFor();
  const servers = [0, 1, 2, 3].map((number) => loopback.addServer({ name: `${number}` }));
  const socket = new WebSocket(loopback.apiUrl.replace('http', 'ws').replace('/api', ''));
  const ready = new Promise<{ guilds: { id: string }[] }>((resolve) => {
    socket.on('message', (data) => {
      const { t, d } = JSON.parse(data.toString());
      if (t === 'READY') resolve(d);
    });
  });
  const identify = { token: loopback.token, intents: 1, shard: [1, 2] };
  socket.on('open', () => socket.send(JSON.stringify({ op: 2, d: identify })));
  const told = (await ready).guilds.map(({ id }) => id);
  expect(told).toEqual(servers.map(({ id }) => id).filter((id) => (BigInt(id) >> 22n) % 2n === 1n));
  expect(told.length).toBe(2);
});
