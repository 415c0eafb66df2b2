import type { Book, Film, Review } from './film.ts';
import type { FilmKey } from './ids.ts';

/** What is kept in memory of every film: enough to find it, to name it, to pick it, and to ask about it. */
export interface FilmSummary {
  readonly key: FilmKey;
  readonly title: string;
  readonly year: number;
  readonly medium: Film['medium'];
  readonly directors: readonly string[];
  readonly countries: readonly string[];
  readonly languages: readonly string[];
  readonly contentNotes: readonly string[];
  readonly book: Pick<Book, 'key' | 'title' | 'authors' | 'form' | 'year'>;
  readonly reviews: readonly ReviewSummary[];
}

/** A review as a suggestion names it. */
export type ReviewSummary = Pick<Review, 'key' | 'byline' | 'publication' | 'title'>;

/** The summary of a film. */
export function summaryOf(film: Film): FilmSummary {
  const { key, title, year, medium, directors, countries, languages, contentNotes, book, reviews } = film;
  return {
    key,
    title,
    year,
    medium,
    directors: directors.map(({ name }) => name),
    countries,
    languages,
    contentNotes,
    book: { key: book.key, title: book.title, authors: book.authors, form: book.form, year: book.year },
    reviews: reviews.map((review) => ({
      key: review.key,
      byline: review.byline,
      publication: review.publication,
      title: review.title,
    })),
  };
}
