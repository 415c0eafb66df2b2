import { UserError } from '../user-error.ts';
import type { Content } from './content.ts';
import type { Film } from './film.ts';
import { type BookKey, type FilmKey, filmKey } from './ids.ts';
import { type Offers, offersOf } from './picking.ts';
import type { PackedIndex } from './search/film-index.ts';
import { searchOver } from './search/film-search.ts';
import type { Summaries } from './summaries.ts';
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
export function createCatalogue(content: Content, summaries: Summaries, index: PackedIndex): Catalogue {
  const search = searchOver(index);
  let offers: Offers | undefined;

  const summaryOf = (key: string): FilmSummary | undefined => {
    const place = search.placeOf(key);
    return place === undefined ? undefined : summaries.at(place);
  };
  const known = (keys: readonly string[]) => keys.flatMap((key) => summaryOf(key) ?? []);

  return {
    size: summaries.size,
    get films() {
      return summaries.all();
    },
    get offers() {
      offers ??= offersOf(summaries.all());
      return offers;
    },
    suggest: (query, limit) => known(search.suggest(query, limit)),
    find(text) {
      const picked = summaryOf(text.trim());
      if (picked) return picked;
      const result = search.resolve(text);
      const nearest = known(result.kind === 'clear' ? [result.key] : result.nearest);
      if (result.kind === 'clear' && nearest[0]) return nearest[0];
      throw new UserError({ code: 'film.unclear', query: text, nearest });
    },
    summary(key) {
      const film = summaryOf(key);
      if (!film) throw new UserError({ code: 'film.gone' });
      return film;
    },
    adaptationsOf: (book) =>
      summaries
        .all()
        .filter((film) => film.book.key === book)
        .sort((one, other) => one.year - other.year),
    async film(key) {
      const parsed: FilmKey | undefined = filmKey.safeParse(key).data;
      const film = parsed && (await content.film(parsed));
      if (!film) throw new UserError({ code: 'film.gone' });
      return film;
    },
  };
}
