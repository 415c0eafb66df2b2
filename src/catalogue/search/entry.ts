import type { Film } from '../film.ts';

/** What the search knows of one film. */
export interface SearchEntry {
  readonly key: string;
  readonly year: number;
  /** The title first, then the original, romanised and alternative ones. */
  readonly titles: readonly string[];
  readonly bookTitles: readonly string[];
  /** Authors and directors. */
  readonly people: readonly string[];
}

/** The names by which a film is looked for. */
export function searchEntry({ key, year, book, ...film }: Film): SearchEntry {
  const present = (titles: readonly (string | undefined)[]) => titles.flatMap((title) => title ?? []);
  return {
    key,
    year,
    titles: present([film.title, film.originalTitle, film.romanisedTitle, ...film.otherTitles]),
    bookTitles: present([book.title, book.originalTitle, book.romanisedTitle, ...book.otherTitles]),
    people: [...book.authors, ...film.directors.map(({ name }) => name)],
  };
}
