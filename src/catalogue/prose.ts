/*
 * Running text as the rules of content compare it: by its words, whatever their case, apostrophes and the
 * punctuation between them.
 */

const word = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu;
const possessive = /'s$/u;

/** The words of a text as they are spelt, without the possessive's ’s; apostrophes are straight. */
export function spellingsOf(text: string): readonly string[] {
  const found = text.normalize('NFC').match(word) ?? [];
  return found.map((each) => each.replaceAll('’', "'").replace(possessive, ''));
}

/** The words of a text in lower case: what is asked is whether a name or a thing is spoken of. */
export function wordsOf(text: string): readonly string[] {
  return spellingsOf(text.toLowerCase());
}

/** Scripts that put no space between words: there a term is looked for by its letters. */
const unspaced = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** Tells whether a text speaks of a term: as whole words, in any case. */
export function termsIn(text: string): (term: string) => boolean {
  const written = text.normalize('NFC');
  const words = ` ${wordsOf(text).join(' ')} `;
  return (term) => {
    if (unspaced.test(term)) return written.includes(term.normalize('NFC'));
    const wanted = wordsOf(term);
    return wanted.length > 0 && words.includes(` ${wanted.join(' ')} `);
  };
}

/** Whether a text speaks of a term: see {@link termsIn}. */
export const speaksOf = (text: string, term: string): boolean => termsIn(text)(term);

/** Every so many words in a row of a text, one run a string. */
export function runsOf(text: string, length: number): readonly string[] {
  const words = wordsOf(text);
  return words.slice(0, Math.max(0, words.length - length + 1)).map((_, at) => words.slice(at, at + length).join(' '));
}

// One fixed locale, so that a text is divided alike on every machine.
const sentenceSegments = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The sentences of a text, each as its words. */
export function sentencesOf(text: string): readonly (readonly string[])[] {
  return [...sentenceSegments.segment(text)].map(({ segment }) => wordsOf(segment));
}

/** Finds words in a file that may fold, quote and punctuate them as it likes. */
export function patternOf(words: readonly string[]): RegExp {
  const alternatives = words.map((each) => each.replace(/[^\p{L}\p{M}\p{N}']/gu, '').replaceAll("'", "['’]"));
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${alternatives.join("(?:['’]s)?[^\\p{L}\\p{M}\\p{N}]+")}`, 'iu');
}
