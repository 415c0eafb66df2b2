/** Whether a slice, as it will be shown, has room where it is going. */
export type Fits = (slice: string) => boolean;

/** Offsets at which a text may be cut, ascending. */
type Offsets = readonly number[];

// One fixed locale, so that a text is cut alike on every machine; the rules of UAX 29 differ little between locales.
const graphemeSegments = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wordSegments = new Intl.Segmenter('en', { granularity: 'word' });
const sentenceSegments = new Intl.Segmenter('en', { granularity: 'sentence' });

function paragraphEnds(text: string): Offsets {
  return Array.from(text.matchAll(/\n\n/gu), (gap) => gap.index + gap[0].length);
}

function sentenceEnds(text: string): Offsets {
  return Array.from(sentenceSegments.segment(text), ({ index, segment }) => index + segment.length);
}

function graphemeEnds(text: string): Offsets {
  return Array.from(graphemeSegments.segment(text), ({ index, segment }) => index + segment.length);
}

function codePointEnds(text: string): Offsets {
  let end = 0;
  return Array.from(text, (codePoint) => {
    end += codePoint.length;
    return end;
  });
}

// Between words is after white space, or between two words that touch, as they do in Chinese, Japanese and Thai. Not
// between a word and its punctuation.
function isBetweenWords(before: Intl.SegmentData, after: Intl.SegmentData): boolean {
  return before.segment.trim() === '' || (before.isWordLike === true && after.isWordLike === true);
}

function wordEnds(text: string): Offsets {
  const segments = [...wordSegments.segment(text)];
  return segments.flatMap((after, at) => {
    const before = segments[at - 1];
    return before !== undefined && isBetweenWords(before, after) ? [after.index] : [];
  });
}

type Granularity = (text: string) => Offsets;

// Code points come last for the one text that has no better place: a single grapheme larger than all the room there is,
// which emoji joined without end can be.
function endsByPreference(text: string, preferred: readonly Granularity[]): readonly Offsets[] {
  const graphemes = graphemeEnds(text);
  const whole = new Set(graphemes);
  return [
    ...preferred.map((granularity) => granularity(text).filter((end) => whole.has(end))),
    graphemes,
    codePointEnds(text),
  ];
}

/** How many leading items satisfy a condition that, once false, stays false. */
function countWhile(count: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle - 1)) low = middle;
    else high = middle - 1;
  }
  return low;
}

// A longer beginning does not fit better than a shorter one, hence the binary search. Its answer has itself been tried.
function longestBeginning(text: string, ends: Offsets, fits: Fits): string {
  const beginning = (at: number): string => text.slice(0, ends[at]).trimEnd();
  const fitting = countWhile(ends.length, (at) => fits(beginning(at)));
  return fitting === 0 ? '' : beginning(fitting - 1);
}

// Enough of what follows for the rules of UAX 29 to see whether a place is a boundary.
const lookAhead = 200;

// Only as much of the text is segmented as could fit: each segment that V8 gives out carries a copy of the text it is
// from, which takes minutes for a text of 100,000 characters.
function beginningByPreference(text: string, room: number, preferred: readonly Granularity[], fits: Fits): string {
  const near = text.slice(0, room + lookAhead);
  for (const ends of endsByPreference(near, preferred)) {
    const found = longestBeginning(near, ends, fits);
    if (found !== '') return found;
  }
  return '';
}

/**
 * A cleaned text in as few slices as fit one by one, cut between paragraphs, else sentences, else words, else
 * graphemes. Only white space at the cuts is lost. `room` is a number of characters above which nothing fits. Where not
 * even one character fits, a `RangeError`.
 */
export function slicesThatFit(cleaned: string, room: number, fits: Fits): readonly string[] {
  const slices: string[] = [];
  let rest = cleaned;
  while (rest !== '') {
    const whole = rest.length <= room && fits(rest);
    const slice = whole ? rest : beginningByPreference(rest, room, [paragraphEnds, sentenceEnds, wordEnds], fits);
    if (slice === '') throw new RangeError('The room for a part of a text is smaller than one character of it.');
    slices.push(slice);
    rest = rest.slice(slice.length).trimStart();
  }
  return slices;
}

/** The longest beginning of a cleaned line that fits, cut between words, else graphemes; empty if nothing fits. */
export function beginningThatFits(cleaned: string, room: number, fits: Fits): string {
  return beginningByPreference(cleaned, room, [wordEnds], fits);
}
