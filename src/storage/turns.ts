import { StoreUnusable } from './store.ts';

/**
 * Runs `task` after every earlier task of the same key has ended. Where that found the store unusable, whoever waits
 * behind it hears the same at once: of a server that hangs each would find it out for themselves, one after the other,
 * and members are answered within three seconds.
 */
export type InTurn = <T>(key: string, task: () => Promise<T>) => Promise<T>;

/**
 * A queue for each key. Keyv has no compare-and-set and does not keep the order of writes that were not awaited,
 * so whatever reads, changes and writes one record takes turns here.
 */
export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(task, async (error: unknown) => {
      if (error instanceof StoreUnusable) throw error;
      return task();
    });
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}
