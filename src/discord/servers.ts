import { type REST, Routes } from 'discord.js';
import type { GuildId } from '../storage/ids.ts';
import { serverClosedToUs } from './faults.ts';
import { patiently } from './patience.ts';

/** Asks Discord whether we are on a server. Rejects where Discord does not say. */
export function isOnServer(rest: REST): (guild: GuildId) => Promise<boolean> {
  return async (guild) => {
    try {
      await patiently(async () => rest.get(Routes.guild(guild)));
      return true;
    } catch (error) {
      if (serverClosedToUs(error)) return false;
      throw error;
    }
  };
}
