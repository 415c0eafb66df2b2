import { UserError } from '../user-error.ts';
import type { Content } from './content.ts';
import { type BookKey, type Film, type FilmKey, filmKey } from './film.ts';
import { type Offers, offersOf } from './picking.ts';
import type { PackedIndex } from './search/film-index.ts';
import { searchOver } from './search/film-search.ts';
import type { FilmSummary } from './summary.ts';

/** The films and books that Foyer knows. */
export interface Catalogue {
  readonly size: number;
  /** What is in memory of every film. */
  readonly films: readonly FilmSummary[];
  /** What the films can be asked for. */
  readonly offers: Offers;
  /** Films for what a member has typed so far, best first. */
  suggest(query: string, limit: number): readonly FilmSummary[];
  /** The film that a key or free text means. @throws UserError `film.unclear` with the three nearest */
  find(text: string): FilmSummary;
  /** What is in memory of the film with this key. @throws UserError `film.gone` */
  summary(key: string): FilmSummary;
  /** Every film made from a book, the oldest first. */
  adaptationsOf(book: BookKey): readonly FilmSummary[];
  /** The whole film, from the store. @throws UserError `film.gone` */
  film(key: string): Promise<Film>;
}

/** A catalogue over published content, with an index of it in memory. */
export function createCatalogue(content: Content, all: readonly FilmSummary[], index: PackedIndex): Catalogue {
  const summaries = new Map<string, FilmSummary>(all.map((summary) => [summary.key, summary]));
  const search = searchOver(index);
  let offers: Offers | undefined;

  const known = (keys: readonly string[]) => keys.flatMap((key) => summaries.get(key) ?? []);

  return {
    size: summaries.size,
    films: all,
    get offers() {
      offers ??= offersOf(all);
      return offers;
    },
    suggest: (query, limit) => known(search.suggest(query, limit)),
    find(text) {
      const picked = summaries.get(text.trim());
      if (picked) return picked;
      const result = search.resolve(text);
      const nearest = known(result.kind === 'clear' ? [result.key] : result.nearest);
      if (result.kind === 'clear' && nearest[0]) return nearest[0];
      throw new UserError({ code: 'film.unclear', query: text, nearest });
    },
    summary(key) {
      const film = summaries.get(key);
      if (!film) throw new UserError({ code: 'film.gone' });
      return film;
    },
    adaptationsOf: (book) => all.filter((film) => film.book.key === book).sort((one, other) => one.year - other.year),
    async film(key) {
      const parsed: FilmKey | undefined = filmKey.safeParse(key).data;
      const film = parsed && (await content.film(parsed));
      if (!film) throw new UserError({ code: 'film.gone' });
      return film;
    },
  };
}
