import { LRUCache } from 'lru-cache';
import type { Now } from '../clock.ts';
import type { ChannelId, GuildId } from '../storage/ids.ts';
import type { UserErrorReason } from '../user-error.ts';
import type { ServerSettings } from './settings.ts';

/** Where a card for everybody is to stand; of a thread, `within` is the channel that it belongs to. */
export interface PublicPlace {
  readonly guild: GuildId;
  readonly channel: ChannelId;
  readonly within: ChannelId | undefined;
}

/** Whether it may. What was granted and is not made use of is to be given back. */
export type Permission =
  | { readonly granted: true; giveBack(): void }
  | { readonly granted: false; readonly why: UserErrorReason };

/** Holds servers' cards for everybody to what the servers wish for. */
export interface Publicity {
  ask(place: PublicPlace): Promise<Permission>;
}

const hour = 60 * 60 * 1000;
const channelsCounted = 20_000;

/** Publicity by servers' settings. Cards are counted in memory: a server belongs to one process. */
export function createPublicity({
  settings,
  now,
}: {
  readonly settings: Pick<ServerSettings, 'of'>;
  readonly now: Now;
}): Publicity {
  /** When cards were posted within the last hour, channel by channel, the oldest first. */
  const posted = new LRUCache<ChannelId, readonly number[]>({ max: channelsCounted });

  return {
    async ask({ guild, channel, within }) {
      const { channels, cardsPerHour } = await settings.of(guild);
      const isWelcome = channels.length === 0 || channels.some((each) => each === channel || each === within);
      if (!isWelcome) return { granted: false, why: { code: 'public.elsewhere', channels } };
      if (cardsPerHour === undefined) return { granted: true, giveBack() {} };
      const time = now();
      const recent = (posted.get(channel) ?? []).filter((at) => at > time - hour);
      if (recent.length >= cardsPerHour) {
        // The one that must be an hour old before there is room again: not the oldest, where the limit was lowered.
        const leaving = recent[recent.length - cardsPerHour] ?? time;
        return { granted: false, why: { code: 'public.later', cardsPerHour, at: leaving + hour } };
      }
      posted.set(channel, [...recent, time]);
      return {
        granted: true,
        giveBack() {
          const left = [...(posted.get(channel) ?? [])];
          const mine = left.lastIndexOf(time);
          if (mine >= 0) posted.set(channel, left.toSpliced(mine, 1));
        },
      };
    },
  };
}
