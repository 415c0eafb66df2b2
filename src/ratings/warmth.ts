import { LRUCache } from 'lru-cache';
import type { Now } from '../clock.ts';

/** States that were read from the store, kept for a while and up to date by this process's own writes. */
export interface Warmth<Key, State> {
  /**
   * The state, loaded where it is not warm, after what is to come `first`. Rejects where it could not be loaded; the
   * next who asks loads anew.
   */
  get(key: Key, first?: Promise<unknown>): Promise<State>;
  /** Whether it is warm, or being loaded. */
  has(key: Key): boolean;
  /**
   * Tells of a write, once it has landed. Waits for a load that is under way, so that what was written beside it is in
   * the state whichever came first.
   */
  follow(key: Key, change: (state: State) => void): Promise<void>;
  /** Forgets the state, also one that is being loaded: the next who asks loads anew. */
  drop(key: Key): void;
}

/** Other processes' writes appear when a state is dropped. */
const warmFor = 60_000;

/** At most `max` states, loaded one key at a time. */
export function createWarmth<Key extends string, State>(
  { max, now }: { readonly max: number; readonly now: Now },
  load: (key: Key) => Promise<State>,
): Warmth<Key, State> {
  const warm = new LRUCache<Key, Promise<State>>({
    max,
    ttl: warmFor,
    // The clock that was handed in, asked each time: the cache would keep what it says for a while of real time.
    perf: { now },
    ttlResolution: 0,
  });

  return {
    async get(key, first) {
      const kept = warm.get(key);
      if (kept) return kept;
      const loading = first ? first.then(async () => load(key)) : load(key);
      warm.set(key, loading);
      try {
        return await loading;
      } catch (error) {
        if (warm.peek(key) === loading) warm.delete(key);
        throw error;
      }
    },
    async follow(key, change) {
      // A load that failed has told whoever asked for it; what was written is safe.
      await warm.get(key)?.then(change, () => {});
    },
    has: (key) => warm.has(key),
    drop(key) {
      warm.delete(key);
    },
  };
}
