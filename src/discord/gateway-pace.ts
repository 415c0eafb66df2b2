import {
  type IIdentifyThrottler,
  SimpleIdentifyThrottler,
  SimpleShardingStrategy,
  type WebSocketOptions,
  WebSocketShardStatus,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';

/** How what is done again and again slows down. In milliseconds. */
export interface Pacing {
  /** What was done longer ago does not count. */
  readonly within: number;
  /** The first pause; each further one is twice as long. */
  readonly first: number;
  readonly longest: number;
}

/** Of connections. A session that goes on costs nothing, and members wait for it. */
export const connections: Pacing = { within: 5 * 60_000, first: 1000, longest: 60_000 };
/** Of sessions that begin: a bot that begins more than a thousand in a day loses its token. */
export const beginnings: Pacing = { within: 60 * 60_000, first: 10_000, longest: 5 * 60_000 };

/** The one of @discordjs/ws: discord.js has another of that name. */
type GatewayManager = Parameters<NonNullable<WebSocketOptions['buildStrategy']>>[0];

/** Discord itself drops a connection now and then, and its deployments drop two in a row. */
const atOnce = 2;

/** When it may be done next, if it was done at these times. */
export function nextAt(times: readonly number[], now: number, { within, first, longest }: Pacing): number {
  const lately = latelyOf(times, now, { within });
  const last = lately.at(-1);
  if (last === undefined || lately.length <= atOnce) return now;
  return Math.max(now, last + Math.min(first * 2 ** (lately.length - atOnce - 1), longest));
}

const latelyOf = (times: readonly number[], now: number, { within }: Pick<Pacing, 'within'>) =>
  times.filter((at) => at > now - within);

/** Options for discord.js's `ws`. */
export type GatewayPace = Pick<WebSocketOptions, 'buildStrategy' | 'buildIdentifyThrottler'>;

/**
 * @discordjs/ws makes a connection anew half a second after it was lost, and a session anew after five, however often.
 * This slows both down, by the options that it has for where sessions are kept and for when they may begin.
 */
export function gatewayPace({ clock, log }: { readonly clock: Clock; readonly log: Logger }): GatewayPace {
  const connected = createRecord(connections, clock);
  const begun = createRecord(beginnings, clock);

  return {
    buildStrategy(manager) {
      const strategy = new SimpleShardingStrategy(manager);
      const { options } = manager;
      const { retrieveSessionInfo } = options;
      options.retrieveSessionInfo = async (shard) => {
        // Asked for at every dispatch, too. Of a shard that is idle, it is what it does before it connects.
        if ((await strategy.fetchStatus()).get(shard) === WebSocketShardStatus.Idle) {
          await slowDown(connected, shard, 'the gateway drops us again and again; connecting in a while');
          connected.add(shard);
        }
        return retrieveSessionInfo(shard);
      };
      return strategy;
    },

    async buildIdentifyThrottler(manager) {
      const { max_concurrency } = (await manager.fetchGatewayInformation()).session_start_limit;
      const library = new SimpleIdentifyThrottler(max_concurrency);
      return {
        async waitForIdentify(shard, signal) {
          await slowDown(begun, shard, 'sessions end again and again; beginning another in a while', signal);
          // Before the first one, @discordjs/ws has asked.
          if (begun.any) await allowance(manager, signal);
          await library.waitForIdentify(shard, signal);
          begun.add(shard);
        },
      } satisfies IIdentifyThrottler;
    },
  };

  /** Sits out the pause before what a shard does again, and says so where there is one. */
  async function slowDown(
    { pauseBefore }: ReturnType<typeof createRecord>,
    shard: number,
    words: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const pause = pauseBefore(shard);
    if (pause > 0) log.warn({ shard, seconds: inSeconds(pause) }, words);
    await sitOut(clock, pause, signal);
  }

  /** Resolves when Discord lets another session begin. Processes of other shards begin theirs from the same allowance. */
  async function allowance(manager: GatewayManager, signal: AbortSignal): Promise<void> {
    for (;;) {
      // Where that cannot be told, the gateway knows.
      const limit = await manager.fetchGatewayInformation(true).then(
        ({ session_start_limit }) => session_start_limit,
        () => undefined,
      );
      if (!limit || limit.remaining > 0) return;
      const pause = Math.min(Math.max(limit.reset_after, beginnings.first), beginnings.longest);
      log.warn({ seconds: inSeconds(pause) }, 'Discord lets no more sessions begin today; waiting');
      await sitOut(clock, pause, signal);
    }
  }
}

const inSeconds = (milliseconds: number) => Math.ceil(milliseconds / 1000);

/** When each shard did something. */
function createRecord(pacing: Pacing, { steady }: Clock) {
  const times = new Map<number, readonly number[]>();
  const timesOf = (shard: number) => times.get(shard) ?? [];
  return {
    get any() {
      return times.size > 0;
    },
    pauseBefore: (shard: number) => nextAt(timesOf(shard), steady(), pacing) - steady(),
    add(shard: number) {
      const now = steady();
      times.set(shard, [...latelyOf(timesOf(shard), now, pacing), now]);
    },
  };
}

/** @throws the signal's reason when it comes first */
async function sitOut(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (milliseconds <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const cancel = clock.after(milliseconds, resolve);
    const giveUp = () => {
      cancel();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}
