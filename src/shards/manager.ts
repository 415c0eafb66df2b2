import { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { type Shard, ShardingManager } from 'discord.js';
import type { Logger } from 'pino';

export interface ManagerNeeds {
  /** The program that each process runs. */
  readonly entry: string;
  readonly token: string;
  readonly count: number;
  /** How many sessions may begin within five seconds: Discord's `max_concurrency`. */
  readonly atOnce: number;
  /** Whether a process that ended with this code would only end so again. */
  readonly isFinal: (code: number) => boolean;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Five seconds are Discord's rule; half a second more is for the way there. */
const betweenStarts = 5500;
const firstPause = 1000;
const longestPause = 60_000;
/** A process that ran this long had started well: its next failure is a first one. */
const ranWell = 10 * 60_000;

/**
 * Runs one process for each shard until it is told to stop, and starts again those that end by themselves. Resolves to
 * an exit code when all have ended: 0, or the first one that starting again would not help.
 */
export async function manageShards({
  entry,
  token,
  count,
  atOnce,
  isFinal,
  log,
  signal,
}: ManagerNeeds): Promise<number> {
  // Starting again is ours: the manager's own way does so at once, however often it fails.
  const manager = new ShardingManager(entry, { token, totalShards: count, execArgv: process.execArgv, respawn: false });
  const giveUp = new AbortController();
  const stopping = AbortSignal.any([signal, giveUp.signal]);

  /** Resolves to the code that it ended with for good. */
  async function keep(shard: Shard): Promise<number> {
    for (let failures = 0; !stopping.aborted; ) {
      const from = performance.now();
      const code = await runOnce(shard, stopping);
      if (stopping.aborted) break;
      if (isFinal(code)) {
        giveUp.abort();
        return code;
      }
      failures = performance.now() - from > ranWell ? 0 : failures + 1;
      const pause = Math.min(firstPause * 2 ** Math.max(0, failures - 1), longestPause);
      log.error({ shard: shard.id, code, seconds: pause / 1000 }, 'a shard’s process has ended; starting it again');
      await unlessAborted(pause, stopping);
    }
    return 0;
  }

  const shards: Promise<number>[] = [];
  for (let id = 0; id < count && !stopping.aborted; id += 1) {
    shards.push(keep(manager.createShard(id)));
    await unlessAborted(betweenStarts / atOnce, stopping);
  }
  return (await Promise.all(shards)).find((code) => code !== 0) ?? 0;
}

/** Resolves to the code of the process when it has ended; it is asked to end when the signal comes. */
async function runOnce(shard: Shard, signal: AbortSignal): Promise<number> {
  // Not waiting until it is ready: while Discord is out of reach, it waits and says so in its own log.
  const child = await shard.spawn(-1);
  if (!(child instanceof ChildProcess)) throw new Error('a shard runs in a thread, not in a process');
  const stop = () => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  return new Promise((resolve) => {
    child.once('exit', (code) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? -1);
    });
  });
}

async function unlessAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => {});
}
