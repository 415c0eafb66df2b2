import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Now } from '../clock.ts';
import type { GuildId, MemberId } from '../storage/ids.ts';
import { keys, ofMember, readWorkKey, type Where, type WorkId } from '../storage/keys.ts';
import { type RecordLines, readLines, readRecord, recordsOf, type WrittenForm } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { allHalfSteps, type HalfSteps, halfSteps } from './half-steps.ts';
import { type Tally, tallyFrom } from './tally.ts';

const ratingRecord = z.object({ version: z.literal(1), steps: halfSteps, at: z.number() });

const ratingForm: WrittenForm<HalfSteps> = {
  schema: ratingRecord.transform(({ steps }) => steps),
  asWritten: /\{"version":1,"steps":(10|[1-9]),"at":\d{1,15}\}/,
  read: ([steps]) => allHalfSteps[Number(steps) - 1] ?? halfSteps.parse(Number(steps)),
};

/** One member's stars for one work on one server, given at that time (epoch milliseconds). */
export interface OwnRating {
  readonly guild: GuildId;
  readonly work: WorkId;
  readonly steps: HalfSteps;
  readonly at: number;
}

/** Members' stars for films and books, one for each member, work and server. */
export interface Ratings {
  /** Resolves when the rating would survive a power cut. A second one takes the place of the first. */
  put(guild: GuildId, work: WorkId, member: MemberId, steps: HalfSteps): Promise<void>;
  takeBack(guild: GuildId, work: WorkId, member: MemberId): Promise<void>;
  of(guild: GuildId, work: WorkId, member: MemberId): Promise<HalfSteps | undefined>;
  tally(guild: GuildId, work: WorkId): Promise<Tally>;
  /** All that the member gave, there. */
  exportOf(member: MemberId, where: Where): Promise<readonly OwnRating[]>;
  /** Removes it: all or nothing. Tallies here follow at once. Resolves to whether there was any. */
  forget(member: MemberId, where: Where): Promise<boolean>;
}

/** A tally kept warm: the counts, and what they are counted from. */
interface Warm {
  readonly perStep: number[];
  /** As they were loaded. */
  readonly loaded: RecordLines<HalfSteps>;
  /** Those written here since then. */
  readonly since: Map<MemberId, HalfSteps | undefined>;
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
    const loaded = await readLines(store, prefix, ratingForm);
    const perStep = allHalfSteps.map(() => 0);
    loaded.each((steps) => count(perStep, steps, 1));
    return { perStep, loaded, since: new Map() };
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
    async exportOf(member, where) {
      const records = await recordsOf(store, ofMember('rating', member, where), ratingRecord);
      return records.map(({ key, record: { steps, at } }) => ({ ...readWorkKey(key), steps, at }));
    },
    async forget(member, where) {
      const given = (await store.entriesOf(...ofMember('rating', member, where))).map(({ key }) => key);
      try {
        await store.deleteKeys(given);
      } finally {
        // After a failed write too: it may have arrived all the same. A warm tally knows who gave what: none is kept.
        for (const key of given) {
          const { guild, work } = readWorkKey(key);
          warm.delete(keys.ratings(guild, work));
        }
      }
      return given.length > 0;
    },
  };
}

function change({ perStep, loaded, since }: Warm, member: MemberId, steps: HalfSteps | undefined): void {
  count(perStep, since.has(member) ? since.get(member) : loaded.find(member), -1);
  count(perStep, steps, 1);
  since.set(member, steps);
}

function count(perStep: number[], steps: HalfSteps | undefined, by: 1 | -1): void {
  if (steps !== undefined) perStep[steps - 1] = (perStep[steps - 1] ?? 0) + by;
}
