import { z } from 'zod';
import type { Now } from '../clock.ts';
import { type GuildId, guildId } from '../storage/ids.ts';
import { keys, recordsOfServer } from '../storage/keys.ts';
import { listRecords, readRecord } from '../storage/records.ts';
import type { Scrubbing } from '../storage/scrubbing.ts';
import type { Store } from '../storage/store.ts';
import { createTurns } from '../storage/turns.ts';

/** Whether Foyer is on a server, as the store keeps it. `left`: when it was taken off, in epoch milliseconds. */
export const residence = z.object({ version: z.literal(1), left: z.number().optional() });

/** What a server leaves behind is kept this long, in case it returns. */
export const keptFor = 30 * 24 * 60 * 60 * 1000;

/** On which servers Foyer is. Those that took it off lose what is kept of them, unless they return within thirty days. */
export interface Residence {
  /**
   * Discord says which servers there are, of those that `isOurs` takes for this process's: what is known of others
   * was taken off while nobody listened. A server that is out of reach for a while is among them all the same.
   */
  present(guilds: readonly GuildId[], isOurs: (guild: GuildId) => boolean): Promise<void>;
  joined(guild: GuildId): Promise<void>;
  left(guild: GuildId): Promise<void>;
  /** Says again what Discord said: an older store may have been put in the place of this one. */
  stillHere(): Promise<void>;
  /** Deletes what was left long enough ago, so that no byte of it stays behind. */
  clear(): Promise<void>;
  /** Resolves when nothing of this is under way. */
  idle(): Promise<void>;
}

/** Residence over a store. */
export function createResidence({
  store,
  now,
  isThere,
  scrubbing,
}: {
  readonly store: Store;
  readonly now: Now;
  /** Asks Discord whether Foyer is on that server, before anything is deleted: news of servers may be missed, or overtake each other. */
  readonly isThere: (guild: GuildId) => Promise<boolean>;
  readonly scrubbing: Pick<Scrubbing, 'after'>;
}): Residence {
  /** One after the other: a server that returns while it is being cleared finds a clean slate, and none is half there. */
  const inTurn = createTurns();
  /** Those that Discord says there are. */
  const heardOf = new Set<GuildId>();

  async function known(): Promise<ReadonlyMap<GuildId, number | undefined>> {
    const records = await listRecords(store, keys.servers, residence);
    return new Map(records.map(({ rest, record }) => [guildId.parse(rest), record.left]));
  }

  const here = (guild: GuildId) => ({ key: keys.server(guild), value: { version: 1 } });
  const gone = (guild: GuildId) => ({ key: keys.server(guild), value: { version: 1, left: now() } });

  const isNewTo = (before: ReadonlyMap<GuildId, number | undefined>) => (guild: GuildId) =>
    !before.has(guild) || before.get(guild) !== undefined;

  async function remove(guild: GuildId): Promise<boolean> {
    const { prefixes, single } = recordsOfServer(guild);
    for (const prefix of prefixes) await store.deleteAll(prefix);
    // The mark goes last: what is cut short is begun again.
    await store.deleteKeys([...single, keys.server(guild)]);
    return true;
  }

  return {
    present: async (guilds, isOurs) =>
      inTurn('', async () => {
        const before = await known();
        const now = new Set(guilds);
        for (const guild of heardOf) if (isOurs(guild) && !now.has(guild)) heardOf.delete(guild);
        for (const guild of guilds) heardOf.add(guild);
        const came = guilds.filter(isNewTo(before));
        const left = [...before].filter(([guild, since]) => since === undefined && isOurs(guild) && !now.has(guild));
        if (came.length + left.length === 0) return;
        await store.putAll([...came.map(here), ...left.map(([guild]) => gone(guild))]);
      }),
    joined: async (guild) =>
      inTurn('', async () => {
        heardOf.add(guild);
        const { key, value } = here(guild);
        await store.put(key, value);
      }),
    left: async (guild) =>
      inTurn('', async () => {
        heardOf.delete(guild);
        const { key, value } = gone(guild);
        if ((await readRecord(store, key, residence))?.left === undefined) await store.put(key, value);
      }),
    stillHere: async () =>
      inTurn('', async () => {
        await store.putAll([...heardOf].filter(isNewTo(await known())).map(here));
      }),
    clear: async () =>
      inTurn('', async () => {
        for (const [guild, left] of await known()) {
          if (left === undefined || left + keptFor > now()) continue;
          if (await isThere(guild)) await store.putAll([here(guild)]);
          else await scrubbing.after(async () => remove(guild));
        }
      }),
    idle: async () => inTurn('', async () => {}),
  };
}
