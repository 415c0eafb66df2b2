import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BotProcess, type BotSettings, startBotProcess } from '../src/playground/bot-process.ts';

const foyer = fileURLToPath(new URL('../bot/main.js', import.meta.url));

/** Foyer as `npm start` starts it. */
export function startFoyer({ env, ...settings }: Omit<BotSettings, 'entry'>): BotProcess {
  const asStarted = { NODE_OPTIONS: '--max-semi-space-size=2', LOG_LEVEL: 'warn' };
  return startBotProcess({ ...settings, entry: foyer, env: { ...asStarted, ...env } });
}

/** The yardstick: a bare discord.js bot, as anybody would start one. */
export function startBareBot({ env, ...settings }: Omit<BotSettings, 'entry'>): BotProcess {
  const entry = fileURLToPath(new URL('./requests/bare-bot.js', import.meta.url));
  return startBotProcess({ ...settings, entry, env: { LOG_LEVEL: 'warn', ...env } });
}

/** Resolves when the process has written this for people; rejects with its log when it ends instead. */
export async function untilSaid({ process: child, output, exited }: BotProcess, words: string): Promise<void> {
  await new Promise<void>((done, failed) => {
    const look = () => {
      if (output.stdout.includes(words)) done();
    };
    look();
    child.stdout?.on('data', look);
    void exited.then((code) => failed(new Error(`it ended with ${code}: ${output.stderr}`)));
  });
}

/** The memory of a process that is resident, in bytes. */
export async function residentBytes({ process: { pid } }: BotProcess): Promise<number> {
  const [, pages = '0'] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
  return Number(pages) * 4096;
}
