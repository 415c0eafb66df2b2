import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BotProcess } from '../../src/playground/bot-process.ts';
import { type Loopback, startLoopback } from '../../src/playground/loopback.ts';
import { openStore } from '../../src/storage/open.ts';
import { median } from '../median.ts';
import { residentBytes, startFoyer, untilSaid } from '../processes.ts';
import { milliseconds, table } from '../table.ts';

const onFile = 100_000;
const atOnce = 1000;
const rounds = 3;
const hour = 3_600_000;
const day = 24 * hour;
const polls = 5;
const film = 'never-let-me-go-2010';

interface Measured {
  /** From the start of the process to its first line, in milliseconds. */
  readonly start: number;
  /** Resident, in bytes. */
  readonly memory: number;
  /** From the deadline to the last of a few cards that says so, in milliseconds. */
  readonly close: number;
}

/** Measures a start, memory and a close with a hundred thousand matchups on file, half of them open, and with none. */
export async function benchMatchups(print: (line: string) => void): Promise<readonly string[]> {
  print(`Matchups: ${onFile} on file, half of them open, beside none. Medians of ${rounds}.`);
  print('');
  const none = await measured(0);
  const many = await measured(onFile);
  const [later, more] = [many.start - none.start, (many.memory - none.memory) / 1e6];
  print(
    table(
      ['', 'none', `${onFile}`, 'more', 'target'],
      [
        ['start', milliseconds(none.start), milliseconds(many.start), milliseconds(later), '≤ 1000 ms'],
        ['memory', megabytes(none.memory), megabytes(many.memory), `${more.toFixed(0)} MB`, '≤ 50 MB'],
        [`close of ${polls} at once`, milliseconds(none.close), milliseconds(many.close), '', '≤ 1000 ms'],
      ],
    ),
  );
  return [
    ...(later > 1000 ? [`start with matchups: ${milliseconds(later)} slower, of 1000 ms`] : []),
    ...(more > 50 ? [`memory with matchups: ${more.toFixed(0)} MB more, of 50 MB`] : []),
    ...(many.close > 1000 ? [`close: ${milliseconds(many.close)} after the deadline, of 1000 ms`] : []),
  ];
}

async function measured(matchups: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-bench-'));
  const storeUrl = `sqlite://${join(folder, 'foyer.sqlite')}`;
  const loopback = await startLoopback({ answerDeadlineMs: 60_000 });
  const servers = Array.from({ length: polls }, () => loopback.addServer());
  try {
    // The first start reads the films and registers the commands.
    await (await startOn(loopback, storeUrl)).bot.stop();
    await fill(storeUrl, matchups, servers[0]?.id ?? '');
    const starts: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { bot, time } = await startOn(loopback, storeUrl);
      starts.push(time);
      await bot.stop();
    }
    const { bot } = await startOn(loopback, storeUrl);
    await new Promise((done) => setTimeout(done, 5000));
    const memory = await residentBytes(bot);
    const close = await closeOf(loopback, bot, servers);
    await bot.stop();
    return { start: median(starts), memory, close };
  } finally {
    await loopback.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startOn({ apiUrl, token }: Loopback, storeUrl: string) {
  const from = performance.now();
  const bot = startFoyer({ apiUrl, token, storeUrl });
  await untilSaid(bot, 'Foyer is here');
  return { bot, time: performance.now() - from };
}

async function closeOf(loopback: Loopback, bot: BotProcess, servers: readonly { readonly id: string }[]) {
  const cards = await Promise.all(
    loopback.servers
      .filter(({ id }) => servers.some((server) => server.id === id))
      .map(async (server) => {
        const member = loopback.addMember('Alice', { server });
        return (await member.run('/bookvsfilm', { film, hours: 1 })).message;
      }),
  );
  await bot.advance(hour);
  const from = performance.now();
  const closed = () => cards.every((card) => card.text.includes('The poll is closed'));
  await loopback.until(closed, 'the close', 60_000);
  return performance.now() - from;
}

/** Matchups of other films than the one that is opened, as the bot would have written them. */
async function fill(storeUrl: string, count: number, guild: string): Promise<void> {
  if (count === 0) return;
  const store = await openStore(storeUrl);
  const now = Date.now();
  for (let start = 0; start < count; start += atOnce) {
    await store.putAll(
      Array.from({ length: atOnce }, (_, index) => start + index).flatMap((number) => {
        // Spread over as many servers as a large bot has, whose ids belong to no server here.
        const its = number % 10 === 0 ? guild : String(10n ** 17n + BigInt(number % 10_000));
        const id = `bench${number}`;
        const open = number % 2 === 0;
        const matchup = {
          version: 1,
          id,
          guild: its,
          film: 'rashomon-1950',
          book: 'akutagawa-in-a-grove-1922',
          locale: 'en-US',
          openedBy: '200000000000000001',
          openedAt: now - day,
          closesAt: open ? now + 20 * day + number : now - 1000,
          channel: '300000000000000001',
          card: '400000000000000001',
          talk: { place: 'channel', begun: true },
          status: open ? { kind: 'open' } : { kind: 'closed', at: now - 1000, announced: true },
        };
        const mark = { key: `due:${its}:${id}`, value: { version: 1, due: matchup.closesAt - 2 * day } };
        return [{ key: `matchup:${its}:${id}`, value: matchup }, ...(open ? [mark] : [])];
      }),
    );
  }
  await store.close();
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
