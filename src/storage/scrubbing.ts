import { keys } from './keys.ts';
import type { Store } from './store.ts';
import { createTurns } from './turns.ts';

/** Removes so that no byte stays behind in the engine's files, whatever ends the process in between. */
export interface Scrubbing {
  /**
   * Runs `remove`, which resolves to whether there was anything, and then scrubs. Where either fails, the next call
   * makes up for it, or the next start.
   */
  after(remove: () => Promise<boolean>): Promise<void>;
  /** Makes up for what was cut short. */
  resume(): Promise<void>;
}

/** Scrubbing of a store: a mark in it says what is still to be done. */
export function createScrubbing(store: Store): Scrubbing {
  const inTurn = createTurns();

  async function after(remove: () => Promise<boolean>): Promise<void> {
    await inTurn('', async () => {
      const isOwed = (await store.get(keys.unscrubbed)) !== undefined;
      if (!isOwed) await store.put(keys.unscrubbed, true);
      const removed = await remove();
      if (removed || isOwed) await store.scrub();
      await store.delete(keys.unscrubbed);
    });
  }

  return {
    after,
    async resume() {
      if ((await store.get(keys.unscrubbed)) !== undefined) await after(async () => false);
    },
  };
}
