import type { SearchEntry } from '../../src/catalogue/search/entry.ts';
import { type Chance, chanceOf, oneOf, weighted } from '../chance.ts';

/*
 * A catalogue as large as wanted, the same in every run. Its words are made of syllables; the shorter ones are the more
 * frequent, by the law that Zipf found and Mandelbrot amended: 1 / (rank + 20). So a hundred thousand titles have
 * namesakes by the dozen, as real ones do.
 */

/** Words that titles are made of. */
export const vocabularySize = 20_000;

const onsets = 'b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sp st str t th tr v w z'
  .split(' ')
  .concat('', '', '');
const vowels = 'a a a e e e e i i i o o o u ai ea ee ie oa oo ou'.split(' ');
const codas = 'b ck d ft g l ld m n nd ng nt p r rd rk rn s ss st t th x'.split(' ').concat('', '', '', '', '', '');
const accents = new Map(
  Object.entries({ a: 'áàâäãå', e: 'éèêë', i: 'íîï', o: 'óôöõø', u: 'úùûü', n: 'ñ', c: 'ç', s: 'š', l: 'ł' }),
);

/** Of any language: a real title has none of them for its noun. */
const articles = new Set(
  'the and der die das den dem des ein une les los las una uno gli het een ett det uma'.split(' '),
);

/** The words of titles, the most frequent first. About one in twelve has an accent. */
export function vocabulary(seed = 1): readonly string[] {
  const chance = chanceOf(seed);
  const words = new Set<string>();
  while (words.size < vocabularySize) {
    const syllables = Math.round(1.2 + chance.part() + chance.part());
    const word = Array.from({ length: syllables }, () => syllable(chance)).join('');
    if (word.length < 3 || word.length > 12 || articles.has(word)) continue;
    words.add(chance.happens(1 / 12) ? accented(chance, word) : word);
  }
  return [...words]
    .map((word) => ({ word, rank: word.length + 8 * chance.part() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ word }) => word);
}

const syllable = (chance: Chance): string => oneOf(chance, onsets) + oneOf(chance, vowels) + oneOf(chance, codas);

function accented(chance: Chance, word: string): string {
  const places = [...word].flatMap((letter, at) => (accents.has(letter) ? [at] : []));
  if (places.length === 0) return word;
  const at = oneOf(chance, places);
  return word.slice(0, at) + oneOf(chance, [...(accents.get(word.charAt(at)) ?? '')]) + word.slice(at + 1);
}

/** How titles are built, and how often of a hundred: W is a word. */
const patterns: readonly (readonly [number, string])[] = [
  [16, 'W'],
  [8, 'The W'],
  [22, 'W W'],
  [12, 'The W W'],
  [7, 'W of the W'],
  [7, 'The W of W'],
  [5, 'W and W'],
  [4, 'A W in the W'],
  [9, 'W W W'],
  [3, 'The W W of the W'],
  [3, 'W W W W'],
  [2, 'W: The W W'],
  [2, 'W W 2'],
];

/** So many films, each with a book, an author and a director; some with an original title. Namesakes differ by year. */
export function generatedCatalogue(size: number, seed = 7): readonly SearchEntry[] {
  const chance = chanceOf(seed);
  const words = vocabulary();
  const nextWord = weighted(
    chance,
    words.map((_, rank) => 1 / (rank + 20)),
  );
  const nextPattern = weighted(
    chance,
    patterns.map(([share]) => share),
  );
  const title = (): string =>
    (patterns[nextPattern()]?.[1] ?? '').replace(/W/g, () => capitalised(words[nextWord()] ?? ''));
  const family = Array.from({ length: 8_000 }, () => capitalised(syllable(chance) + syllable(chance)));
  const given = Array.from({ length: 800 }, () => capitalised(syllable(chance) + oneOf(chance, ['', 'a', 'o', 'en'])));
  const person = (): string => `${oneOf(chance, given)} ${oneOf(chance, family)}`;

  const films = new Map<string, SearchEntry>();
  while (films.size < size) {
    const name = title();
    // More films of late: the older of two draws is the further back.
    const year = 1900 + Math.floor(126 * Math.max(chance.part(), chance.part()));
    const key = `${name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}-${year}`;
    if (films.has(key)) continue;
    films.set(key, {
      key,
      year,
      titles: chance.happens(0.3) ? [name, title()] : [name],
      bookTitles: [chance.happens(0.5) ? name : title()],
      people: [person(), person()],
    });
  }
  return [...films.values()];
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
