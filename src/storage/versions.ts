import { z } from 'zod';
import { keys } from './keys.ts';
import { type KeptStore, StoreUnusable } from './store.ts';

/** The format of a store. */
export const versionRecord = z.object({ version: z.number().int().positive() });

/** Stands where the format does while a copy is under way: no Foyer starts on half a copy, older ones included. */
export const halfFilled = { halfFilled: true };
const halfFilledRecord = z.object({ halfFilled: z.literal(true) });

/** One step from the format before. Doing it twice, or half and then again, is harmless: a kill may come in between. */
export interface Migration {
  /** The format that stands afterwards. */
  readonly to: number;
  /** Whether there is anything to do in that store: an untouched one needs no backup. */
  readonly concerns: (store: KeptStore) => Promise<boolean>;
  readonly run: (store: KeptStore) => Promise<void>;
}

/**
 * Every step there has been, in order. What a newer release reads in both forms needs none: see the first ballots.
 * 2: In SQLite, one tree of rows in the order of their keys, instead of a heap and an index.
 * 3: Matchups about which something is still to be done have a mark, so that a start need not read all there ever were.
 */
export const migrations: readonly Migration[] = [
  {
    to: 2,
    concerns: async ({ sqlite }) => (await sqlite?.isHeap()) ?? false,
    run: async ({ sqlite }) => sqlite?.toTree(),
  },
  {
    to: 3,
    concerns: async (store) => (await store.entries(keys.allMatchups)).length > 0,
    async run(store) {
      const matchups = await store.entries(keys.allMatchups);
      const unfinished = matchups.filter(({ value }) => !ended.safeParse(value).success);
      await store.putAll(
        unfinished.map(({ key }) => ({
          key: `${keys.allDue}${key.slice(keys.allMatchups.length)}`,
          value: { version: 1, due: 0 },
        })),
      );
    },
  },
];

/** A matchup about which nothing is left to be done. */
const ended = z.object({ status: z.object({ kind: z.literal('closed'), announced: z.literal(true) }) });

/**
 * Brings a store to today's format, after a backup where anything changes. Resolves to where that lies.
 * @throws StoreUnusable where a newer Foyer wrote it
 */
export async function bringUpToDate(
  store: KeptStore,
  backUp: (from: number) => Promise<string>,
  steps: readonly Migration[] = migrations,
): Promise<string | undefined> {
  const found = formatOf(await store.get(keys.version), store.where, steps);
  const latest = latestOf(steps);
  const toDo: Migration[] = [];
  for (const step of steps) if (step.to > found && (await step.concerns(store))) toDo.push(step);
  const isEmpty = toDo.length > 0 && (await store.isEmpty());
  const backup = toDo.length > 0 && !isEmpty ? await backUp(found) : undefined;
  for (const step of toDo) await step.run(store);
  if (found < latest) await store.put(keys.version, { version: latest });
  return backup;
}

const latestOf = (steps: readonly Migration[]) => steps.at(-1)?.to ?? 1;

/**
 * The format by what a store says of it. Formats were not numbered in the beginning.
 * @throws StoreUnusable where this Foyer cannot use that store
 */
export function formatOf(stored: unknown, where: string, steps: readonly Migration[] = migrations): number {
  if (stored === undefined) return 1;
  const unusable = (why: string) => new StoreUnusable(why, where, undefined);
  if (isHalfFilled(stored)) {
    throw unusable('a copy into it was cut short: do that again, with npm run store -- copy FROM TO');
  }
  const { data } = versionRecord.safeParse(stored);
  if (!data) throw unusable('it does not say in which format it is: put a backup in its place');
  const [found, latest] = [data.version, latestOf(steps)];
  if (found <= latest) return found;
  throw unusable(
    `a newer Foyer wrote it, in format ${found}, and this one knows formats up to ${latest}: upgrade Foyer`,
  );
}

/** Whether a copy into that store was cut short, by what it says of its format. */
export const isHalfFilled = (stored: unknown): boolean => halfFilledRecord.safeParse(stored).success;
