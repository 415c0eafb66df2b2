import { LRUCache } from 'lru-cache';
import type { Now } from '../clock.ts';
import type { MemberId } from '../storage/ids.ts';

/** How much one member may ask in a time. */
export interface Pace {
  /** Whether a request of theirs is taken now; it counts if so. */
  take(member: MemberId): boolean;
}

/** What a person never needs: fifty at once, and then ten in a second, for as long as they like. */
export const burst = 50;
export const perSecond = 10;
/** Members who have asked nothing for as long as their fifty take to come back are forgotten. */
const kept = 20_000;

/** A token bucket for each member, so that one who lets a script ask leaves the others their share. */
export function createPace(now: Now): Pace {
  const members = new LRUCache<MemberId, { readonly left: number; readonly at: number }>({ max: kept });
  return {
    take(member) {
      const time = now();
      const before = members.get(member) ?? { left: burst, at: time };
      // A clock that was set back gives nothing and takes nothing.
      const left = Math.min(burst, before.left + (Math.max(0, time - before.at) / 1000) * perSecond);
      const taken = left >= 1;
      members.set(member, { left: taken ? left - 1 : left, at: time });
      return taken;
    },
  };
}
