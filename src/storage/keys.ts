import type { GuildId, MemberId } from './ids.ts';

/*
 * Every key of the store is built here, and nowhere else. Parts are joined by `:`, which no part contains. A member's
 * votes are one key each, so that a vote is one write, and a tally is read by prefix.
 */

/** `film:<film key>` or `book:<book key>`. */
export type WorkId = `film:${string}` | `book:${string}`;

export const keys = {
  contentPointer: 'content:current',
  contentManifests: 'content-manifest:',
  contentManifest: (hash: string) => `content-manifest:${hash}`,
  contentOf: (hash: string) => `content:${hash}:`,
  contentFilm: (hash: string, film: string) => `content:${hash}:film:${film}`,

  ratings: (guild: GuildId, work: WorkId) => `rating:${guild}:${work}:`,
  rating: (guild: GuildId, work: WorkId, member: MemberId) => `rating:${guild}:${work}:${member}`,

  allProgress: 'progress:',
  progressOn: (guild: GuildId) => `progress:${guild}:`,
  progress: (guild: GuildId, work: WorkId, member: MemberId) => `progress:${guild}:${work}:${member}`,

  allMatchups: 'matchup:',
  matchups: (guild: GuildId) => `matchup:${guild}:`,
  matchup: (guild: GuildId, matchup: string) => `matchup:${guild}:${matchup}`,

  ballots: (guild: GuildId, matchup: string) => `ballot:${guild}:${matchup}:`,
  ballot: (guild: GuildId, matchup: string, member: MemberId) => `ballot:${guild}:${matchup}:${member}`,

  staleCards: 'stale-card:',
  staleCard: (guild: GuildId, matchup: string) => `stale-card:${guild}:${matchup}`,
} as const;
