import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { keys } from './keys.ts';
import { readRecord } from './records.ts';
import { type KeptStore, type SqliteFile, type Store, StoreUnusable } from './store.ts';
import { bringUpToDate, formatOf } from './versions.ts';

/** Tells one restore from another. */
export const restoredRecord = z.object({ version: z.literal(1), id: z.string() });

/** A bot that runs has taken a restore up within a minute, with what it keeps in memory for that long. */
const untilNextLook = 10_000;

/**
 * Puts everything of a backup in the place of everything in the store, in today's format. Bots that run hear of it:
 * see {@link noteRestores}.
 * @throws StoreUnusable where that is no backup, or one of a newer Foyer; then everything is as it was
 */
export async function restoreInto(store: KeptStore, sqlite: SqliteFile, file: string): Promise<void> {
  const mark = () => ({ key: keys.restored, value: { version: 1, id: randomUUID() } });
  await sqlite.restore(file, mark(), async (backup) => {
    try {
      formatOf(await backup.get(keys.version), store.where);
    } catch (error) {
      if (!(error instanceof StoreUnusable)) throw error;
      throw new StoreUnusable(`${file} is not taken: ${error.message}`, store.where, error);
    }
  });
  const older = await bringUpToDate(store, async () => file);
  if (older === undefined) return;
  // A bot may have looked before that was done.
  const { key, value } = mark();
  await store.put(key, value);
}

/**
 * Calls `takeUp` after each restore from the moment on in which this resolved. One that fails is tried again, and told
 * of once.
 */
export type WhenRestored = (takeUp: () => Promise<void>, onError: (error: unknown) => void) => void;

/** Looks for restores. To be awaited before anything of the store is kept in memory. */
export async function noteRestores(store: Store, clock: Pick<Clock, 'after'>): Promise<WhenRestored> {
  const latest = async () => (await readRecord(store, keys.restored, restoredRecord))?.id;
  let known = await latest();

  return (takeUp, onError) => {
    let isFailing = false;
    async function look(): Promise<void> {
      try {
        const found = await latest();
        if (found !== known) await takeUp();
        known = found;
        isFailing = false;
      } catch (error) {
        if (!isFailing) onError(error);
        isFailing = true;
      }
      plan();
    }
    const plan = () => clock.after(untilNextLook, () => void look());
    plan();
  };
}
