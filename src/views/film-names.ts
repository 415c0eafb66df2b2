import type { Suggestion } from '../discord/command.ts';
import { ellipsis } from '../spoilers/cut.ts';
import { escapeLine } from '../spoilers/escape.ts';
import type { NamedFilm } from '../user-error.ts';
import type { Words } from '../words/en.ts';
import { toldApart } from './told-apart.ts';

/** Discord's limits. */
const maxSuggestion = 100;
const maxLabel = 80;

type Named = Pick<NamedFilm, 'title' | 'year'>;

/** `Title (year)`, escaped, for text that Discord reads as Markdown. */
export function titleOf({ title, year }: Named, words: Words): string {
  return words.film.titleAndYear(escapeLine(title), year);
}

/** A book's title with its authors, escaped. */
export function bookTitleOf(
  { title, authors }: { readonly title: string; readonly authors: readonly string[] },
  words: Words,
): string {
  return words.film.bookBy(escapeLine(title), authors.map(escapeLine));
}

/** `Title (year)` for places without Markdown, no longer than `max` characters, the year always in it. */
export function plainTitleOf({ title, year }: Named, words: Words, max: number): string {
  const room = max - words.film.titleAndYear('', year).length;
  return words.film.titleAndYear(ellipsis(title, room), year);
}

/** Names for buttons side by side, in the order of the films. */
export function labelsFor(films: readonly NamedFilm[], words: Words): readonly string[] {
  return namesFor(films, words, maxLabel);
}

/** Suggestions, in the order of the films. */
export function suggestionsFor(films: readonly NamedFilm[], words: Words): readonly Suggestion[] {
  const names = namesFor(films, words, maxSuggestion);
  return films.map(({ key }, index) => ({ name: names[index] ?? key, value: key }));
}

function namesFor(films: readonly NamedFilm[], words: Words, max: number): readonly string[] {
  return toldApart(films, {
    max,
    name: (film, room) => plainTitleOf(film, words, room),
    details: [({ directors }) => words.film.by(directors), ({ medium }) => words.film.medium[medium], ({ key }) => key],
  });
}
