import type { CastMember, Film, Person } from '../catalogue/film.ts';
import { escapeLineWithin } from '../spoilers/cut.ts';
import { escapeLine } from '../spoilers/escape.ts';
import type { Words } from '../words/en.ts';
import { bookTitleOf } from './film-names.ts';
import { bold, dotted, lines, type Parts, present, small } from './layout.ts';
import { itemsWithin, stack } from './pages.ts';

const otherWorksShown = 3;

/** A film's title and year, with its other titles under it. At most 600 characters, however long they are. */
export function filmHeading(film: Film, words: Words): string {
  const others = [film.originalTitle, film.romanisedTitle].filter((title) => title !== film.title);
  return lines(
    `## ${words.film.titleAndYear(escapeLineWithin(film.title, 300), film.year)}`,
    small(dotted(...present(others).map((title) => escapeLineWithin(title, 120)))),
  );
}

/** What is known of a film and its book besides what anybody thinks of them, as blocks that fit a page each. No plot. */
export function factBlocks(film: Film, words: Words): readonly string[] {
  return [
    ...stack([small(origin(film, words)), ...credits(film, words), small(escapeLine(film.note ?? ''))]),
    ...stack(cast(film.cast, words)),
    ...stack(bookFacts(film, words)),
    ...stack(advice(film, words)),
  ];
}

/** Who made it, from which book, and what to know before choosing it. No plot. */
export function briefFacts(film: Film, words: Words): readonly string[] {
  const directors = present(film.directors.map(({ name }) => bold(escapeLine(name))));
  return [
    ...stack([
      small(origin(film, words)),
      `${words.film.credits.directors} ${words.film.by(itemsWithin(directors))}`,
      ...bookFacts(film, words),
    ]),
    ...stack(advice(film, words)),
  ];
}

function origin({ medium, countries, languages, genres }: Film, words: Words): string {
  return dotted(
    words.film.kind[medium],
    words.film.countries(countries),
    words.film.languages(languages),
    words.film.genres(names(genres)),
  );
}

function credits(film: Film, words: Words): Parts {
  const { directors, screenwriters, cinematographers, composers } = words.film.credits;
  const credit = (label: string, people: readonly Person[]) => {
    const shown = present(people.map((person) => nameWithWorks(person, words)));
    return shown.length > 0 ? `${label} ${words.film.by(itemsWithin(shown))}` : undefined;
  };
  return [
    credit(directors, film.directors),
    credit(screenwriters, film.screenwriters),
    credit(cinematographers, film.cinematographers),
    credit(composers, film.composers),
  ];
}

function nameWithWorks({ name, works }: Person, words: Words): string {
  const others = works
    .map(({ title, year }) => ({ title: escapeLine(title), year }))
    .filter(({ title }) => title !== '')
    .slice(0, otherWorksShown)
    .map(({ title, year }) => words.film.otherWork(title, year));
  const shown = bold(escapeLine(name));
  return shown !== '' && others.length > 0 ? `${shown} (${words.film.otherWorks(others)})` : shown;
}

function cast(members: readonly CastMember[], words: Words): Parts {
  const roles = present(members.map((member) => role(member, words)));
  return roles.length > 0 ? [bold(words.film.cast), ...roles] : [];
}

function role({ role: name, performer = '', younger = '', note = '' }: CastMember, words: Words): string {
  const performers = words.film.performers(escapeLine(performer), escapeLine(younger));
  return words.film.roleOf(escapeLine(name), dotted(performers, escapeLine(note)));
}

function bookFacts({ book, furtherSources }: Film, words: Words): Parts {
  const originals = [book.originalTitle, book.romanisedTitle].filter((title) => title !== book.title);
  const sources = furtherSources.map((source) => bookTitleOf(source, words));
  return [
    bold(words.film.book),
    dotted(bookTitleOf(book, words), words.film.bookFacts(book.form, book.year)),
    small(dotted(...names(originals))),
    small(escapeLine(book.note ?? '')),
    sources.length > 0 ? words.film.alsoDrawsOn(itemsWithin(sources)) : undefined,
  ];
}

function advice({ contentNotes, readOrWatchFirst }: Film, words: Words): Parts {
  const notes = names(contentNotes);
  return [
    notes.length > 0 ? words.film.contentNotes(notes) : undefined,
    readOrWatchFirst &&
      lines(`${bold(words.film.readOrWatch[readOrWatchFirst.advice])} ${escapeLine(readOrWatchFirst.reason)}`),
  ];
}

/** Escaped, without those that are blank to the eye. */
function names(some: Parts): readonly string[] {
  return present(present(some).map(escapeLine));
}
