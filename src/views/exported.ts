import { stringify } from 'csv-stringify/sync';
import type { MessageFile } from '../discord/message.ts';
import type { Belongings } from '../members/belongings.ts';
import type { OwnRating } from '../ratings/ratings.ts';
import type { GuildId, MemberId } from '../storage/ids.ts';
import type { WorkId } from '../storage/keys.ts';

/** Whose data it is, when it was asked for, and what works are called. */
export interface Exporting {
  readonly member: MemberId;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Undefined for a work that is in the catalogue no more. */
  readonly titleOf: (work: WorkId) => string | undefined;
}

/*
 * What a member takes along. It is read by programs: names stay as they are, times are UTC, stars are numbers.
 */

/** Everything, as JSON. */
export function everythingFile(belongings: Belongings, { member, now, titleOf }: Exporting): MessageFile {
  const common = ({ guild, at }: { readonly guild: GuildId; readonly at: number }) => ({ server: guild, at: iso(at) });
  const named = (work: WorkId) => ({ work, title: titleOf(work) ?? null });
  const everything = {
    version: 1,
    member,
    exportedAt: iso(now),
    ratings: belongings.ratings.map((own) => ({ ...common(own), ...named(own.work), stars: own.steps / 2 })),
    ballots: belongings.ballots.map(({ matchup, film, ballot: { sides, knows, changed }, ...own }) => ({
      ...common(own),
      poll: matchup,
      ...(film && named(`film:${film}`)),
      sides,
      knows: knows ?? null,
      changed,
    })),
    takes: belongings.takes.map(({ matchup, film, text, message, ...own }) => ({
      ...common(own),
      poll: matchup,
      ...(film && named(`film:${film}`)),
      // Of one that stands in the talk the message alone is known.
      ...(text === undefined ? { message } : { text }),
    })),
    pollsOpened: belongings.opened.map(({ matchup, film, ...own }) => ({
      ...common(own),
      poll: matchup,
      ...(film && named(`film:${film}`)),
    })),
    progress: belongings.progress.map((own) => ({ ...common(own), ...named(own.work), reached: own.reached })),
  };
  return { name: 'mydata.json', bytes: Buffer.from(`${JSON.stringify(everything, undefined, 2)}\n`) };
}

/** The ratings, as a table for a spreadsheet. */
export function ratingsFile(ratings: readonly OwnRating[], { titleOf }: Pick<Exporting, 'titleOf'>): MessageFile {
  const rows = ratings.map(({ guild, work, steps, at }) => ({
    server: guild,
    work,
    title: titleOf(work) ?? '',
    stars: steps / 2,
    at: iso(at),
  }));
  const table = stringify(rows, {
    header: true,
    columns: ['server', 'work', 'title', 'stars', 'at'],
    // So that a spreadsheet reads it as UTF-8, and takes no title for a formula.
    bom: true,
    escape_formulas: true,
  });
  return { name: 'ratings.csv', bytes: Buffer.from(table) };
}

const iso = (time: number) => new Date(time).toISOString();
