import { type GuildId, guildId, type MemberId } from './ids.ts';

/*
 * Every key of the store is built here, and nowhere else. Parts are joined by `:`, which no part contains. A member's
 * votes are one key each, so that a vote is one write, and a tally is read by prefix.
 */

/** `film:<film key>` or `book:<book key>`. */
export type WorkId = `film:${string}` | `book:${string}`;

/** One server, or all of them. */
export type Where = GuildId | 'everywhere';

/** Kinds of records of which each belongs to one member of one server: `<kind>:<guild>:…:<member>`. */
type MemberKind = 'rating' | 'progress' | 'ballot' | 'take' | 'held-take';

/** What every key of a member's records of one kind begins and ends with. */
export function ofMember(kind: MemberKind, member: MemberId, where: Where): readonly [prefix: string, suffix: string] {
  return [where === 'everywhere' ? `${kind}:` : `${kind}:${where}:`, `:${member}`];
}

/**
 * The server and the work of a key such as {@link keys.rating}.
 * @throws Error where the key is of another form
 */
export function readWorkKey(key: string): { readonly guild: GuildId; readonly work: WorkId } {
  const [, guild, kind, name] = key.split(':');
  if ((kind !== 'film' && kind !== 'book') || !name) throw new Error('This is no key of a record about a work');
  return { guild: guildId.parse(guild), work: `${kind}:${name}` };
}

/** What every key of one server's records begins with, and the keys that have nothing behind the server's id. */
export function recordsOfServer(guild: GuildId): {
  readonly prefixes: readonly string[];
  readonly single: readonly string[];
} {
  const kinds = ['rating', 'progress', 'matchup', 'due', 'ballot', 'take', 'held-take', 'stale-card'];
  return { prefixes: kinds.map((kind) => `${kind}:${guild}:`), single: [keys.settings(guild)] };
}

export const keys = {
  /** In which format the store is. */
  version: 'store:version',
  /** Changes when a backup is put in the place of everything. */
  restored: 'store:restored',
  /** There while something that was deleted may still be read in the engine's files. */
  unscrubbed: 'unscrubbed',
  /** Written and removed when a store is opened, to prove that it can be. */
  proof: (id: string) => `proof:${id}`,

  contentPointer: 'content:current',
  contentManifests: 'content-manifest:',
  contentManifest: (hash: string) => `content-manifest:${hash}`,
  contentOf: (hash: string) => `content:${hash}:`,
  contentFilm: (hash: string, film: string) => `content:${hash}:film:${film}`,
  contentIndex: (hash: string) => `content:${hash}:index`,
  contentSummaries: (hash: string) => `content:${hash}:summaries:`,
  /** In the order of `first`, the place of the first film in it. */
  contentSummariesFrom: (hash: string, first: number) => `content:${hash}:summaries:${String(first).padStart(9, '0')}`,
  allContentFiles: 'content-files:',
  contentFiles: (print: string) => `content-files:${print}`,

  ratingsOn: (guild: GuildId) => `rating:${guild}:`,
  ratings: (guild: GuildId, work: WorkId) => `rating:${guild}:${work}:`,
  rating: (guild: GuildId, work: WorkId, member: MemberId) => `rating:${guild}:${work}:${member}`,

  progress: (guild: GuildId, work: WorkId, member: MemberId) => `progress:${guild}:${work}:${member}`,

  allMatchups: 'matchup:',
  matchups: (guild: GuildId) => `matchup:${guild}:`,
  matchup: (guild: GuildId, matchup: string) => `matchup:${guild}:${matchup}`,

  ballots: (guild: GuildId, matchup: string) => `ballot:${guild}:${matchup}:`,
  ballot: (guild: GuildId, matchup: string, member: MemberId) => `ballot:${guild}:${matchup}:${member}`,

  /** There while something is still to be done about a matchup without being asked. */
  allDue: 'due:',
  due: (guild: GuildId, matchup: string) => `due:${guild}:${matchup}`,

  servers: 'server:',
  server: (guild: GuildId) => `server:${guild}`,
  settings: (guild: GuildId) => `settings:${guild}`,
  take: (guild: GuildId, matchup: string, member: MemberId) => `take:${guild}:${matchup}:${member}`,
  takes: (guild: GuildId, matchup: string) => `take:${guild}:${matchup}:`,
  allHeldTakes: 'held-take:',
  heldTakes: (guild: GuildId, matchup: string) => `held-take:${guild}:${matchup}:`,
  heldTake: (guild: GuildId, matchup: string, member: MemberId) => `held-take:${guild}:${matchup}:${member}`,

  staleCards: 'stale-card:',
  staleCard: (guild: GuildId, matchup: string) => `stale-card:${guild}:${matchup}`,
} as const;
