import { best } from './best.ts';
import { editsFrom } from './edits.ts';

/*
 * In flat arrays, because a catalogue of a hundred thousand films has three hundred thousand names. MiniSearch's
 * SearchableMap (7.2.0) was measured for this: 285 bytes a term, and two swapped letters are two edits to it.
 */

/** Terms, shortest first, each known by its number; and the places where each occurs. */
export interface Dictionary {
  readonly terms: readonly string[];
  /** The places of a term are `places[starts[term]]` up to, without, `places[starts[term + 1]]`. */
  readonly starts: Int32Array;
  readonly places: Int32Array;
  termOf(text: string): number | undefined;
  /** Visits the terms that begin with a text, itself included. */
  beginningWith(text: string, visit: (term: number) => void): void;
  /** Visits the terms at most so many edits away. */
  near(text: string, most: number, visit: (term: number, edits: number) => void): void;
  /** For a text that is near nothing: the terms that look most like it, and how much, from 0 to 1. */
  lookingLike(text: string, count: number): readonly { readonly term: number; readonly likeness: number }[];
}

/** What a dictionary is made from, flat, so that it can be kept. The terms are one text, a line each. */
export interface PackedDictionary {
  readonly terms: string;
  readonly starts: Int32Array;
  readonly places: Int32Array;
}

/** Terms and their places, in order. A term has no line break in it. */
export function packDictionary(placesOf: ReadonlyMap<string, readonly number[]>): PackedDictionary {
  const terms = [...placesOf.keys()].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const starts = new Int32Array(terms.length + 1);
  for (const [term, text] of terms.entries()) {
    starts[term + 1] = (starts[term] ?? 0) + (placesOf.get(text)?.length ?? 0);
  }
  const places = new Int32Array(starts.at(-1) ?? 0);
  for (const [term, text] of terms.entries()) places.set(placesOf.get(text) ?? [], starts[term]);
  return { terms: terms.join('\n'), starts, places };
}

/** The dictionary over what was packed. */
export function openDictionary({ terms: text, starts, places }: PackedDictionary): Dictionary {
  const terms = text === '' ? [] : text.split('\n');
  const textOf = (term: number): string => terms[term] ?? '';
  const letters = Int32Array.from(terms, lettersOf);
  const longest = terms.at(-1)?.length ?? 0;
  const bands = Array.from({ length: longest + 2 }, (_, length) =>
    firstWhere(0, terms.length, (term) => textOf(term).length >= length),
  );
  const firstOf = (length: number): number => bands[Math.max(0, length)] ?? terms.length;
  const firstFrom = (text: string, length: number): number =>
    firstWhere(firstOf(length), firstOf(length + 1), (term) => textOf(term) >= text);

  return {
    terms,
    starts,
    places,
    termOf(text) {
      const term = firstFrom(text, text.length);
      return textOf(term) === text ? term : undefined;
    },
    beginningWith(text, visit) {
      for (let length = text.length; length <= longest; length += 1) {
        const end = firstFrom(`${text}\uffff`, length);
        for (let term = firstFrom(text, length); term < end; term += 1) visit(term);
      }
    },
    near(text, most, visit) {
      const wanted = lettersOf(text);
      const edits = editsFrom(text);
      for (let length = text.length - most; length <= text.length + most; length += 1) {
        // A letter more or less changes one bit, a letter for another two.
        const bits = 2 * most - Math.abs(length - text.length);
        const end = firstOf(length + 1);
        for (let term = firstOf(length); term < end; term += 1) {
          if (countBits((letters[term] ?? 0) ^ wanted) > bits) continue;
          const count = edits(textOf(term));
          if (count <= most) visit(term, count);
        }
      }
    },
    lookingLike(text, count) {
      const wanted = lettersOf(text);
      const edits = editsFrom(text);
      const likeness = (term: number): number =>
        Math.max(0, 1 - edits(textOf(term)) / Math.max(text.length, textOf(term).length));
      const similar = best(20 * count, letters.keys(), (term) => -countBits((letters[term] ?? 0) ^ wanted));
      return best(count, similar, likeness).map((term) => ({ term, likeness: likeness(term) }));
    },
  };
}

/** Which letters occur, as bits. Comparing them rules out most terms unread. */
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

function firstWhere(from: number, to: number, holds: (at: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
