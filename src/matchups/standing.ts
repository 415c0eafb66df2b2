import { keys } from '../storage/keys.ts';
import type { Store } from '../storage/store.ts';
import { type MatchupRef, readMatchupRef } from './matchup.ts';

/**
 * Which cards are behind what is stored. This process knows by number; a marker in the store says the same for the
 * time after a kill. Whoever calls this has their turn at the matchup.
 */
export interface Standing {
  /** Writes something that the card shows. A kill from now on leaves the marker. */
  during(ref: MatchupRef, write: () => Promise<void>): Promise<void>;
  /** What is owed is to be tried again. */
  again(ref: MatchupRef): void;
  /** The number of the last change: what is read from now on includes it. */
  changes(ref: MatchupRef): number;
  isBehind(ref: MatchupRef): boolean;
  /** The card shows everything up to that change. `owed`: something else is still to be shown, so the marker stays. */
  shown(ref: MatchupRef, changes: number, owed: boolean): Promise<void>;
  /** Nothing is owed any more. */
  settled(ref: MatchupRef): Promise<void>;
  /** Matchups that have a marker. */
  marked(): Promise<readonly MatchupRef[]>;
}

/** The marker's key. */
export const markerOf = ({ guild, id }: MatchupRef) => keys.staleCard(guild, id);

/** Nothing is behind but what has a marker. `onBehind` is told of each change: the card follows. */
export function createStanding(store: Store, onBehind: (ref: MatchupRef) => void): Standing {
  const notShown = new Map<string, number>();
  let lastChange = 0;

  const standing: Standing = {
    async during(ref, write) {
      if (!standing.isBehind(ref)) await store.put(markerOf(ref), true);
      try {
        await write();
      } finally {
        // Noted after the write, so that a count taken meanwhile does not pass for one that includes it; and after a
        // failed one too, because it may have arrived all the same.
        lastChange += 1;
        notShown.set(markerOf(ref), lastChange);
        onBehind(ref);
      }
    },
    again: onBehind,
    changes: (ref) => notShown.get(markerOf(ref)) ?? lastChange,
    isBehind: (ref) => notShown.has(markerOf(ref)),
    async shown(ref, changes, owed) {
      if ((notShown.get(markerOf(ref)) ?? changes) > changes) return;
      notShown.delete(markerOf(ref));
      if (!owed) await store.delete(markerOf(ref));
    },
    async settled(ref) {
      notShown.delete(markerOf(ref));
      await store.delete(markerOf(ref));
    },
    async marked() {
      const stale = await store.entries(keys.staleCards);
      return stale.flatMap(({ key }) => readMatchupRef(key.slice(keys.staleCards.length)) ?? []);
    },
  };
  return standing;
}
