import { type Dictionary, openDictionary, type PackedDictionary, packDictionary } from './dictionary.ts';
import type { SearchEntry } from './entry.ts';
import { heavy, weight, wordsOf } from './fold.ts';

/** A catalogue made ready for search. Films are known by their place: by title, then year, then key. */
export interface FilmIndex {
  readonly keys: readonly string[];
  readonly byKey: ReadonlyMap<string, number>;
  /** The words of names. Their places are films. */
  readonly words: Dictionary;
  /** How much each word says. */
  readonly weights: Float32Array;
  /** Of each film, what the words of its title say together, and its year: read for every film that a letter finds. */
  readonly lengths: Float32Array;
  readonly years: Int16Array;
  /**
   * Names written as one word, so that Blade Runner and bladerunner meet and beginnings are found: with their articles
   * and, where that is another word, without. Their places are made by `wholePlace`.
   */
  readonly wholes: Dictionary;
  /** The names of a film. */
  readonly namesOf: (film: number) => readonly Name[];
}

/**
 * The same, flat, so that it can be kept and opened in a moment where reading a large catalogue takes seconds. Of film
 * `f`, the names are those from `nameStarts[f]` up to `nameStarts[f + 1]`, and so on with the words of a name.
 */
export interface PackedIndex {
  readonly keys: readonly string[];
  readonly years: Int16Array;
  readonly lengths: Float32Array;
  readonly words: PackedDictionary;
  readonly weights: Float32Array;
  readonly wholes: PackedDictionary;
  readonly nameStarts: Int32Array;
  readonly nameKinds: Uint8Array;
  readonly nameWordStarts: Int32Array;
  readonly nameWords: Int32Array;
}

/** A name by which a film is found. */
export interface Name {
  /** 0 for the title, 1 another title, 2 a book's, 3 a person's: the less, the sooner it is meant. */
  readonly kind: number;
  /** Its words without articles, as terms of the dictionary. */
  readonly words: Int32Array;
}

const wholePlace = (film: number, kind: number, bare: boolean): number => film * 8 + kind * 2 + (bare ? 1 : 0);

/** The film and the kind of name that a whole was found as, and whether its articles were left out. */
export const readWholePlace = (place: number) => ({
  film: place >> 3,
  kind: (place >> 1) & 3,
  bare: (place & 1) === 1,
});

/** Reads a catalogue. The first entry of a key counts. */
export function packIndex(entries: readonly SearchEntry[]): PackedIndex {
  const wordPlaces = new Map<string, number[]>();
  const wholePlaces = new Map<string, number[]>();
  const read = inOrder(entries).map((entry, film) => {
    const names = new Map<string, { kind: number; words: readonly string[] }>();
    for (const [kind, text] of namesOf(entry)) {
      const all = wordsOf(text);
      const words = heavy(all);
      const whole = all.join('');
      const bare = words.join('');
      if (all.length === 0 || names.has(whole)) continue;
      names.set(whole, { kind, words });
      add(wholePlaces, whole, wholePlace(film, kind, false));
      if (bare !== whole) add(wholePlaces, bare, wholePlace(film, kind, true));
      for (const word of words) add(wordPlaces, word, film);
    }
    return { ...entry, names: [...names.values()] };
  });

  const words = packDictionary(wordPlaces);
  const { terms, termOf } = openDictionary(words);
  const names = read.flatMap((film) => film.names);
  return {
    keys: read.map(({ key }) => key),
    years: Int16Array.from(read, ({ year }) => year),
    lengths: Float32Array.from(read, (film) => film.names[0]?.words.reduce((sum, word) => sum + weight(word), 0) ?? 0),
    words,
    weights: Float32Array.from(terms, weight),
    wholes: packDictionary(wholePlaces),
    nameStarts: startsOf(read.map((film) => film.names.length)),
    nameKinds: Uint8Array.from(names, ({ kind }) => kind),
    nameWordStarts: startsOf(names.map((name) => name.words.length)),
    nameWords: Int32Array.from(names.flatMap((name) => name.words.map((word) => termOf(word) ?? 0))),
  };
}

/** Opens what was packed. */
export function openIndex(packed: PackedIndex): FilmIndex {
  const { keys, nameStarts, nameKinds, nameWordStarts, nameWords } = packed;
  const nameAt = (name: number): Name => ({
    kind: nameKinds[name] ?? 0,
    words: nameWords.subarray(nameWordStarts[name], nameWordStarts[name + 1]),
  });
  return {
    keys,
    byKey: new Map(keys.map((key, film) => [key, film])),
    words: openDictionary(packed.words),
    weights: packed.weights,
    lengths: packed.lengths,
    years: packed.years,
    wholes: openDictionary(packed.wholes),
    namesOf(film) {
      const first = nameStarts[film] ?? 0;
      return Array.from({ length: (nameStarts[film + 1] ?? first) - first }, (_, at) => nameAt(first + at));
    },
  };
}

/** Where each of some lists begins when they are laid end to end, and where the last one ends. */
function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  for (const [at, length] of lengths.entries()) starts[at + 1] = (starts[at] ?? 0) + length;
  return starts;
}

function inOrder(entries: readonly SearchEntry[]): readonly SearchEntry[] {
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const unique = new Map(entries.toReversed().map((entry) => [entry.key, entry]));
  return [...unique.values()]
    .map((entry) => ({ entry, title: wordsOf(entry.titles[0] ?? '').join(' ') }))
    .sort((a, b) => compare(a.title, b.title) || a.entry.year - b.entry.year || compare(a.entry.key, b.entry.key))
    .map(({ entry }) => entry);
}

function namesOf({ titles, bookTitles, people }: SearchEntry): readonly (readonly [number, string])[] {
  return [
    ...titles.map((title, at) => [at === 0 ? 0 : 1, title] as const),
    ...bookTitles.map((title) => [2, title] as const),
    ...people.map((person) => [3, person] as const),
  ];
}

function add(places: Map<string, number[]>, term: string, place: number): void {
  const list = places.get(term);
  if (list === undefined) places.set(term, [place]);
  else if (list.at(-1) !== place) list.push(place);
}
