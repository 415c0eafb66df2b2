import { describe, expect, test } from 'vitest';
import { generatedCatalogue } from '../../../bench/search/generated.ts';
import { loadFilms } from '../../../src/catalogue/load.ts';
import { searchEntry } from '../../../src/catalogue/search/entry.ts';
import { createFilmSearch } from '../../../src/catalogue/search/film-search.ts';
import { asked } from './asked.ts';

/* The films that we ship, asked for as members do; then again among films that nobody made. */

const { films } = await loadFilms(['data/films']);
const shipped = films.map(({ film }) => searchEntry(film));
const search = createFilmSearch(shipped);

describe.each(Object.entries(asked))('%s', (_, queries) => {
  test.each(queries)('%s', (query, ...wanted) => {
    expect(search.suggest(query, wanted.length).toSorted()).toEqual(wanted.toSorted());
  });
});

test.each([
  [1_000, 1],
  [10_000, 0.98],
])('beside %d other films they are among the first ten', (count, share) => {
  const among = createFilmSearch([...shipped, ...generatedCatalogue(count)]);
  const missed = Object.values(asked)
    .flat()
    .filter(([query, ...wanted]) => {
      const found = among.suggest(query, 10);
      return !wanted.every((key) => found.includes(key));
    });
  const all = Object.values(asked).flat().length;
  expect(1 - missed.length / all, missed.join('\n')).toBeGreaterThanOrEqual(share);
});

test.each(['the lady vanishes', 'das boot', 'casablanca', 'amélie', 'the novel', 'solaris 1999'])(
  'what is not there is not taken for something else: %s',
  (query) => {
    expect(search.resolve(query).kind).toBe('unclear');
  },
);
