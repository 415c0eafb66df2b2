import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ratingRecord } from '../../src/ratings/ratings.ts';
import { openStore } from '../../src/storage/open.ts';
import { foyerForThisTest } from '../foyer.ts';

vi.setConfig({ testTimeout: 60_000 });

const film = 'never-let-me-go-2010';
const work = `film:${film}`;
const allStars = ['½', '★', '★½', '★★', '★★½', '★★★', '★★★½', '★★★★', '★★★★½', '★★★★★'];
const noAppendOnlyFile = 'this Redis keeps no append-only file';

/** A Redis of a test's own, which it may kill. */
interface OwnRedis {
  readonly url: string;
  kill(): Promise<void>;
  startAgain(): Promise<void>;
}

async function redisWith(...settings: readonly string[]): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-redis-'));
  const port = await freePort();
  let server: ChildProcess;
  const start = async () => {
    const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
    server = spawn('redis-server', [...place, '--save', '', ...settings], { stdio: ['ignore', 'pipe', 'inherit'] });
    for (let said = ''; !said.includes('Ready to accept connections'); ) {
      const [bytes] = await once(server.stdout ?? server, 'data');
      said += String(bytes);
    }
    server.stdout?.resume();
  };
  const kill = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  await start();
  onTestFinished(async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  });
  return { url: `redis://127.0.0.1:${port}`, kill, startAgain: start };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('not a port');
  return address.port;
}

function isHere(program: string): boolean {
  try {
    execFileSync(program, ['--version']);
    return true;
  } catch {
    console.log(`left out, for there is no ${program} here: what is on Redis survives its being killed`);
    return false;
  }
}

describe.runIf(isHere('redis-server'))('a Redis that is killed', () => {
  test.each(['always', 'everysec'])(
    'has every vote that was confirmed, with appendonly yes and appendfsync %s',
    async (appendfsync) => {
      const redis = await redisWith('--appendonly', 'yes', '--appendfsync', appendfsync);
      const { loopback, bot, server } = await foyerForThisTest({ env: { STORE_URL: redis.url } });
      expect(bot().output.stderr).not.toContain(noAppendOnlyFile);

      const confirmed = new Map<string, number>();
      /** What was sent since, by member: it may have arrived. */
      const unsure = new Map<string, number[]>();
      let isUp = true;
      const voting = Array.from({ length: 8 }, async (_, index) => {
        const member = loopback.addMember(`Voter ${index}`, { server });
        for (let vote = 0; isUp; vote += 1) {
          const steps = 1 + (vote % allStars.length);
          unsure.set(member.id, [...(unsure.get(member.id) ?? []), steps]);
          const { message } = await member.run('/rate', { film, stars: allStars[steps - 1] ?? '' });
          if (!message.text.includes('from you')) continue;
          confirmed.set(member.id, steps);
          unsure.set(member.id, []);
        }
      });
      await vi.waitFor(() => expect(confirmed.size).toBe(8), 20_000);
      await redis.kill();
      isUp = false;
      await Promise.all(voting);

      await redis.startAgain();
      const store = await openStore(redis.url);
      onTestFinished(async () => store.close());
      for (const [member, steps] of confirmed) {
        const kept = ratingRecord.parse(await store.get(`rating:${server.id}:${work}:${member}`));
        expect([steps, ...(unsure.get(member) ?? [])], member).toContain(kept.steps);
      }
    },
  );

  test('is warned of once at the start where it keeps no append-only file', async () => {
    const redis = await redisWith('--appendonly', 'no');
    const { bot } = await foyerForThisTest({ env: { STORE_URL: redis.url } });
    const warnings = bot()
      .output.stderr.split('\n')
      .filter((line) => line.includes(noAppendOnlyFile));
    expect(warnings).toEqual([expect.stringContaining(`"store":"${redis.url}"`)]);
  });

  test('is no reason not to start where it does not tell', async () => {
    const redis = await redisWith('--rename-command', 'CONFIG', '', '--rename-command', 'INFO', '');
    const { bot } = await foyerForThisTest({ env: { STORE_URL: redis.url } });
    expect(bot().output.stderr).not.toContain(noAppendOnlyFile);
  });
});
