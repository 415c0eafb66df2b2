import type { WorkId } from '../storage/keys.ts';
import { type Gap, type Given, gapBetween } from './gap.ts';
import { type Tally, tallyFrom } from './tally.ts';

/*
 * What a server thinks of all its works, as lists. A board begins at five ratings: below that, a place on it would be
 * chance, and would say too much of single members.
 */

/** Highest first, most divided first, and where book and film are furthest apart. */
export const boards = ['highest', 'divisive', 'gap'] as const;
export type Board = (typeof boards)[number];

/** From here on a work has a place; on the `gap` board, from so many members who rated both. */
export const enoughForBoards = 5;
/** How many ratings' worth of the server's mean each work's average is mixed with. */
export const pull = 5;

/** The ratings of one work. */
export interface WorkRatings {
  /** How many gave each half-step. */
  readonly perStep: readonly number[];
  readonly byMember: Given;
}

/** All ratings of a server. */
export type ServerRatings = ReadonlyMap<WorkId, WorkRatings>;

/** A film with its book, by what their ratings are kept under. */
export interface Pair {
  readonly film: WorkId;
  readonly book: WorkId;
}

/** A place on a board. Those with the same score share one, and the next is as many places further down. */
export interface Placed<Of> {
  readonly place: number;
  /** In stars, to two decimals: as it is shown, so that what looks alike is alike. */
  readonly score: number;
  readonly of: Of;
}

/** A work on a board, or a pair on the `gap` board. */
export type Standing =
  | { readonly board: 'highest' | 'divisive'; readonly work: WorkId; readonly tally: Tally }
  | { readonly board: 'gap'; readonly pair: Pair; readonly gap: Gap };

/** A whole board. */
export interface Standings {
  readonly placed: readonly Placed<Standing>[];
  /** Of all ratings of these works, in stars; undefined where there are none. */
  readonly mean: number | undefined;
}

/** A board over the works of these pairs; ratings of others, such as of films that left the catalogue, are left out. */
export function standings(board: Board, ratings: ServerRatings, pairs: readonly Pair[]): Standings {
  const works = [...new Set(pairs.flatMap(({ film, book }) => [film, book]))];
  const tallies = works.flatMap((work) => {
    const given = ratings.get(work);
    return given ? [{ work, tally: tallyFrom(given.perStep) }] : [];
  });
  const mean = meanOf(tallies.map(({ tally }) => tally));
  return { mean, placed: board === 'gap' ? gaps(ratings, pairs) : worksOn(board, tallies, mean) };
}

function worksOn(
  board: 'highest' | 'divisive',
  tallies: readonly { readonly work: WorkId; readonly tally: Tally }[],
  mean: number | undefined,
): readonly Placed<Standing>[] {
  return places(
    tallies.flatMap(({ work, tally }) => {
      const { count, average, spread } = tally;
      if (count < enoughForBoards || average === undefined || spread === undefined || mean === undefined) return [];
      const score = board === 'highest' ? pulled(average, count, mean) : spread;
      return [{ score, count, name: work, of: { board, work, tally } as const }];
    }),
  );
}

function gaps(ratings: ServerRatings, pairs: readonly Pair[]): readonly Placed<Standing>[] {
  return places(
    pairs.flatMap((pair) => {
      const [film, book] = [ratings.get(pair.film), ratings.get(pair.book)];
      if (!film || !book) return [];
      const gap = gapBetween(film.byMember, book.byMember);
      // No difference, as far as it is shown, is no gap.
      const score = Math.abs(gap.difference ?? 0);
      if (gap.count < enoughForBoards || score < 0.005) return [];
      return [{ score, count: gap.count, name: pair.film, of: { board: 'gap', pair, gap } as const }];
    }),
  );
}

/**
 * The Bayesian average: as if {@link pull} members more had each given the server's mean. A work with few ratings stays
 * near that mean until more of them say otherwise. As IMDb weighs its charts: (v·R + m·C) / (v + m);
 * https://help.imdb.com/article/imdb/track-movies-tv/ratings-faq/G67Y87TFYYP6TWAV
 */
export function pulled(average: number, count: number, mean: number): number {
  return (count * average + pull * mean) / (count + pull);
}

function meanOf(tallies: readonly Tally[]): number | undefined {
  const count = tallies.reduce((sum, tally) => sum + tally.count, 0);
  const steps = tallies.reduce(
    (sum, { perStep }) => sum + perStep.reduce((all, some, index) => all + some * (index + 1), 0),
    0,
  );
  return count === 0 ? undefined : steps / count / 2;
}

/** By score, then by how many say so, then by name: the same order each time. */
function places<Of>(
  candidates: readonly { readonly score: number; readonly count: number; readonly name: string; readonly of: Of }[],
): readonly Placed<Of>[] {
  const sorted = candidates
    .map((candidate) => ({ ...candidate, score: Math.round(candidate.score * 100) / 100 }))
    .sort((one, other) => other.score - one.score || other.count - one.count || (one.name < other.name ? -1 : 1));
  let place = 1;
  return sorted.map(({ score, of }, index) => {
    if (score !== sorted[index - 1]?.score) place = index + 1;
    return { place, score, of };
  });
}
