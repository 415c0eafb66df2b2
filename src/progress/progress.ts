import { z } from 'zod';
import type { Now } from '../clock.ts';
import { isAtLeast, type Reached, reaches } from '../spoilers/reached.ts';
import type { GuildId, MemberId } from '../storage/ids.ts';
import { keys, ofMember, readWorkKey, type Where, type WorkId } from '../storage/keys.ts';
import { readRecord, recordsOf } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { createTurns } from '../storage/turns.ts';

/** How far one member is with one work, as the store keeps it. */
export const progressRecord = z.object({ version: z.literal(1), reached: z.enum(reaches), at: z.number() });

/** How far a member is with one work on one server, as they said it at that time (epoch milliseconds). */
export interface OwnProgress {
  readonly guild: GuildId;
  readonly work: WorkId;
  readonly reached: Reached;
  readonly at: number;
}

/**
 * How far members are with films and books, one record for each member, work and server. A book that was filmed twice
 * is one work.
 */
export interface Progress {
  /** Undefined where the member has never said. */
  of(guild: GuildId, work: WorkId, member: MemberId): Promise<Reached | undefined>;
  /** What the member says about themselves, further or back. Resolves when it would survive a power cut. */
  put(guild: GuildId, work: WorkId, member: MemberId, reached: Reached): Promise<void>;
  /** What follows from something else that the member said: it only ever raises. */
  atLeast(guild: GuildId, work: WorkId, member: MemberId, reached: Reached): Promise<void>;
  /** All that is kept of the member, there. */
  exportOf(member: MemberId, where: Where): Promise<readonly OwnProgress[]>;
  /** Removes it: all or nothing. Resolves to whether there was any. */
  forget(member: MemberId, where: Where): Promise<boolean>;
}

/** Progress over a store. */
export function createProgress({ store, now }: { readonly store: Store; readonly now: Now }): Progress {
  // `atLeast` reads before it writes; without turns it could undo what the member says meanwhile.
  const inTurn = createTurns();
  const read = async (key: string) => (await readRecord(store, key, progressRecord))?.reached;
  const write = async (key: string, reached: Reached) => store.put(key, { version: 1, reached, at: now() });

  return {
    of: async (guild, work, member) => read(keys.progress(guild, work, member)),
    async put(guild, work, member, reached) {
      const key = keys.progress(guild, work, member);
      await inTurn(key, async () => write(key, reached));
    },
    async atLeast(guild, work, member, reached) {
      const key = keys.progress(guild, work, member);
      await inTurn(key, async () => {
        const before = await read(key);
        if (before === undefined || !isAtLeast(before, reached)) await write(key, reached);
      });
    },
    async exportOf(member, where) {
      const records = await recordsOf(store, ofMember('progress', member, where), progressRecord);
      return records.map(({ key, record: { reached, at } }) => ({ ...readWorkKey(key), reached, at }));
    },
    async forget(member, where) {
      const entries = await store.entriesOf(...ofMember('progress', member, where));
      await store.deleteKeys(entries.map(({ key }) => key));
      return entries.length > 0;
    },
  };
}
