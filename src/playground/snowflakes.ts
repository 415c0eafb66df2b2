const discordEpoch = 1_420_070_400_000;
/** Ids of an earlier time would be shorter than the 17 digits by which discord.js finds ids in a route. */
const earliest = Date.UTC(2017, 0, 1);

/** Makes ids in Discord's form: 18 or 19 digits, rising, with the time in their upper bits. */
export interface Snowflakes {
  /** The next id. */
  next(): string;
  /** The next id in a later millisecond than any before: servers made together then fall on different shards. */
  nextSpread(): string;
}

/** A source of ids over the given clock, all of them later than `after`. */
export function snowflakesOf(now: () => number, after = '0'): Snowflakes {
  let last = BigInt(after);
  const take = (least: bigint): string => {
    const timed = BigInt(Math.max(Math.floor(now()), earliest) - discordEpoch) << 22n;
    last = timed > least ? timed : least;
    return last.toString();
  };
  return {
    next: () => take(last + 1n),
    nextSpread: () => take(((last >> 22n) + 1n) << 22n),
  };
}

/** The shard of `count` that a server belongs to. */
export function shardOf(serverId: string, count: number): number {
  return Number((BigInt(serverId) >> 22n) % BigInt(count));
}
