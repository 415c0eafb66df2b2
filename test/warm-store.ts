import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startBotProcess } from '../src/playground/bot-process.ts';
import { startLoopback } from '../src/playground/loopback.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A store that has the films already. */
    readonly warmStore: string;
  }
}

/** The compiled program; `npm test` builds it first. */
const entry = resolve('dist/bot/main.js');

let folder = '';

/**
 * Reads the films once for all tests, with the compiled program that they start: every start but a host's first finds
 * them read, and a hundred first starts would be most of what the tests take.
 */
export async function setup(project: TestProject): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'foyer-warm-'));
  const file = join(folder, 'foyer.sqlite');
  const { apiUrl, token, close } = await startLoopback();
  let isRead = false;
  const bot = startBotProcess({
    entry,
    apiUrl,
    token,
    storeUrl: `sqlite://${file}`,
    onReloaded: () => {
      isRead = true;
      void bot.stop();
    },
  });
  const code = await bot.exited;
  if (!isRead) throw new Error(`the bot ended with ${code}: ${bot.output.stderr}`);
  await close();
  project.provide('warmStore', file);
}

export async function teardown(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
