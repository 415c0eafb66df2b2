import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBotProcess } from './bot-process.ts';
import { startLoopback } from './loopback.ts';
import { readable, readableModal } from './readable.ts';

/*
 * `npm run try -- '/review film:"never let me go"'`: the real bot, on a Discord of this machine, asked once by a made-up
 * member. Nothing leaves the machine and nothing is kept.
 */

const example = '/review film:"never let me go"';

async function tryOut(line: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-try-'));
  const loopback = await startLoopback();
  const server = loopback.addServer({ name: 'Film club' });
  const member = loopback.addMember('You', { server });
  const bot = startBotProcess({
    entry: fileURLToPath(new URL('../main.js', import.meta.url)),
    apiUrl: loopback.apiUrl,
    token: loopback.token,
    storeUrl: `sqlite://${join(folder, 'foyer.sqlite')}`,
    env: { LOG_LEVEL: 'error', ...(process.env.CONTENT_DIR ? { CONTENT_DIR: process.env.CONTENT_DIR } : {}) },
  });
  try {
    const started = loopback.until(() => loopback.commands.length > 0, 'the bot to register its commands', 30_000);
    const ended = bot.exited.then((code) => Promise.reject(new Error(`the bot ended with ${code}`)));
    await Promise.race([started, ended]);
    const exchange = await member.run(line);
    if (exchange.outcome === 'failed') throw new Error('the bot did not answer');
    print(`${line}\n`);
    if (exchange.outcome === 'modal') print(readableModal(exchange.modal));
    else
      for (const message of exchange.messages)
        print(`${message.ephemeral ? '(only you see this)\n' : ''}${readable(message)}\n`);
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

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

process.exitCode = await tryOut(process.argv.slice(2).join(' ') || example);
