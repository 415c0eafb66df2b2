import type { HalfSteps } from './half-steps.ts';
import { enoughRatings } from './tally.ts';

/** Each member's stars for one work, by the member's id. */
export type Given = ReadonlyMap<string, HalfSteps>;

/** How a book and its film compare among the members who rated both. */
export interface Gap {
  /** Who rated both. */
  readonly count: number;
  /**
   * By how many stars the book is above the film, on average; below 0 where the film is. Undefined while fewer than
   * {@link enoughRatings} rated both: it would give single members' stars away.
   */
  readonly difference: number | undefined;
}

/** The gap between a film and its book: of those who rated both alone, so that the same people are compared. */
export function gapBetween(film: Given, book: Given): Gap {
  const [fewer, more, sign] = film.size < book.size ? [film, book, 1] : [book, film, -1];
  let count = 0;
  let steps = 0;
  for (const [member, one] of fewer) {
    const other = more.get(member);
    if (other === undefined) continue;
    count += 1;
    steps += sign * (other - one);
  }
  return { count, difference: count < enoughRatings ? undefined : steps / count / 2 };
}
