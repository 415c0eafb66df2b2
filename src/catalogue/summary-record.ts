import { z } from 'zod';
import { bookKey, filmKey, reviewKey } from './ids.ts';
import { bookForms } from './kinds.ts';
import type { FilmSummary } from './summary.ts';

const texts = z.array(z.string());

/** A summary as the store keeps it. */
export const summaryRecord: z.ZodType<FilmSummary> = z.object({
  key: filmKey,
  title: z.string(),
  year: z.number(),
  medium: z.enum(['film', 'series']),
  directors: texts,
  countries: texts,
  languages: texts,
  contentNotes: texts,
  book: z.object({ key: bookKey, title: z.string(), authors: texts, form: z.enum(bookForms), year: z.number() }),
  reviews: z.array(
    z.object({
      key: reviewKey,
      byline: z.string().optional(),
      publication: z.string().optional(),
      title: z.string().optional(),
    }),
  ),
});
