import { best } from './best.ts';
import { type FilmIndex, type Name, readWholePlace } from './film-index.ts';
import { heavy, isShortYear, isYear, synonymsOf, weight } from './fold.ts';

/*
 * MiniSearch weighs words by how rare they are, which suits documents; titles are mistyped and cut short. Measured on a
 * hundred thousand made-up films, fuzzy and with prefixes, it had 71 % among the first ten, the slowest hundredth in
 * 287 ms; what follows 97 %, in 10 ms. Films are gathered by cheap counts, and the most promising compared by name.
 */

/** A film and how well it answers: from 4 down a name in full, from 3 the beginning of one, from 1 its words. */
export interface Scored {
  readonly film: number;
  readonly score: number;
}

const compared = 300;

/** The films that answer a query, best first; equals by title, year and key. */
export function rank(index: FilmIndex, query: readonly string[], count: number): readonly Scored[] {
  const scored = new Map(scoresOf(index, query, count, () => 1));
  const dated = yearIn(query);
  if (dated) {
    // A year says which namesake is meant, unless it is a word of the title, as in Blade Runner 2049.
    const fits = (film: number): boolean => dated.fits(index.years[film] ?? 0);
    const rest = query.toSpliced(dated.at, 1);
    const found =
      rest.length > 0
        ? scoresOf(index, rest, index.keys.length, (film) => (fits(film) ? dated.trust : 0.15))
        : [...index.keys.keys()].filter(fits).map((film) => [film, 0.5] as const);
    for (const [film, score] of found) scored.set(film, Math.max(score, scored.get(film) ?? 0));
  }
  const inOrder = [...scored].map(([film, score]) => ({ film, score })).sort((a, b) => a.film - b.film);
  return best(count, inOrder, ({ score }) => score);
}

interface Dated {
  /** Which word of the query it is. */
  readonly at: number;
  readonly fits: (year: number) => boolean;
  /** How likely a year is meant at all. */
  readonly trust: number;
}

/** The year that a query names, in full or by its last two digits. */
function yearIn(query: readonly string[]): Dated | undefined {
  const full = query.findLastIndex(isYear);
  if (full >= 0) return { at: full, fits: (year) => year === Number(query[full]), trust: 1 };
  const short = query.length > 1 ? query.findLastIndex(isShortYear) : -1;
  return short < 0 ? undefined : { at: short, fits: (year) => year % 100 === Number(query[short]), trust: 0.97 };
}

/** For a query that no film answers: the films with a name that looks like it, by how much, from 0 to 1. */
export function lookalikes({ wholes }: FilmIndex, query: readonly string[]): readonly Scored[] {
  return wholes.lookingLike(query.join(''), 10).map(({ term, likeness }) => {
    const { film } = readWholePlace(wholes.places[wholes.starts[term] ?? 0] ?? 0);
    return { film, score: likeness };
  });
}

function scoresOf(
  index: FilmIndex,
  query: readonly string[],
  enough: number,
  trust: (film: number) => number,
): readonly (readonly [number, number])[] {
  const wholes = byWhole(index, query);
  // The first letters of a name begin thousands, beside which words weigh nothing: those are not even looked up.
  const words = atLeast(enough, wholes, 2) ? [] : heavy(query);
  const asked = words.flatMap((word) => askedFor(index, word));
  const total = asked.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const covered = coverage(index, asked);
  const score = (film: number, words: number): number =>
    trust(film) * Math.max(wholes[film] ?? 0, (0.5 * (covered[film] ?? 0)) / total + 0.5 * words);

  const guesses = new Float32Array(index.keys.length);
  const found = new Int32Array(index.keys.length);
  let count = 0;
  for (let film = 0; film < found.length; film += 1) {
    const words = covered[film] ?? 0;
    if (words === 0 && wholes[film] === 0) continue;
    guesses[film] = score(film, (2 * words) / (total + (index.lengths[film] ?? 0)));
    found[count] = film;
    count += 1;
  }
  return best(compared, found.subarray(0, count), (film) => guesses[film] ?? 0).map((film) => {
    const names = index.namesOf(film).map((name) => likeness(name, index.weights, asked, total));
    return [film, score(film, Math.max(0, ...names))];
  });
}

function atLeast(count: number, scores: Float32Array, least: number): boolean {
  let found = 0;
  for (let at = 0; at < scores.length && found < count; at += 1) if ((scores[at] ?? 0) >= least) found += 1;
  return found >= count;
}

/** How well the best name of each film, taken as one word, is what was typed. */
function byWhole({ keys, wholes }: FilmIndex, query: readonly string[]): Float32Array {
  const scores = new Float32Array(keys.length);
  const give = (term: number, score: (kind: number, bare: boolean) => number) => {
    for (let at = wholes.starts[term] ?? 0; at < (wholes.starts[term + 1] ?? 0); at += 1) {
      const { film, kind, bare } = readWholePlace(wholes.places[at] ?? 0);
      scores[film] = Math.max(scores[film] ?? 0, score(kind, bare));
    }
  };
  const typed = query.join('');
  for (const text of new Set([typed, heavy(query).join('')])) {
    // Where typed articles have to be left out first, what begins with them as typed is meant sooner.
    const articlesTooMany = text !== typed;
    wholes.near(text, leeway(text), (term, edits) => give(term, (kind) => 1 - edits / text.length - 0.03 * kind));
    wholes.beginningWith(text, (term) => {
      const share = text.length / (wholes.terms[term]?.length ?? 1);
      if (share === 1)
        give(term, (kind, bare) => (articlesTooMany ? 2.78 - 0.003 * kind : (bare ? 3.87 : 4) - 0.15 * kind));
      else give(term, (kind, bare) => (articlesTooMany ? 2.4 : bare ? 2.65 : 2.7) + 0.3 * share - 0.2 * kind);
    });
  }
  return scores;
}

interface Asked {
  readonly weight: number;
  /** The words it may stand for, and how likely each is, from 0 to 1. */
  readonly meanings: ReadonlyMap<number, number>;
}

/** A word with its meanings; one that has none may be two written as one. */
function askedFor(index: FilmIndex, word: string): readonly Asked[] {
  const asked = (each: string): Asked => ({ weight: weight(each), meanings: meaningsOf(index, each) });
  const whole = asked(word);
  if (whole.meanings.size > 0) return [whole];
  for (let end = word.length - shortestPart; end >= shortestPart; end -= 1) {
    const parts = [word.slice(0, end), word.slice(end)];
    if (parts.every((part) => index.words.termOf(part) !== undefined)) return parts.map(asked);
  }
  return [whole];
}

/** Shorter words are found in anything. */
const shortestPart = 3;

function meaningsOf({ words }: FilmIndex, word: string): ReadonlyMap<number, number> {
  const meanings = new Map<number, number>();
  const add = (term: number, likely: number) => meanings.set(term, Math.max(likely, meanings.get(term) ?? 0));
  const lengthOf = (term: number): number => words.terms[term]?.length ?? 1;
  words.near(word, leeway(word), (term, edits) => add(term, 1 - edits / Math.max(word.length, lengthOf(term))));
  words.beginningWith(word, (term) => add(term, 0.7 + (0.3 * word.length) / lengthOf(term)));
  for (const synonym of synonymsOf(word)) {
    const term = words.termOf(synonym);
    if (term !== undefined) add(term, 0.97);
  }
  return meanings;
}

/** How many edits away a word may be and still be meant. */
const leeway = (word: string): number => (word.length < 3 ? 0 : word.length < 6 ? 1 : 2);

/** How much of a query each film accounts for, whichever of its names the words are in. */
function coverage({ keys, words }: FilmIndex, asked: readonly Asked[]): Float32Array {
  const covered = new Float32Array(keys.length);
  const ofWord = new Float32Array(keys.length);
  for (const { weight, meanings } of asked) {
    ofWord.fill(0);
    for (const [term, likely] of meanings) {
      for (let at = words.starts[term] ?? 0; at < (words.starts[term + 1] ?? 0); at += 1) {
        const film = words.places[at] ?? 0;
        const gain = weight * likely - (ofWord[film] ?? 0);
        if (gain <= 0) continue;
        ofWord[film] = weight * likely;
        covered[film] = (covered[film] ?? 0) + gain;
      }
    }
  }
  return covered;
}

/** How well a query and one name are the same words, each standing for one, from 0 to 1. */
function likeness(name: Name, weights: Float32Array, asked: readonly Asked[], total: number): number {
  const free = new Set(name.words.keys());
  let matched = 0;
  let previous = -1;
  let order = 1;
  for (const { weight, meanings } of asked) {
    let [place, likely] = [-1, 0];
    for (const at of free) {
      const here = meanings.get(name.words[at] ?? -1) ?? 0;
      if (here > likely) [place, likely] = [at, here];
    }
    if (place < 0) continue;
    free.delete(place);
    matched += weight * likely;
    if (place < previous) order = 0.95;
    previous = place;
  }
  const length = name.words.reduce((sum, term) => sum + (weights[term] ?? 0), 0);
  return ((2 * matched) / (total + length)) * order - 0.03 * name.kind;
}
