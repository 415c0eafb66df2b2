import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import type { SearchEntry } from '../../src/catalogue/search/entry.ts';
import { createFilmSearch } from '../../src/catalogue/search/film-search.ts';

/** Finds the keys of ten films by what is typed. */
export type Suggest = (query: string) => readonly string[];

/** Search engines by their names. Each reads a catalogue and answers from memory. */
export const engines = {
  Foyer(films) {
    const search = createFilmSearch(films);
    return (query) => search.suggest(query, 10);
  },

  /** As its documentation has it for suggestions: prefixes, a fifth of a word in typos, titles before the rest. */
  MiniSearch(films) {
    const index = new MiniSearch<SearchEntry>({
      idField: 'key',
      fields: ['titles', 'bookTitles', 'people', 'year'],
      extractField: (film, field) => {
        const value: unknown = Reflect.get(film, field);
        return Array.isArray(value) ? value.join(' ') : String(value);
      },
      processTerm: (term) => withoutAccents(term.toLowerCase()),
      searchOptions: { prefix: true, fuzzy: 0.2, boost: { titles: 2 } },
    });
    index.addAll(films);
    return (query) =>
      index
        .search(query)
        .slice(0, 10)
        .map(({ id }) => String(id));
  },

  /** With what its documentation offers for accents; the year stands behind the title, so that it can be typed. */
  'Fuse.js'(films) {
    const fuse = new Fuse(
      films.map(({ key, year, titles, bookTitles, people }) => ({
        key,
        titles: titles.map((title) => `${title} ${year}`),
        bookTitles,
        people,
      })),
      { keys: [{ name: 'titles', weight: 2 }, 'bookTitles', 'people'], ignoreDiacritics: true },
    );
    return (query) => fuse.search(query, { limit: 10 }).map(({ item }) => item.key);
  },
} satisfies Record<string, (films: readonly SearchEntry[]) => Suggest>;
export type EngineName = keyof typeof engines;

const withoutAccents = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '');
