import { join } from 'node:path';
import type { Config } from './config.ts';
import { say } from './farewell.ts';
import { type PlaygroundOptions, startPlayground } from './playground/host.ts';
import { addressOfRunning } from './playground/playground-lock.ts';

/** The playground: a Discord on this machine, the real bot on it, and a page in the browser. Runs until it is stopped. */
export async function runPlayground(
  { playgroundPort, contentDir, logLevel }: Pick<Config, 'playgroundPort' | 'contentDir' | 'logLevel'>,
  {
    root,
    entry,
    fresh,
    stopped,
  }: {
    readonly root: string;
    readonly entry: string;
    readonly fresh: boolean;
    readonly stopped: Promise<void>;
  },
): Promise<void> {
  const playground = await startUnlessRunning({
    port: playgroundPort,
    fresh,
    entry,
    dataFolder: join(root, 'storage', 'playground'),
    pageFolder: join(root, 'dist', 'page'),
    contentFolders: [join(root, 'data', 'films'), ...(contentDir ? [contentDir] : [])],
    env: { LOG_LEVEL: logLevel, ...(contentDir ? { CONTENT_DIR: contentDir } : {}) },
  });
  if (!playground) return;
  say(`Foyer’s playground is at ${playground.url}`);
  say('There is no DISCORD_TOKEN, so this is a Discord on your own machine. Nothing leaves it. Ctrl+C ends it.');
  await stopped;
  await playground.close();
}

async function startUnlessRunning(options: PlaygroundOptions) {
  try {
    return await startPlayground(options);
  } catch (error) {
    const url = addressOfRunning(error);
    if (url === undefined) throw error;
    say(`The playground runs already, at ${url}`);
    return undefined;
  }
}
