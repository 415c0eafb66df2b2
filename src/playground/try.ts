import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BotProcess, startBotProcess } from './bot-process.ts';
import { startLoopback } from './loopback.ts';
import { defaultMemberPermissions } from './permissions.ts';
import { readable, readableModal } from './readable.ts';
import type { SeenMessage } from './seen.ts';

/*
 * `npm run try -- '/review film:"never let me go"'`: the real bot, on a Discord of this machine, asked once by a made-up
 * member. Nothing leaves the machine and nothing is kept.
 */

const example = '/review film:"never let me go"';

async function tryOut(line: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-try-'));
  const loopback = await startLoopback();
  const server = loopback.addServer({ name: 'Film club' });
  const member = loopback.addMember('You', {
    server,
    permissions: [...defaultMemberPermissions, 'ManageMessages', 'ManageGuild'],
  });
  const bot = startBotProcess({
    entry: fileURLToPath(new URL('../../bot/main.js', import.meta.url)),
    apiUrl: loopback.apiUrl,
    token: loopback.token,
    storeUrl: `sqlite://${join(folder, 'foyer.sqlite')}`,
    env: { LOG_LEVEL: 'error', ...(process.env.CONTENT_DIR ? { CONTENT_DIR: process.env.CONTENT_DIR } : {}) },
  });
  try {
    await untilHere(bot);
    const exchange = await member.run(line);
    // It finishes what is under way: further messages, and the thread under a poll.
    await bot.stop();
    if (exchange.outcome === 'failed') throw new Error('the bot did not answer');
    print(`${line}\n`);
    if (exchange.outcome === 'modal') print(readableModal(exchange.modal));
    else for (const message of exchange.messages) print(told(message));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${bot.output.stderr}`);
    return 1;
  } finally {
    await bot.stop();
    await loopback.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves when the bot says that it is here: then it knows its commands' ids, which a mention needs. */
async function untilHere({ process: child, output, exited }: BotProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (output.stdout.includes('Foyer is here')) resolve();
    });
    void exited.then((code) => reject(new Error(`the bot ended with ${code}`)));
  });
}

function told(message: SeenMessage): string {
  const { ephemeral, thread } = message;
  const talk = (thread?.messages ?? []).map((one) => `(in the thread “${thread?.name}”)\n${readable(one)}\n`);
  return [`${ephemeral ? '(only you see this)\n' : ''}${readable(message)}\n`, ...talk].join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

process.exitCode = await tryOut(process.argv.slice(2).join(' ') || example);
