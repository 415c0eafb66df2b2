import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Now } from '../clock.ts';
import type { GuildId, MemberId } from '../storage/ids.ts';
import { keys, type WorkId } from '../storage/keys.ts';
import { listRecords, readRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { allHalfSteps, type HalfSteps, halfSteps } from './half-steps.ts';
import { type Tally, tallyFrom } from './tally.ts';

const ratingRecord = z.object({ version: z.literal(1), steps: halfSteps, at: z.number() });

/** Members' stars for films and books, one for each member, work and server. */
export interface Ratings {
  /** Resolves when the rating would survive a power cut. A second one takes the place of the first. */
  put(guild: GuildId, work: WorkId, member: MemberId, steps: HalfSteps): Promise<void>;
  takeBack(guild: GuildId, work: WorkId, member: MemberId): Promise<void>;
  of(guild: GuildId, work: WorkId, member: MemberId): Promise<HalfSteps | undefined>;
  tally(guild: GuildId, work: WorkId): Promise<Tally>;
}

/** A tally kept warm: each member's stars, and the counts that follow. */
interface Warm {
  readonly byMember: Map<string, HalfSteps>;
  readonly perStep: number[];
}

/** Other processes' votes appear when a warm tally is dropped. */
const warmFor = 60_000;
const talliesKeptWarm = 1000;

/** Ratings over a store. Nothing is read, changed and written back: a vote is one write of one key. */
export function createRatings({ store, now }: { readonly store: Store; readonly now: Now }): Ratings {
  const warm = new LRUCache<string, Promise<Warm>>({
    max: talliesKeptWarm,
    ttl: warmFor,
    // The clock that was handed in, asked each time: the cache would keep what it says for a while of real time.
    perf: { now },
    ttlResolution: 0,
  });

  async function load(prefix: string): Promise<Warm> {
    const state: Warm = { byMember: new Map(), perStep: allHalfSteps.map(() => 0) };
    for (const { rest, record } of await listRecords(store, prefix, ratingRecord)) change(state, rest, record.steps);
    return state;
  }

  /** Waits for a load that is under way, so that a vote written beside it is in the tally whichever came first. */
  async function follow(prefix: string, member: MemberId, steps: HalfSteps | undefined): Promise<void> {
    // A load that failed has told whoever asked for the tally; the vote itself is safe.
    const loaded = await warm.get(prefix)?.catch(() => undefined);
    if (loaded) change(loaded, member, steps);
  }

  async function warmTally(prefix: string): Promise<Warm> {
    const kept = warm.get(prefix);
    if (kept) return kept;
    const loading = load(prefix);
    warm.set(prefix, loading);
    try {
      return await loading;
    } catch (error) {
      warm.delete(prefix);
      throw error;
    }
  }

  return {
    async put(guild, work, member, steps) {
      await store.put(keys.rating(guild, work, member), { version: 1, steps, at: now() });
      await follow(keys.ratings(guild, work), member, steps);
    },
    async takeBack(guild, work, member) {
      await store.delete(keys.rating(guild, work, member));
      await follow(keys.ratings(guild, work), member, undefined);
    },
    async of(guild, work, member) {
      const record = await readRecord(store, keys.rating(guild, work, member), ratingRecord);
      return record?.steps;
    },
    async tally(guild, work) {
      const { perStep } = await warmTally(keys.ratings(guild, work));
      return tallyFrom([...perStep]);
    },
  };
}

function change({ byMember, perStep }: Warm, member: string, steps: HalfSteps | undefined): void {
  const before = byMember.get(member);
  if (before !== undefined) perStep[before - 1] = (perStep[before - 1] ?? 0) - 1;
  if (steps === undefined) {
    byMember.delete(member);
  } else {
    byMember.set(member, steps);
    perStep[steps - 1] = (perStep[steps - 1] ?? 0) + 1;
  }
}
