import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type BotProcess, startBotProcess } from '../../src/playground/bot-process.ts';
import { type Loopback, type LoopbackOptions, type Server, startLoopback } from '../../src/playground/loopback.ts';
import { entry, untilHere } from '../foyer.ts';

const film = 'never-let-me-go-2010';
const hour = 3_600_000;
/** Several processes start in each test, one after the other, on machines with a core or two. */
const patience = 60_000;
vi.setConfig({ testTimeout: 2 * patience });

interface Stage {
  readonly loopback: Loopback;
  /** Starts a process on the store that all of them share; it is killed when the test ends. */
  readonly start: (env: Readonly<Record<string, string>>, token?: string) => BotProcess;
}

async function stageForThisTest(options?: LoopbackOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-shards-'));
  const loopback = await startLoopback(options);
  const bots: BotProcess[] = [];
  onTestFinished(async () => {
    await Promise.all(bots.map((bot) => bot.kill()));
    await loopback.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    loopback,
    start(env, token = loopback.token) {
      const storeUrl = `sqlite://${join(folder, 'foyer.sqlite')}`;
      const bot = startBotProcess({ entry, apiUrl: loopback.apiUrl, token, storeUrl, env });
      bots.push(bot);
      return bot;
    },
  };
}

const shardOf = ({ id }: Server, count: bigint) => Number((BigInt(id) >> 22n) % count);

/** Two servers, the first on shard 0 of 2 and the second on shard 1. */
function twoServers(loopback: Loopback): readonly [Server, Server] {
  const found = new Map<number, Server>();
  while (found.size < 2) {
    const server = loopback.addServer();
    found.set(shardOf(server, 2n), server);
  }
  const [even, odd] = [found.get(0), found.get(1)];
  if (!even || !odd) throw new Error('a shard without a server');
  return [even, odd];
}

const puts = (loopback: Loopback) =>
  loopback.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands')).length;
const errorsOf = ({ output }: BotProcess) =>
  output.stderr.split('\n').filter((line) => /"level":(40|50|60)/.test(line));

describe('processes that share the shards', () => {
  test('answer each for its own servers, register the commands once, and close each poll once', async () => {
    const { loopback, start } = await stageForThisTest();
    const [even, odd] = twoServers(loopback);
    const first = start({ SHARDS: '0-0/2' });
    await untilHere(first);
    const second = start({ SHARDS: '1-1/2' });
    await untilHere(second);
    expect(puts(loopback)).toBe(1);

    const cards = await Promise.all(
      [even, odd].map(async (server) => {
        const member = loopback.addMember('Alice', { server });
        await member.run('/rate', { film, stars: '★★★★' });
        const { message } = await member.run('/bookvsfilm', { film, hours: 1 });
        await loopback.until(() => (message.thread?.messages.length ?? 0) > 0, 'the talk in its thread');
        return message;
      }),
    );
    await second.advance(hour);
    await loopback.until(() => cards[1]?.text.includes('The poll is closed') ?? false, 'the close on shard 1');
    expect(cards[0]?.text).not.toContain('The poll is closed');
    await first.advance(hour);
    await loopback.until(() => cards[0]?.text.includes('The poll is closed') ?? false, 'the close on shard 0');
    for (const card of cards) {
      await loopback.until(() => card.thread?.messages.length === 2, 'the result in the thread');
    }
    expect([...errorsOf(first), ...errorsOf(second)]).toEqual([]);
  });

  test('that overlap while one takes over from the other lose no vote, post nothing twice and close once', async () => {
    const { loopback, start } = await stageForThisTest();
    const server = loopback.addServer();
    const members = Array.from({ length: 20 }, (_, index) => loopback.addMember(`Member ${index}`, { server }));
    const [alice] = members;
    if (!alice) throw new Error('nobody');
    const old = start({ SHARDS: '0-0/1' });
    await untilHere(old);
    const young = start({ SHARDS: '0-0/1' });
    await untilHere(young);

    const { message: card } = await alice.run('/bookvsfilm', { film, hours: 1 });
    await loopback.until(() => (card.thread?.messages.length ?? 0) > 0, 'the talk in its thread');
    await alice.run('/synopsis', { film });
    await Promise.all(
      members.flatMap((member) => [member.run('/rate', { film, stars: '★★★' }), member.press(card, 'Book')]),
    );
    await loopback.until(() => card.text.includes('20 ballots'), 'all ballots on the card');
    const rated = await alice.run('/rate', { film, stars: '★★★' });
    expect(rated.message.text).toContain('20 ratings on this server');

    await Promise.all([old.advance(hour), young.advance(hour)]);
    await loopback.until(() => card.text.includes('The poll is closed'), 'the close');
    await loopback.until(() => (card.thread?.messages.length ?? 0) >= 2, 'the result in the thread');
    expect(await old.stop()).toBe(0);
    await alice.run('/rate', { film, stars: '★★★★' });
    expect(await young.stop()).toBe(0);
    expect(card.thread?.messages.length).toBe(2);
    const [channel] = server.channels;
    const headings = channel?.messages.map(({ text }) => text.split('\n')[0]) ?? [];
    expect(headings).toEqual([...new Set(headings)]);
    expect([...errorsOf(old), ...errorsOf(young)]).toEqual([]);
  });

  test('after both have ended, a poll that was open on either is closed by who starts next', async () => {
    const { loopback, start } = await stageForThisTest();
    const [, odd] = twoServers(loopback);
    const alice = loopback.addMember('Alice', { server: odd });
    const before = start({ SHARDS: '0-1/2' });
    await untilHere(before);
    const { message: card } = await alice.run('/bookvsfilm', { film, hours: 1 });
    await before.kill();
    // With other shards than before: a server's data belong to no process.
    const after = start({});
    await untilHere(after);
    await after.advance(hour);
    await loopback.until(() => card.text.includes('The poll is closed'), 'the close');
  });
});

describe('SHARDS=auto or a number', () => {
  const starts = (bot: BotProcess) => bot.output.stdout.split('Foyer is here').length - 1;
  const untilStarted = (bot: BotProcess, count: number) =>
    vi.waitFor(() => expect(starts(bot)).toBe(count), { timeout: patience });

  test('runs a process for each shard, as many as Discord recommends, and ends them when asked', async () => {
    const { loopback, start } = await stageForThisTest({ recommendedShards: 2 });
    const [even, odd] = twoServers(loopback);
    const manager = start({ SHARDS: 'auto' });
    await untilStarted(manager, 2);
    for (const server of [even, odd]) {
      const { message } = await loopback.addMember('Alice', { server }).run('/rate', { film, stars: '★★★★' });
      expect(message.text).toContain('**★★★★** from you');
    }
    expect(await manager.stop()).toBe(0);
    await loopback.until(() => loopback.gateway.connections() === 0, 'every connection to end');
  });

  test('starts a process again that has ended by itself', async () => {
    const { loopback, start } = await stageForThisTest();
    const server = loopback.addServer();
    const manager = start({ SHARDS: '1' });
    await untilStarted(manager, 1);
    for (const child of await childrenOf(manager)) process.kill(child, 'SIGKILL');
    await untilStarted(manager, 2);
    const { message } = await loopback.addMember('Alice', { server }).run('/help');
    expect(message.text).toContain('Foyer: for the talk after the film');
    expect(manager.output.stderr).toContain('a shard’s process has ended; starting it again');
  });

  test('ends with the code of a process that could only end so again', async () => {
    const { loopback, start } = await stageForThisTest();
    const manager = start({ SHARDS: '2', STORE_URL: 'sqlite:///proc/nowhere/foyer.sqlite' });
    expect(await manager.exited).toBe(74);
    expect(manager.output.stderr).toContain('The store cannot be used');
    const refused = start({ SHARDS: '2' }, `${loopback.token}x`);
    expect(await refused.exited).toBe(77);
  });

  test('leaves no process behind when it is killed', async () => {
    const { loopback, start } = await stageForThisTest();
    const manager = start({ SHARDS: '1' });
    await untilStarted(manager, 1);
    await manager.kill();
    await loopback.until(() => loopback.gateway.connections() === 0, 'the connection to end');
  });
});

/** The ids of the processes that it has started. */
async function childrenOf({ process: { pid } }: BotProcess): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(pid)]);
  return stdout.trim().split('\n').map(Number);
}
