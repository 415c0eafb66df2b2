import type { SearchEntry } from './entry.ts';
import { openIndex, type PackedIndex, packIndex } from './film-index.ts';
import { wordsOf } from './fold.ts';
import { lookalikes, rank } from './rank.ts';

/** What a free text means: one film, or the nearest few (at most three; none only where there are no films). */
export type Resolution =
  | { readonly kind: 'clear'; readonly key: string }
  | { readonly kind: 'unclear'; readonly nearest: readonly string[] };

/** Finds films by what members type. */
export interface FilmSearch {
  /** A film's place among all of them, in the order of the index. */
  placeOf(key: string): number | undefined;
  /** Keys, best first. An empty or blank query gives the first `limit` by title. */
  suggest(query: string, limit: number): readonly string[];
  /** The one film that a free text means, or those it may mean. */
  resolve(query: string): Resolution;
}

/** Reads the catalogue once (seconds for a hundred thousand films) and answers from memory. */
export function createFilmSearch(entries: readonly SearchEntry[]): FilmSearch {
  return searchOver(packIndex(entries));
}

/** The same over a catalogue that was read before. */
export function searchOver(packed: PackedIndex): FilmSearch {
  const index = openIndex(packed);
  const { keys } = index;
  const keysOf = (films: readonly number[], count: number): readonly string[] =>
    [...new Set(films)].slice(0, count).flatMap((film) => keys[film] ?? []);
  const films = ({ film }: { readonly film: number }): number => film;

  return {
    placeOf: (key) => index.byKey.get(key),

    suggest(query, limit) {
      const count = Math.min(Math.max(0, Math.floor(limit) || 0), keys.length);
      const words = wordsOf(query);
      if (count === 0 || words.length === 0) return keys.slice(0, count);
      const ranked = rank(index, words, count);
      const found = ranked.length > 0 ? ranked : lookalikes(index, words).filter(({ score }) => score >= 0.5);
      return keysOf([index.byKey.get(query.trim()) ?? [], ...found.map(films)].flat(), count);
    },

    resolve(query) {
      const named = index.byKey.get(query.trim());
      const words = wordsOf(query);
      const ranked = words.length > 0 ? rank(index, words, 3) : [];
      const [first, second] = ranked;
      const clear = named ?? (isClear(first?.score ?? 0, second?.score ?? 0) ? first?.film : undefined);
      const key = clear === undefined ? undefined : keys[clear];
      if (key !== undefined) return { kind: 'clear', key };

      const best = first?.score ?? 0;
      const nearest = ranked.filter(({ score }) => score >= best / 2).map(films);
      const others = words.length > 0 && best < 0.5 ? lookalikes(index, words).map(films) : [];
      return { kind: 'unclear', nearest: keysOf(best < 0.5 ? [...nearest, ...others, 0, 1, 2] : nearest, 3) };
    },
  };
}

/** Whether the best answer is meant: a name in full, enough of the only one that begins so, or far ahead of others. */
function isClear(first: number, second: number): boolean {
  if (first >= 3) return first - second >= 0.1;
  if (first >= 2) return first >= 2.77 && second < 2;
  return first >= 0.78 && first - second >= 0.12;
}
