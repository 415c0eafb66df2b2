import type { FilmSummary } from '../catalogue/summary.ts';
import type { Suggestion } from '../discord/command.ts';
import { ellipsis } from '../spoilers/cut.ts';
import { escapeLine } from '../spoilers/escape.ts';
import type { Words } from '../words/en.ts';

/** Discord's limit for the name of a suggestion and, less the emoji we do not use, close to that of a label. */
const maxSuggestion = 100;
const maxLabel = 80;

type Named = Pick<FilmSummary, 'title' | 'year'>;

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

/** The same for a button. */
export function labelOf(film: Named, words: Words): string {
  return plainTitleOf(film, words, maxLabel);
}

/** Suggestions, told apart by director or medium where two would look alike. */
export function suggestionsFor(films: readonly FilmSummary[], words: Words): readonly Suggestion[] {
  const plain = films.map((film) => plainTitleOf(film, words, maxSuggestion));
  return films.map((film, index) => {
    const isTwin = plain.some((name, other) => other !== index && name === plain[index]);
    return { name: isTwin ? toldApart(film, films, words) : (plain[index] ?? ''), value: film.key };
  });
}

function toldApart(film: FilmSummary, films: readonly FilmSummary[], words: Words): string {
  const twins = films.filter(({ key, title, year }) => key !== film.key && title === film.title && year === film.year);
  const directors = words.film.by(film.directors);
  const bySameHand = twins.some((twin) => words.film.by(twin.directors) === directors);
  const detail = ` · ${ellipsis(bySameHand ? words.film.medium[film.medium] : directors, maxSuggestion / 2)}`;
  return plainTitleOf(film, words, maxSuggestion - detail.length) + detail;
}
