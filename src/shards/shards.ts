import { ShardClientUtil } from 'discord.js';
import type { GuildId } from '../storage/ids.ts';

/** Which of Discord's shards this process runs. A server belongs to exactly one shard. */
export type Shards =
  /** All of them: as many as Discord recommends. */
  | { readonly kind: 'all' }
  /** None: it starts a process for each, and sees to them. */
  | { readonly kind: 'a process each'; readonly count: number | 'auto' }
  /** From `first` to `last`, both included, of so many in all; others run elsewhere. */
  | { readonly kind: 'some'; readonly first: number; readonly last: number; readonly of: number };

/** The shards of one process that talks to Discord itself. */
export type OwnShards = Exclude<Shards, { readonly kind: 'a process each' }>;

/** More shards than the largest bots have. */
const mostShards = 16_384;
const count = /^[1-9]\d{0,4}$/;
const range = /^(\d{1,5})-(\d{1,5})\/([1-9]\d{0,4})$/;

/** Reads SHARDS: `auto`, a number, or `a-b/N`. Undefined for anything else. */
export function parseShards(text: string): Shards | undefined {
  if (text === 'auto') return { kind: 'a process each', count: 'auto' };
  if (count.test(text)) return Number(text) > mostShards ? undefined : { kind: 'a process each', count: Number(text) };
  const [first, last, of] = (range.exec(text) ?? []).slice(1).map(Number);
  if (first === undefined || last === undefined || of === undefined) return undefined;
  return first <= last && last < of && of <= mostShards ? { kind: 'some', first, last, of } : undefined;
}

/** Whether what happens on that server is this process's business. */
export function serves(shards: OwnShards, guild: GuildId): boolean {
  if (shards.kind === 'all') return true;
  const shard = ShardClientUtil.shardIdForGuildId(guild, shards.of);
  return shards.first <= shard && shard <= shards.last;
}

/** Whether this process has the first shard: of several processes, it does what is done once for all of them. */
export function isFirst(shards: OwnShards): boolean {
  return shards.kind === 'all' || shards.first === 0;
}
