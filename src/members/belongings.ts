import type { OwnMatchups } from '../matchups/forgetting.ts';
import type { OwnProgress } from '../progress/progress.ts';
import type { OwnRating } from '../ratings/ratings.ts';
import type { Where } from '../storage/keys.ts';

/** All that is kept of one member, kind by kind. */
export interface Belongings extends OwnMatchups {
  readonly ratings: readonly OwnRating[];
  readonly progress: readonly OwnProgress[];
}

/** The kinds, in the order in which they are told. */
export const kinds = [
  'ratings',
  'ballots',
  'takes',
  'progress',
  'opened',
] as const satisfies readonly (keyof Belongings)[];
export type Kind = (typeof kinds)[number];

/** How many there are of each kind. */
export type Counts = Readonly<Record<Kind, number>>;

/** Those of one server, or all. */
export function belongingsOn({ ratings, ballots, takes, progress, opened }: Belongings, where: Where): Belongings {
  const isThere = ({ guild }: { readonly guild: string }) => where === 'everywhere' || guild === where;
  return {
    ratings: ratings.filter(isThere),
    ballots: ballots.filter(isThere),
    takes: takes.filter(isThere),
    progress: progress.filter(isThere),
    opened: opened.filter(isThere),
  };
}

/** Counts them. */
export function countsOf({ ratings, ballots, takes, progress, opened }: Belongings): Counts {
  return {
    ratings: ratings.length,
    ballots: ballots.length,
    takes: takes.length,
    progress: progress.length,
    opened: opened.length,
  };
}

/** Whether there is nothing at all. */
export function isNothing(counts: Counts): boolean {
  return kinds.every((kind) => counts[kind] === 0);
}

/** When the latest of them was written, in epoch milliseconds; 0 where there is nothing. */
export function latestOf(belongings: Belongings): number {
  return Math.max(0, ...kinds.flatMap((kind) => belongings[kind].map(({ at }) => at)));
}
