import { z } from 'zod';
import { bookForms, bookKey, type Film, filmKey, reviewKey } from './film.ts';
import { type SearchEntry, searchEntry } from './search/entry.ts';
import { type FilmSummary, summaryOf } from './summary.ts';

/** What the catalogue holds of a film in memory: its summary, and the names by which it is found. */
export interface CatalogueEntry {
  readonly summary: FilmSummary;
  readonly search: SearchEntry;
}

/** The entry of a film. */
export function entryOf(film: Film): CatalogueEntry {
  return { summary: summaryOf(film), search: searchEntry(film) };
}

const texts = z.array(z.string());

/** An entry as the store keeps it. */
export const catalogueEntry: z.ZodType<CatalogueEntry> = z.object({
  summary: z.object({
    key: filmKey,
    title: z.string(),
    year: z.number(),
    medium: z.enum(['film', 'series']),
    directors: texts,
    countries: texts,
    languages: texts,
    contentNotes: texts,
    book: z.object({
      key: bookKey,
      title: z.string(),
      authors: texts,
      form: z.enum(bookForms),
      year: z.number(),
    }),
    reviews: z.array(
      z.object({
        key: reviewKey,
        byline: z.string().optional(),
        publication: z.string().optional(),
        title: z.string().optional(),
      }),
    ),
  }),
  search: z.object({ key: z.string(), year: z.number(), titles: texts, bookTitles: texts, people: texts }),
});
