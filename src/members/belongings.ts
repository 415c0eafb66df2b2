import type { OwnProgress } from '../progress/progress.ts';
import type { OwnRating } from '../ratings/ratings.ts';
import type { Where } from '../storage/keys.ts';

/** All that is kept of one member, kind by kind. */
export interface Belongings {
  readonly ratings: readonly OwnRating[];
  readonly progress: readonly OwnProgress[];
}

/** The kinds, in the order in which they are told. */
export const kinds = ['ratings', 'progress'] as const satisfies readonly (keyof Belongings)[];
export type Kind = (typeof kinds)[number];

/** How many there are of each kind. */
export type Counts = Readonly<Record<Kind, number>>;

/** Those of one server, or all. */
export function belongingsOn({ ratings, progress }: Belongings, where: Where): Belongings {
  const isThere = ({ guild }: { readonly guild: string }) => where === 'everywhere' || guild === where;
  return { ratings: ratings.filter(isThere), progress: progress.filter(isThere) };
}

/** Counts them. */
export function countsOf(belongings: Belongings): Counts {
  return { ratings: belongings.ratings.length, progress: belongings.progress.length };
}

/** Whether there is nothing at all. */
export function isNothing(counts: Counts): boolean {
  return kinds.every((kind) => counts[kind] === 0);
}

/** When the latest of them was written, in epoch milliseconds; 0 where there is nothing. */
export function latestOf(belongings: Belongings): number {
  return Math.max(0, ...kinds.flatMap((kind) => belongings[kind].map(({ at }) => at)));
}
