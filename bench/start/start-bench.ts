import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BotProcess } from '../../src/playground/bot-process.ts';
import { type Loopback, startLoopback } from '../../src/playground/loopback.ts';
import { median } from '../median.ts';
import { residentBytes, startBareBot, startFoyer, untilSaid } from '../processes.ts';
import { generatedCatalogue } from '../search/generated.ts';
import { milliseconds, table } from '../table.ts';

/** Enough that the first ones, which also warm the loopback up, do not count for much. */
const rounds = 9;
const memoryRounds = 3;
const manyServers = 1000;
const manyFilms = 100_000;

/** Measures starts beside a bare client's. Resolves to the targets that were missed. */
export async function benchStart(print: (line: string) => void): Promise<readonly string[]> {
  print('Start: from the start of the process to a bare client’s READY, and to Foyer’s first correct suggestion.');
  print(`  Medians of ${rounds}, by turns, each on content that an earlier start has read.`);
  print('');
  const folder = await mkdtemp(join(tmpdir(), 'foyer-bench-'));
  try {
    const few = await startsWith(folder, undefined);
    const contentDir = join(folder, 'films');
    await writeFilms(contentDir, manyFilms);
    const many = await startsWith(folder, contentDir);
    const memory = await memoryWith(folder);
    const rows = [
      ['bare client, READY', milliseconds(few.bare), '1.00', ''],
      ['Foyer, the films that come with it', milliseconds(few.foyer), few.ratio.toFixed(2), '≤ 1.3'],
      [`Foyer, ${manyFilms} films`, milliseconds(many.foyer), many.ratio.toFixed(2), '≤ 4'],
      [`bare client, ${manyServers} servers`, megabytes(memory.bare), '1.00', ''],
      [`Foyer, ${manyServers} servers`, megabytes(memory.foyer), (memory.foyer / memory.bare).toFixed(2), '≤ 1.25'],
    ];
    print(table(['', 'measured', 'of the bare client', 'target'], rows));
    return [
      ...(few.ratio > 1.3 ? [`start: ${few.ratio.toFixed(2)} times a bare client’s, of 1.3`] : []),
      ...(many.ratio > 4 ? [`start with ${manyFilms} films: ${many.ratio.toFixed(2)} times, of 4`] : []),
      ...(memory.foyer > 1.25 * memory.bare
        ? [`memory: ${(memory.foyer / memory.bare).toFixed(2)} times, of 1.25`]
        : []),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startsWith(folder: string, contentDir: string | undefined) {
  const loopback = await startLoopback({ answerDeadlineMs: 600_000 });
  try {
    loopback.addServer();
    const start = () => startOn(startFoyer, loopback, folder, contentDir ? { CONTENT_DIR: contentDir } : {});
    // The first one reads the films and registers the commands.
    await timed(start(), async (bot) => untilSaid(bot, 'Foyer is here'));
    const alice = loopback.addMember('Alice');
    const times: { readonly bare: number; readonly foyer: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const identified = loopback.gateway.counts.identified;
      const foyerTime = await timed(start(), async () => {
        await loopback.until(() => loopback.gateway.counts.identified > identified, 'a login', 600_000);
        const [first] = await alice.complete('/film', { film: 'nver let me go' }, 'film');
        if (first?.value !== 'never-let-me-go-2010') throw new Error(`suggested ${first?.value}`);
      });
      const bare = await timed(startOn(startBareBot, loopback, folder, { REGISTER: 'no' }), async (bot) =>
        untilSaid(bot, 'READY'),
      );
      times.push({ bare, foyer: foyerTime });
    }
    return {
      bare: median(times.map(({ bare }) => bare)),
      foyer: median(times.map((time) => time.foyer)),
      ratio: median(times.map((time) => time.foyer / time.bare)),
    };
  } finally {
    await loopback.close();
  }
}

/** Resident memory of each with many servers, in bytes, ten seconds after its start: the median of some starts. */
async function memoryWith(folder: string): Promise<{ readonly bare: number; readonly foyer: number }> {
  const loopback = await startLoopback();
  try {
    for (let index = 0; index < manyServers; index += 1) loopback.addServer({ name: `Server ${index}` });
    const residentOf = async (start: typeof startFoyer) => {
      const resident: number[] = [];
      for (let round = 0; round < memoryRounds; round += 1) {
        const bot = startOn(start, loopback, folder, {});
        await untilSaid(bot, 'Foyer is here');
        await new Promise((done) => setTimeout(done, 10_000));
        resident.push(await residentBytes(bot));
        await bot.stop();
      }
      return median(resident);
    };
    return { bare: await residentOf(startBareBot), foyer: await residentOf(startFoyer) };
  } finally {
    await loopback.close();
  }
}

function startOn(
  start: typeof startFoyer,
  { apiUrl, token }: Loopback,
  folder: string,
  env: Readonly<Record<string, string>>,
): BotProcess {
  return start({ apiUrl, token, storeUrl: `sqlite://${join(folder, 'foyer.sqlite')}`, env });
}

/** How long it took until then; the process is ended afterwards. */
async function timed(bot: BotProcess, until: (bot: BotProcess) => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await until(bot);
  const time = performance.now() - from;
  await bot.stop();
  return time;
}

/** Content files of generated films, no more in each than must be there. */
async function writeFilms(folder: string, count: number): Promise<void> {
  await mkdir(folder);
  const films = generatedCatalogue(count);
  for (let start = 0; start < films.length; start += 100) {
    await Promise.all(
      films.slice(start, start + 100).map(async ({ titles, bookTitles, people, year }, index) => {
        const number = start + index;
        const film = {
          title: titles[0],
          otherTitles: titles.slice(1, 10),
          year,
          medium: 'film',
          directors: [{ name: people.at(-1) }],
          book: {
            key: `book-${number}`,
            title: bookTitles[0] ?? titles[0],
            authors: people.slice(0, 1),
            year,
            form: 'novel',
          },
        };
        await writeFile(join(folder, `film-${number}-${year}.yaml`), JSON.stringify(film));
      }),
    );
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
