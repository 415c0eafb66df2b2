import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { type BotProcess, startBotProcess } from '../../src/playground/bot-process.ts';
import { type Loopback, startLoopback } from '../../src/playground/loopback.ts';
import { entry, untilHere } from '../foyer.ts';

/** What a host reads whose token does not work, and nothing besides. */
const farewell =
  'Discord does not accept DISCORD_TOKEN.\n  Reset it on the Bot page of your application, and copy it anew.\n';
const wrongToken = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong.not-the-token-that-discord-knows';

async function loopbackForThisTest(): Promise<Loopback> {
  const loopback = await startLoopback();
  onTestFinished(() => loopback.close());
  return loopback;
}

async function start({ apiUrl }: Loopback, token: string): Promise<BotProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-token-'));
  const bot = startBotProcess({ entry, apiUrl, token, storeUrl: `sqlite://${join(folder, 'foyer.sqlite')}` });
  onTestFinished(async () => {
    await bot.kill();
    await rm(folder, { recursive: true, force: true });
  });
  return bot;
}

/** Sends the bot to another gateway than the loopback's own. */
function gatewayAt(loopback: Loopback, url: string): void {
  const limit = { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 };
  loopback.faults.next(
    { path: /^\/gateway\/bot$/ },
    { kind: 'status', status: 200, body: { url, shards: 1, session_start_limit: limit } },
  );
}

/** A gateway that greets everybody, and ends the connection with 4004 when it is told to. */
async function withdrawingGateway(loopback: Loopback): Promise<{ readonly url: string; withdraw(): void }> {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => sockets.close());
  await new Promise((resolve) => sockets.once('listening', resolve));
  const address = sockets.address();
  const url = `ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const { applicationId: id } = loopback;
  const ready = {
    v: 10,
    user: { id, username: 'Foyer', discriminator: '0', bot: true },
    guilds: [],
    session_id: 'session',
    resume_gateway_url: url,
    application: { id, flags: 0 },
  };
  sockets.on('connection', (socket) => {
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
    socket.on('message', (data) => {
      if (String(data).startsWith('{"op":2')) socket.send(JSON.stringify({ op: 0, s: 1, t: 'READY', d: ready }));
    });
  });
  return {
    url,
    withdraw: () => {
      for (const socket of sockets.clients) socket.close(4004, 'Authentication failed.');
    },
  };
}

test('a token that Discord refuses over REST ends the bot with 77, in words for the host', async () => {
  const bot = await start(await loopbackForThisTest(), wrongToken);
  expect(await bot.exited).toBe(77);
  expect(bot.output).toEqual({ stdout: '', stderr: farewell });
});

test('so does one that the gateway closes with 4004', async () => {
  const loopback = await loopbackForThisTest();
  gatewayAt(loopback, loopback.apiUrl.replace('http', 'ws'));
  const bot = await start(loopback, wrongToken);
  expect(await bot.exited).toBe(77);
  expect(bot.output).toEqual({ stdout: '', stderr: farewell });
});

test('so does one that is withdrawn while the bot runs, and nothing of it stands in the log', async () => {
  const loopback = await loopbackForThisTest();
  const { url, withdraw } = await withdrawingGateway(loopback);
  gatewayAt(loopback, url);
  const bot = await start(loopback, loopback.token);
  await untilHere(bot);
  withdraw();
  expect(await bot.exited).toBe(77);
  const { stdout, stderr } = bot.output;
  expect(stderr.endsWith(farewell)).toBe(true);
  expect(stdout + stderr).not.toContain(loopback.token);
  expect(stdout + stderr).not.toMatch(/^\s+at |\\n\s+at /m);
});
