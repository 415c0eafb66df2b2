import { z } from 'zod';
import type { Now } from '../clock.ts';
import { isAtLeast, type Reached, reaches } from '../spoilers/reached.ts';
import type { GuildId, MemberId } from '../storage/ids.ts';
import { keys, type WorkId } from '../storage/keys.ts';
import { readRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { createTurns } from '../storage/turns.ts';

const progressRecord = z.object({ version: z.literal(1), reached: z.enum(reaches), at: z.number() });

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
  /** Removes all that is kept of the member, on one server or on all. */
  forget(member: MemberId, where: GuildId | 'everywhere'): Promise<void>;
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
    async forget(member, where) {
      const prefix = where === 'everywhere' ? keys.allProgress : keys.progressOn(where);
      const entries = await store.entries(prefix);
      const theirs = entries.filter(({ key }) => key.endsWith(`:${member}`));
      await Promise.all(theirs.map(async ({ key }) => inTurn(key, async () => store.delete(key))));
    },
  };
}
