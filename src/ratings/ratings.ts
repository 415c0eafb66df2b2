import { z } from 'zod';
import type { Now } from '../clock.ts';
import type { GuildId, MemberId } from '../storage/ids.ts';
import { keys, ofMember, readWorkKey, type Where, type WorkId } from '../storage/keys.ts';
import {
  type RecordLines,
  readLines,
  readRecord,
  readValues,
  recordsOf,
  type WrittenForm,
} from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import type { Pair, ServerRatings } from './boards.ts';
import { type Gap, type Given, gapBetween } from './gap.ts';
import { allHalfSteps, type HalfSteps, halfSteps } from './half-steps.ts';
import { type Tally, tallyFrom, tallyOf } from './tally.ts';
import { serverFrom } from './warm-server.ts';
import { createWarmth } from './warmth.ts';

/** One member's rating as the store keeps it. */
export const ratingRecord = z.object({ version: z.literal(1), steps: halfSteps, at: z.number() });

const ratingForm: WrittenForm<HalfSteps> = {
  schema: ratingRecord.transform(({ steps }) => steps),
  asWritten: /\{"version":1,"steps":(?:10|[1-9]),"at":\d{1,15}\}/,
  readAt(text, start) {
    const first = start + '{"version":1,"steps":'.length;
    const steps = text.charAt(first + 1) === '0' ? 10 : text.charCodeAt(first) - '0'.charCodeAt(0);
    return allHalfSteps[steps - 1] ?? halfSteps.parse(steps);
  },
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
  /** A film beside its book. */
  pair(guild: GuildId, pair: Pair): Promise<PairRatings>;
  /** All that a server's members gave. To be looked at at once: it changes with what they give next. */
  onServer(guild: GuildId): Promise<ServerRatings>;
}

/** The tallies of a film and its book, and how those who rated both compare them. */
export interface PairRatings {
  readonly film: Tally;
  readonly book: Tally;
  readonly gap: Gap;
}

/** A tally kept warm: the counts, and what they are counted from. */
interface Warm {
  readonly perStep: number[];
  /** As they were loaded. */
  readonly loaded: RecordLines<HalfSteps>;
  /** Those written here since then. */
  readonly since: Map<string, HalfSteps | undefined>;
  /** Each member's, once somebody asked for them. */
  given?: Map<string, HalfSteps>;
}

const talliesKeptWarm = 1000;
/** A server of a hundred thousand ratings takes some twenty megabytes. */
const serversKeptWarm = 20;

/** Ratings over a store. Nothing is read, changed and written back: a vote is one write of one key. */
export function createRatings({
  store,
  now,
  steady = now,
}: {
  readonly store: Store;
  readonly now: Now;
  /** By which what is kept warm grows old: a time of day that is set back would keep it young. */
  readonly steady?: Now;
}): Ratings {
  const tallies = createWarmth({ max: talliesKeptWarm, now: steady }, async (prefix: string): Promise<Warm> => {
    const loaded = await readLines(store, prefix, ratingForm);
    const perStep = allHalfSteps.map(() => 0);
    await loaded.gradually((steps) => count(perStep, steps, 1));
    return { perStep, loaded, since: new Map() };
  });
  const servers = createWarmth({ max: serversKeptWarm, now: steady }, async (guild: GuildId) =>
    serverFrom(await readLines(store, keys.ratingsOn(guild), ratingForm)),
  );

  async function follow(guild: GuildId, work: WorkId, member: MemberId, steps: HalfSteps | undefined): Promise<void> {
    await Promise.all([
      tallies.follow(keys.ratings(guild, work), (tally) => change(tally, member, steps)),
      servers.follow(guild, (server) => server.change(work, member, steps)),
    ]);
  }

  return {
    async put(guild, work, member, steps) {
      await store.put(keys.rating(guild, work, member), { version: 1, steps, at: now() });
      await follow(guild, work, member, steps);
    },
    async takeBack(guild, work, member) {
      await store.delete(keys.rating(guild, work, member));
      await follow(guild, work, member, undefined);
    },
    async of(guild, work, member) {
      const record = await readRecord(store, keys.rating(guild, work, member), ratingRecord);
      return record?.steps;
    },
    async tally(guild, work) {
      const prefix = keys.ratings(guild, work);
      if (tallies.has(prefix)) return tallyIn(await tallies.get(prefix));
      // Who comes first is answered from a count that forgets who gave what. What keeps the tally warm is read behind
      // it, by itself: neither builds on the other, so no rating is missed between them or counted twice.
      const counting = readValues(store, prefix, ratingForm);
      const loading = tallies.get(prefix, counting);
      loading.catch(() => {});
      const counted = await counting;
      return counted ? tallyOf(counted) : tallyIn(await loading);
    },
    async pair(guild, { film, book }) {
      const [ofFilm, ofBook] = await Promise.all([
        tallies.get(keys.ratings(guild, film)),
        tallies.get(keys.ratings(guild, book)),
      ]);
      return { film: tallyIn(ofFilm), book: tallyIn(ofBook), gap: gapBetween(givenIn(ofFilm), givenIn(ofBook)) };
    },
    async onServer(guild) {
      return (await servers.get(guild)).ratings;
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
          tallies.drop(keys.ratings(guild, work));
          servers.drop(guild);
        }
      }
      return given.length > 0;
    },
  };
}

const tallyIn = ({ perStep }: Warm) => tallyFrom([...perStep]);

function givenIn(warm: Warm): Given {
  if (warm.given) return warm.given;
  const given = new Map<string, HalfSteps>();
  warm.loaded.each((steps, member) => given.set(member, steps));
  for (const [member, steps] of warm.since) set(given, member, steps);
  warm.given = given;
  return given;
}

function change({ perStep, loaded, since, given }: Warm, member: string, steps: HalfSteps | undefined): void {
  count(perStep, since.has(member) ? since.get(member) : loaded.find(member), -1);
  count(perStep, steps, 1);
  since.set(member, steps);
  if (given) set(given, member, steps);
}

function set(given: Map<string, HalfSteps>, member: string, steps: HalfSteps | undefined): void {
  if (steps === undefined) given.delete(member);
  else given.set(member, steps);
}

function count(perStep: number[], steps: HalfSteps | undefined, by: 1 | -1): void {
  if (steps !== undefined) perStep[steps - 1] = (perStep[steps - 1] ?? 0) + by;
}
