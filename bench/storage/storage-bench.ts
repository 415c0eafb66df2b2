import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chanceOf } from '../chance.ts';
import { milliseconds, table } from '../table.ts';
import { type Figures, inFlight, measure, sizes } from './measure.ts';
import { type Place, placesHere } from './places.ts';
import { betterSqlite } from './yardstick.ts';

/* Targets: as many confirmed votes as the yardstick has; a cold tally in 50 ms, a warm one in 0.05 ms; no dear vote. */

const largest = 100_000;
const longestCold = 50;
const longestWarm = 0.05;
const mostDearer = 1.5;
const yardstickFor = 2000;

interface Row extends Figures {
  readonly place: Place;
  readonly size: number;
}

/** Measures votes and tallies in every engine, prints what it finds, and answers with the targets that were missed. */
export async function benchStorage(print: (line: string) => void): Promise<readonly string[]> {
  print(`Votes and tallies: ${inFlight} votes in flight, each confirmed, by members who have a rating already.`);
  const yardstick = await loopOfUpserts();
  print(
    yardstick === undefined
      ? 'Left out: the yardstick, for better-sqlite3 cannot be installed here.'
      : `The yardstick is a loop of single upserts in better-sqlite3, WAL, synchronous=FULL, among ${inThousands(largest)} rows: ${perSecond(yardstick)}.`,
  );
  const places = await placesHere(print);
  const rows: Row[] = [];
  try {
    for (const place of places) {
      const some = place.engine === 'SQLite' ? sizes : ([largest] as const);
      for (const size of some) rows.push({ place, size, ...(await measure(place, size)) });
    }
  } finally {
    for (const place of places) await place.clear();
  }
  print('');
  print(
    table(
      ['engine', 'ratings', 'votes', 'of the yardstick', 'p50', 'p99', 'cold tally', 'warm tally', 'settings'],
      rows.map((row) => [
        row.place.engine,
        inThousands(row.size),
        perSecond(row.votesPerSecond),
        yardstick === undefined || row.size !== largest ? '' : `${(row.votesPerSecond / yardstick).toFixed(2)} ×`,
        milliseconds(row.p50),
        milliseconds(row.p99),
        milliseconds(row.cold),
        `${row.warm.toFixed(4)} ms`,
        row.place.note,
      ]),
    ),
  );
  return missed(rows, yardstick);
}

function missed(rows: readonly Row[], yardstick: number | undefined): readonly string[] {
  const ours = rows.filter(({ place }) => place.engine === 'SQLite');
  const few = ours.find(({ size }) => size === 1_000);
  const many = ours.find(({ size }) => size === largest);
  if (!few || !many) return ['nothing was measured in SQLite'];
  const dearer = few.votesPerSecond / many.votesPerSecond;
  return [
    ...(yardstick !== undefined && many.votesPerSecond < yardstick
      ? [`${(many.votesPerSecond / yardstick).toFixed(2)} of the yardstick’s votes, not 1.0`]
      : []),
    ...(many.cold > longestCold ? [`a cold tally in ${milliseconds(many.cold)}, not ${longestCold} ms`] : []),
    ...(many.warm > longestWarm ? [`a warm tally in ${milliseconds(many.warm)}, not ${longestWarm} ms`] : []),
    ...(dearer > mostDearer
      ? [`a vote among ${inThousands(largest)} costs ${dearer.toFixed(2)} times one among 1k, not ${mostDearer}`]
      : []),
  ];
}

/** Single upserts a second, each a commit of its own, in the same table with the same settings. */
async function loopOfUpserts(): Promise<number | undefined> {
  const open = await betterSqlite(join(tmpdir(), 'foyer-bench-yardstick'));
  if (!open) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'foyer-bench-'));
  const database = open(join(folder, 'yardstick.sqlite'));
  try {
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
    let best = 0;
    for (let round = 0; round < 3; round += 1) {
      let votes = 0;
      const began = performance.now();
      for (; performance.now() - began < yardstickFor; votes += 1) vote(chance.below(largest));
      best = Math.max(best, (votes / (performance.now() - began)) * 1000);
    }
    return best;
  } finally {
    database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const inThousands = (count: number): string => `${count / 1000}k`;
const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')}/s`;
