import { z } from 'zod';
import { key } from './fields.ts';

/** `title-year` in lower-case Latin letters, digits and hyphens; at most 60 characters, so that it fits a custom_id. */
export const filmKey = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*-\d{4}$/, 'expected title-year, such as never-let-me-go-2010')
  .brand<'FilmKey'>();
export type FilmKey = z.infer<typeof filmKey>;

/** Books have keys of their own, so that a book filmed twice is one book with one tally. */
export const bookKey = key(60).brand<'BookKey'>();
export type BookKey = z.infer<typeof bookKey>;

/** Unique among the reviews of one film; `foyer` is our own. Short, because it travels in custom_ids. */
export const reviewKey = key(16).brand<'ReviewKey'>();
export type ReviewKey = z.infer<typeof reviewKey>;

/** The review key that is kept for our own. */
export const ourReviewKey = reviewKey.parse('foyer');
