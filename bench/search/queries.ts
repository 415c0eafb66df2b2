import type { SearchEntry } from '../../src/catalogue/search/entry.ts';
import { type Chance, chanceOf, oneOf, shuffled } from '../chance.ts';

/** A way in which members ask for a film. */
export const kinds = [
  'typo',
  'two typos',
  'word order',
  'missing articles',
  'prefix',
  'accents',
  'one letter',
  'two letters',
  'three letters',
] as const;
export type Kind = (typeof kinds)[number];

/** What is typed, and what has to come of it. */
export interface Query {
  readonly kind: Kind;
  readonly text: string;
  readonly target: string;
  /** So many films begin with what is typed. Above ten nobody can tell which is meant: see `isFound`. */
  readonly alike: number;
}

/** How these questions are asked and judged: printed with the figures. */
export const definitions = [
  'Each query is made from the title of a film drawn by chance, which has to be among the first ten.',
  'typo: a letter more, less or other, or two swapped, in a word of four letters or more; two typos: in two such words.',
  'word order: the words of a title of two or more, shuffled; missing articles: without a, an, the.',
  'prefix: the title’s beginning, of four letters or more, typed on until at most ten films begin so.',
  'accents: a title that has some, typed without. The year is typed where more than ten films answer to the same words.',
  'one to three letters: where more than ten films have a name (title, book, author, director) that begins so, nobody can',
  'tell which is meant, and each of the ten suggestions has to be one of them; else the film itself has to be there.',
] as const;

/** A catalogue as the questions see it. Folded by other rules than the search has, so as not to share its mistakes. */
export interface Answers {
  readonly isFound: (query: Query, suggested: readonly string[]) => boolean;
  readonly queries: (perKind: number) => readonly Query[];
}

/** Prepares questions to a catalogue. */
export function answersOf(films: readonly SearchEntry[], seed = 11): Answers {
  const chance = chanceOf(seed);
  const titles = beginningsOf(films.map(({ titles }) => titles));
  const names = beginningsOf(films.map(namesOf));
  const bags = counted(films.map(({ titles }) => bagOf(titles[0] ?? '')));
  const byKey = new Map(films.map((film) => [film.key, film]));

  /** A member who gets ten others types the year. */
  const told = (text: string, { titles, year }: SearchEntry): string => {
    const [meant, typed] = [bagOf(titles[0] ?? ''), bagOf(text)];
    const rivals = (bags.get(meant) ?? 0) + (typed === meant ? 0 : (bags.get(typed) ?? 0));
    return rivals > 10 ? `${text} ${year}` : text;
  };

  const typedAs = (kind: Kind, film: SearchEntry): string | undefined => {
    const title = film.titles[0] ?? '';
    const words = plainWords(title);
    switch (kind) {
      case 'typo': {
        const mistyped = withTypo(chance, words);
        return mistyped && told(mistyped.join(' '), film);
      }
      case 'two typos': {
        const mistyped = withTypo(chance, words);
        const twice = mistyped && withTypo(chance, mistyped, words);
        return twice && told(twice.join(' '), film);
      }
      case 'word order': {
        const other = shuffled(chance, words).join(' ');
        return other === words.join(' ') ? undefined : told(other, film);
      }
      case 'missing articles': {
        const rest = words.filter((word) => !articles.has(word));
        return rest.length === words.length || rest.length === 0 ? undefined : told(rest.join(' '), film);
      }
      case 'accents': {
        return plainest(title) === title ? undefined : told(words.join(' '), film);
      }
      case 'prefix': {
        const typed = words.join(' ');
        if (typed.length < 6) return undefined;
        for (let end = 4 + chance.below(typed.length - 4); end < typed.length; end += 1) {
          const text = typed.slice(0, end).trim();
          if (titles(text) <= 10) return text;
        }
        return told(typed, film);
      }
      case 'one letter':
      case 'two letters':
      case 'three letters': {
        const length = kinds.indexOf(kind) - kinds.indexOf('one letter') + 1;
        const name = oneOf(chance, writtenAsOne(title));
        return name.length >= length ? name.slice(0, length) : undefined;
      }
    }
  };

  return {
    queries(perKind) {
      return kinds.flatMap((kind) => {
        const queries: Query[] = [];
        while (queries.length < perKind) {
          const film = oneOf(chance, films);
          const text = typedAs(kind, film);
          if (text) queries.push({ kind, text, target: film.key, alike: names(text) });
        }
        return queries;
      });
    },
    isFound({ kind, text, target, alike }, suggested) {
      if (suggested.includes(target)) return true;
      if (!kind.endsWith('letter') && !kind.endsWith('letters')) return false;
      const fits = (key: string): boolean => {
        const film = byKey.get(key);
        return (
          film !== undefined &&
          namesOf(film)
            .flatMap(writtenAsOne)
            .some((name) => name.startsWith(text))
        );
      };
      return alike > 10 && suggested.length === 10 && suggested.every(fits);
    },
  };
}

const articles = new Set(['a', 'an', 'the']);
const plainest = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ø', 'o').replaceAll('ł', 'l');
const plainWords = (text: string): readonly string[] => plainest(text.toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? [];
const bagOf = (text: string): string =>
  plainWords(text)
    .filter((word) => !articles.has(word))
    .toSorted()
    .join(' ');

const namesOf = ({ titles, bookTitles, people }: SearchEntry) => [...titles, ...bookTitles, ...people];

/** A name written as one word: as it is, and without the article that it begins with. */
function writtenAsOne(title: string): readonly string[] {
  const words = plainWords(title);
  const bare = articles.has(words[0] ?? '') && words.length > 1 ? [words.slice(1).join('')] : [];
  return [words.join(''), ...bare];
}

function counted(all: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** Counts the films one of whose names begins with a text, up to eleven. */
function beginningsOf(films: readonly (readonly string[])[]): (text: string) => number {
  const names = films
    .flatMap((texts, film) => texts.flatMap(writtenAsOne).map((name) => ({ name, film })))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return (text) => {
    const wanted = plainWords(text).join('');
    let low = 0;
    let high = names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((names[middle]?.name ?? '') < wanted) low = middle + 1;
      else high = middle;
    }
    const found = new Set<number>();
    for (let at = low; names[at]?.name.startsWith(wanted) && found.size <= 10; at += 1)
      found.add(names[at]?.film ?? -1);
    return found.size;
  };
}

const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];

/** The words with one mistake in one of them, where one is long enough and still as it was. */
function withTypo(chance: Chance, words: readonly string[], before = words): readonly string[] | undefined {
  const places = words.flatMap((word, at) => (word.length >= 4 && word === before[at] ? [at] : []));
  if (places.length === 0) return undefined;
  const at = oneOf(chance, places);
  const word = words[at] ?? '';
  const mistyped = mistake(chance, word);
  return mistyped === word ? undefined : words.with(at, mistyped);
}

function mistake(chance: Chance, word: string): string {
  const at = chance.below(word.length - 1);
  const [before, letter, next, after] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1), word.slice(at + 2)];
  switch (chance.below(4)) {
    case 0:
      return before + next + letter + after;
    case 1:
      return before + next + after;
    case 2:
      return before + letter + oneOf(chance, alphabet) + next + after;
    default:
      return before + letter + oneOf(chance, alphabet) + after;
  }
}
