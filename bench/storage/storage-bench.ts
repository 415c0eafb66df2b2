import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chanceOf } from '../chance.ts';
import { median } from '../median.ts';
import { milliseconds, table } from '../table.ts';
import { filled, inFlight, type Measured, sizes, type Turn, turnTakes } from './measure.ts';
import { placesHere } from './places.ts';
import { betterSqlite } from './yardstick.ts';

/* Targets: as many confirmed votes as the yardstick has; a cold tally in 50 ms, a warm one in 0.05 ms; no dear vote. */

const largest = 100_000;
const longestCold = 50;
const longestWarm = 0.05;
const mostDearer = 1.5;
const turns = 9;

/** What was found of one film. Times in milliseconds. */
interface Row {
  readonly measured: Measured;
  readonly turns: readonly Turn[];
  readonly cold: number;
  readonly warm: number;
}

/** Measures votes and tallies in every engine, prints what it finds, and answers with the targets that were missed. */
export async function benchStorage(print: (line: string) => void): Promise<readonly string[]> {
  print(`Votes and tallies: ${inFlight} votes in flight, each confirmed, by members who have a rating already.`);
  print(`  Medians of ${turns} turns of ${turnTakes / 1000} s, everything here by turns.`);
  print('  better-sqlite3, for the yardstick, is installed where it is not yet: it may take minutes to be built.');
  const yardstick = await loopOfUpserts();
  const places = await placesHere(print);
  const films: Measured[] = [];
  const loops: number[] = [];
  const voted = new Map<Measured, Turn[]>();
  const rows: Row[] = [];
  try {
    for (const place of places) {
      const some = place.engine === 'SQLite' ? sizes : ([largest] as const);
      for (const size of some) films.push(await filled(place, size));
    }
    for (let turn = 0; turn < turns; turn += 1) {
      if (yardstick) loops.push(yardstick.vote());
      // There and back, so that nobody always comes after the same one.
      for (const film of turn % 2 === 0 ? films : [...films].reverse()) {
        voted.set(film, [...(voted.get(film) ?? []), await film.vote()]);
      }
    }
    for (const film of films) rows.push({ measured: film, turns: voted.get(film) ?? [], ...(await film.tallies()) });
  } finally {
    await yardstick?.close();
    for (const film of films) await film.close();
    for (const place of places) await place.clear();
  }
  print(
    yardstick === undefined
      ? 'Left out: the yardstick, for better-sqlite3 cannot be installed here.'
      : `The yardstick is a loop of single upserts in better-sqlite3, WAL, synchronous=FULL, among ${inThousands(largest)} rows: ${perSecond(median(loops))}.`,
  );
  print('');
  print(
    table(
      ['engine', 'ratings', 'votes', 'of the yardstick', 'p50', 'p99', 'cold tally', 'warm tally', 'settings'],
      rows.map(({ measured: { place, size }, turns: of, cold, warm }) => {
        const times = of.flatMap((turn) => turn.times).sort((one, other) => one - other);
        const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
        return [
          place.engine,
          inThousands(size),
          perSecond(median(ratesOf(of))),
          yardstick === undefined || size !== largest ? '' : `${ratio(ratesOf(of), loops).toFixed(2)} ×`,
          milliseconds(at(0.5)),
          milliseconds(at(0.99)),
          milliseconds(cold),
          `${warm.toFixed(4)} ms`,
          place.note,
        ];
      }),
    ),
  );
  const ours = rows.filter(({ measured }) => measured.place.engine === 'SQLite');
  const few = ours.find(({ measured }) => measured.size === 1_000);
  const many = ours.find(({ measured }) => measured.size === largest);
  if (!few || !many) return ['nothing was measured in SQLite'];
  const dearer = ratio(ratesOf(few.turns), ratesOf(many.turns));
  print('');
  print(`In SQLite, a vote among ${inThousands(largest)} costs ${dearer.toFixed(2)} times one among 1k.`);
  return missed(many, dearer, yardstick && ratio(ratesOf(many.turns), loops));
}

function missed(many: Row, dearer: number, share: number | undefined): readonly string[] {
  return [
    ...(share !== undefined && share < 1 ? [`${share.toFixed(2)} of the yardstick’s votes, not 1.0`] : []),
    ...(many.cold > longestCold ? [`a cold tally in ${milliseconds(many.cold)}, not ${longestCold} ms`] : []),
    ...(many.warm > longestWarm ? [`a warm tally in ${milliseconds(many.warm)}, not ${longestWarm} ms`] : []),
    ...(dearer > mostDearer
      ? [`a vote among ${inThousands(largest)} costs ${dearer.toFixed(2)} times one among 1k, not ${mostDearer}`]
      : []),
  ];
}

const ratesOf = (some: readonly Turn[]) => some.map((turn) => turn.perSecond);

/** The median of what each turn's one is of the other. */
const ratio = (ones: readonly number[], others: readonly number[]) =>
  median(ones.map((one, turn) => one / (others[turn] ?? Number.NaN)));

/** Single upserts, each a commit of its own, in the same table with the same settings; a turn of them a second. */
async function loopOfUpserts() {
  const open = await betterSqlite(join(tmpdir(), 'foyer-bench-yardstick'));
  if (!open) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'foyer-bench-'));
  const database = open(join(folder, 'yardstick.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE keyv (key VARCHAR(255) PRIMARY KEY, value TEXT) WITHOUT ROWID');
  const upsert = database.prepare(
    'INSERT INTO keyv (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const chance = chanceOf(largest);
  const vote = (index: number) =>
    upsert.run(
      `rating:100000000000000001:film:measured-2001:${200_000_000_000_000_000n + BigInt(index) * 7_919_000_003n}`,
      JSON.stringify({ value: { version: 1, steps: 1 + chance.below(10), at: Date.now() } }),
    );
  database.exec('BEGIN');
  for (let index = 0; index < largest; index += 1) vote(index);
  database.exec('COMMIT');
  return {
    /** For one turn. How many that is in a second. */
    vote(): number {
      let votes = 0;
      const began = performance.now();
      for (; performance.now() - began < turnTakes; votes += 1) vote(chance.below(largest));
      return (votes / (performance.now() - began)) * 1000;
    },
    async close(): Promise<void> {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const inThousands = (count: number): string => `${count / 1000}k`;
const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')}/s`;
