import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Now } from '../clock.ts';
import { channelId, type GuildId } from '../storage/ids.ts';
import { keys } from '../storage/keys.ts';
import { readRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { createTurns } from '../storage/turns.ts';

/** What a server wishes for, as the store keeps it. */
export const settingsRecord = z.object({
  version: z.literal(1),
  /** How long a poll stays open where nobody says otherwise. Missing: as Foyer does it. */
  hours: z.number().int().positive().optional(),
  /** Whether plot is told to one member alone where they do not say otherwise. */
  tellsPrivately: z.boolean(),
  /** Where cards for everybody may stand; empty: everywhere. */
  channels: z.array(channelId),
  /** How many of them in one channel within an hour. Missing: as many as members ask for. */
  cardsPerHour: z.number().int().positive().optional(),
});

/** What those who manage a server wish for on it. */
export type Settings = Omit<z.infer<typeof settingsRecord>, 'version'>;

/** A server that has wished for nothing. */
export const noWishes: Settings = { tellsPrivately: false, channels: [] };

/** Servers' settings. What another process writes is seen within a minute. */
export interface ServerSettings {
  of(guild: GuildId): Promise<Settings>;
  /** Changes some of them. Resolves when that would survive a power cut. */
  change(guild: GuildId, change: Partial<Settings>): Promise<Settings>;
}

const warmFor = 60_000;
const serversKeptWarm = 10_000;

/** Settings over a store. A server's are read once a minute at most, however much happens on it. */
export function createServerSettings({ store, now }: { readonly store: Store; readonly now: Now }): ServerSettings {
  const inTurn = createTurns();
  const warm = new LRUCache<GuildId, Promise<Settings>>({
    max: serversKeptWarm,
    ttl: warmFor,
    // The clock that was handed in, asked each time: the cache would keep what it says for a while of real time.
    perf: { now },
    ttlResolution: 0,
  });

  async function load(guild: GuildId): Promise<Settings> {
    const record = await readRecord(store, keys.settings(guild), settingsRecord);
    if (!record) return noWishes;
    const { version: _, ...settings } = record;
    return settings;
  }

  return {
    async of(guild) {
      const kept = warm.get(guild);
      if (kept) return kept;
      const loading = load(guild);
      warm.set(guild, loading);
      try {
        return await loading;
      } catch (error) {
        warm.delete(guild);
        throw error;
      }
    },
    change: async (guild, change) =>
      inTurn(guild, async () => {
        const settings = { ...(await load(guild)), ...change };
        try {
          await store.put(keys.settings(guild), { version: 1, ...settings });
        } catch (error) {
          // It may have arrived all the same.
          warm.delete(guild);
          throw error;
        }
        warm.set(guild, Promise.resolve(settings));
        return settings;
      }),
  };
}
