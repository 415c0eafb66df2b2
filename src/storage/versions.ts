import { z } from 'zod';
import { keys } from './keys.ts';
import { type KeptStore, StoreUnusable } from './store.ts';

const versionRecord = z.object({ version: z.number().int().positive() });

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
  const latest = steps.at(-1)?.to ?? 1;
  const found = await versionOf(store);
  if (found > latest) {
    const what = `a newer Foyer wrote it, in format ${found}, and this one knows formats up to ${latest}: upgrade Foyer`;
    throw new StoreUnusable(what, store.where, undefined);
  }
  const toDo: Migration[] = [];
  for (const step of steps) if (step.to > found && (await step.concerns(store))) toDo.push(step);
  const isEmpty = toDo.length > 0 && (await store.isEmpty());
  const backup = toDo.length > 0 && !isEmpty ? await backUp(found) : undefined;
  for (const step of toDo) await step.run(store);
  if (found < latest) await store.put(keys.version, { version: latest });
  return backup;
}

/** Formats were not numbered in the beginning. */
async function versionOf(store: KeptStore): Promise<number> {
  const stored = await store.get(keys.version);
  if (stored === undefined) return 1;
  const { success, data } = versionRecord.safeParse(stored);
  if (success) return data.version;
  throw new StoreUnusable('it does not say in which format it is: put a backup in its place', store.where, undefined);
}
