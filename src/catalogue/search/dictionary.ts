import { best } from './best.ts';
import { editsFrom } from './edits.ts';

/*
 * Terms, and where each occurs, in flat arrays: a tenth of what a map of a hundred thousand arrays takes. MiniSearch's
 * SearchableMap was measured for this (7.2.0): 285 bytes a term, no swapped letters, and a slow walk for a first letter.
 */

/** Terms in order, each known by its place among them. */
export interface Dictionary {
  readonly terms: readonly string[];
  /** A term occurs at `places[starts[term]]` up to, without, `places[starts[term + 1]]`. */
  readonly starts: Int32Array;
  readonly places: Int32Array;
  /** The terms that begin with a text: from the first number up to, without, the second. */
  beginningWith(text: string): readonly [number, number];
  /** Visits the terms at most so many edits away. */
  near(text: string, most: number, visit: (term: number, edits: number) => void): void;
  /** For a text that is near nothing: the terms that look most like it, best first, and how much, from 0 to 1. */
  lookingLike(text: string, count: number): readonly { readonly term: number; readonly likeness: number }[];
}

/** Makes a dictionary of terms and their places. */
export function createDictionary(placesOf: ReadonlyMap<string, readonly number[]>): Dictionary {
  const terms = [...placesOf.keys()].sort();
  const starts = new Int32Array(terms.length + 1);
  for (const [term, text] of terms.entries()) {
    starts[term + 1] = (starts[term] ?? 0) + (placesOf.get(text)?.length ?? 0);
  }
  const places = new Int32Array(starts.at(-1) ?? 0);
  for (const [term, text] of terms.entries()) places.set(placesOf.get(text) ?? [], starts[term]);

  const textOf = (term: number): string => terms[term] ?? '';
  const byLength = Int32Array.from(terms.keys()).sort((a, b) => textOf(a).length - textOf(b).length || a - b);
  const letters = byLength.map((term) => lettersOf(textOf(term)));
  const longerThan = (length: number): number =>
    firstWhere(byLength.length, (at) => textOf(byLength[at] ?? 0).length > length);

  return {
    terms,
    starts,
    places,
    beginningWith(text) {
      const from = (start: string): number => firstWhere(terms.length, (term) => textOf(term) >= start);
      return [from(text), from(`${text}\uffff`)];
    },
    near(text, most, visit) {
      const wanted = lettersOf(text);
      const edits = editsFrom(text);
      const end = longerThan(text.length + most);
      for (let at = longerThan(text.length - most - 1); at < end; at += 1) {
        if (countBits((letters[at] ?? 0) ^ wanted) > 2 * most) continue;
        const term = byLength[at] ?? 0;
        const count = edits(textOf(term));
        if (count <= most) visit(term, count);
      }
    },
    lookingLike(text, count) {
      const wanted = lettersOf(text);
      const edits = editsFrom(text);
      const similar = best(20 * count, letters.keys(), (at) => -countBits((letters[at] ?? 0) ^ wanted)).map((at) => {
        const term = byLength[at] ?? 0;
        return { term, likeness: Math.max(0, 1 - edits(textOf(term)) / Math.max(text.length, textOf(term).length)) };
      });
      return best(count, similar, ({ likeness }) => likeness);
    },
  };
}

/** Which letters occur, as bits. An edit changes at most two of them, which rules out most terms unread. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters;
}

/** Adds neighbouring bits, then pairs, then fours: Warren, "Hacker's Delight", figure 5-2. */
function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function firstWhere(count: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
