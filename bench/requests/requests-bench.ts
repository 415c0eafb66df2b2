import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Loopback, startLoopback } from '../../src/playground/loopback.ts';
import type { Member } from '../../src/playground/members.ts';
import { median } from '../median.ts';
import { startBareBot, startFoyer, untilSaid } from '../processes.ts';
import { milliseconds, table } from '../table.ts';

const film = 'never-let-me-go-2010';
const inFlight = 64;
const perRound = 1500;
const rounds = 5;
/** So many that none of them asks faster than a person. */
const people = 3000;

const asked = {
  review: async (member: Member) => member.run('/review', { film }),
  rate: async (member: Member, turn: number) => member.run('/rate', { film, stars: 1 + (turn % 10) }),
};
type Asked = keyof typeof asked;

/** The share of the yardstick's throughput that is to be reached. */
const targets: Readonly<Record<Asked, number>> = { review: 0.85, rate: 0.6 };

type Bot = 'line' | 'bare' | 'foyer';
const botNames: Readonly<Record<Bot, string>> = { line: 'one line of text', bare: 'bare bot', foyer: 'Foyer' };

interface Round {
  readonly perSecond: number;
  /** Of each request, from the press of Enter to the answer, in milliseconds. */
  readonly times: readonly number[];
}

/** A bot on a loopback Discord of its own, with a server full of members. */
interface Stage {
  readonly members: readonly Member[];
  /** The components of its answer, as they were sent. */
  cardOf(what: Asked): Promise<unknown>;
  end(): Promise<void>;
}

/** Measures answers to members over a loopback Discord, beside a bare bot. Resolves to the targets that were missed. */
export async function benchRequests(print: (line: string) => void): Promise<readonly string[]> {
  print(`Requests: ${inFlight} in flight over a loopback Discord, beside a bare discord.js bot with a constant card:`);
  print('  the very card that Foyer answers, since a larger one is more work for Discord’s side, too.');
  print(
    `  Medians of ${rounds} rounds of ${perRound}, the bots by turns; a rating is on the disk when it is confirmed.`,
  );
  print('');
  const folder = await mkdtemp(join(tmpdir(), 'foyer-bench-'));
  const foyer = await stageFor(startFoyer, join(folder, 'foyer.sqlite'));
  const cards = JSON.stringify({ review: await foyer.cardOf('review'), rate: await foyer.cardOf('rate') });
  const bare = await stageFor(startBareBot, join(folder, 'none.sqlite'), { CARDS: cards });
  const line = await stageFor(startBareBot, join(folder, 'none.sqlite'));
  const stages = { line, bare, foyer };
  const bots: readonly Bot[] = ['line', 'bare', 'foyer'];
  try {
    const rows: string[][] = [];
    const missed: string[] = [];
    for (const what of ['review', 'rate'] as const) {
      for (const bot of bots) await round(stages[bot], what);
      const measured: Readonly<Record<Bot, Round>>[] = [];
      for (let turn = 0; turn < rounds; turn += 1) {
        measured.push({
          line: await round(line, what),
          bare: await round(bare, what),
          foyer: await round(foyer, what),
        });
      }
      const ratioOf = (bot: Bot) => median(measured.map((one) => one[bot].perSecond / one.bare.perSecond));
      const target = targets[what];
      const ratio = ratioOf('foyer');
      if (ratio < target) missed.push(`/${what}: ${ratio.toFixed(2)} of the bare bot’s throughput, of ${target}`);
      for (const bot of bots) {
        const of = measured.map((one) => one[bot]);
        rows.push(rowOf(`${botNames[bot]}, /${what}`, of, ratioOf(bot), bot === 'foyer' ? target : undefined));
      }
    }
    print(table(['', 'requests/s', 'p50', 'p99', 'of the bare bot', 'target'], rows));
    return missed;
  } finally {
    await Promise.all([line.end(), bare.end(), foyer.end()]);
    await rm(folder, { recursive: true, force: true });
  }
}

function rowOf(name: string, of: readonly Round[], ratio: number, target: number | undefined): string[] {
  const times = of.flatMap((one) => one.times).sort((one, other) => one - other);
  const at = (share: number) => milliseconds(times[Math.floor(times.length * share)] ?? Number.NaN);
  const perSecond = Math.round(median(of.map((one) => one.perSecond)));
  return [name, `${perSecond}`, at(0.5), at(0.99), ratio.toFixed(2), target === undefined ? '' : `≥ ${target}`];
}

const sent = z.object({ data: z.object({ components: z.unknown() }) });

async function stageFor(
  start: typeof startFoyer,
  store: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const loopback: Loopback = await startLoopback({ limitMessages: false, keptRequests: 100, answerDeadlineMs: 60_000 });
  const server = loopback.addServer();
  const bot = start({ apiUrl: loopback.apiUrl, token: loopback.token, storeUrl: `sqlite://${store}`, env });
  await untilSaid(bot, 'Foyer is here');
  const members = Array.from({ length: people }, (_, index) => loopback.addMember(`Member ${index}`, { server }));
  return {
    members,
    async cardOf(what) {
      const [member] = members;
      if (!member) throw new Error('nobody');
      await asked[what](member, 0);
      return sent.parse(loopback.requests.findLast(({ path }) => path.endsWith('/callback'))?.body).data.components;
    },
    async end() {
      await bot.stop();
      await loopback.close();
    },
  };
}

/** So many requests, always as many in flight, by one member after the other. */
async function round({ members }: Stage, what: Asked): Promise<Round> {
  const times: number[] = [];
  let turn = 0;
  const start = performance.now();
  const worker = async () => {
    for (let mine = turn++; mine < perRound; mine = turn++) {
      const member = members[mine % members.length];
      if (!member) throw new Error('nobody');
      const from = performance.now();
      const { message } = await asked[what](member, mine);
      if (message.text === '') throw new Error('an empty answer');
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return { perSecond: (perRound / (performance.now() - start)) * 1000, times };
}
