import type { WorkId } from '../storage/keys.ts';
import type { BookKey, FilmKey } from './ids.ts';

/** The two works of a pair. */
export const works = ['film', 'book'] as const;
export type Work = (typeof works)[number];

/** What ratings are kept under. A book filmed twice has one id, and so one tally. */
export function workId(work: Work, pair: { readonly key: FilmKey; readonly book: { readonly key: BookKey } }): WorkId {
  return work === 'film' ? `film:${pair.key}` : `book:${pair.book.key}`;
}
