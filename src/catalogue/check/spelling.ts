import { spellingsOf } from '../prose.ts';
import { nameAt, type WrittenText } from '../written-texts.ts';
import type { Finding, Read } from './entries.ts';

/*
 * What an author writes is spelt as in Britain. Titles and people are spelt as they are: their words may stand in the
 * prose of that file, too. What else a dictionary does not have, a list beside the files does.
 */

/** Knows how words are spelt. */
export interface SpellingDictionary {
  /** Whether a word is spelt so, at the beginning of a sentence, too. */
  has(word: string): boolean;
  /** Words of which one was probably meant. */
  nearest(word: string): readonly string[];
}

/** A word that no dictionary has, where it stands. */
export interface UnknownWord extends Finding {
  readonly word: string;
}

/** Every word of the entries' prose that neither the dictionary nor the entry's own names have. */
export function unknownWords(
  read: readonly Read[],
  dictionary: Pick<SpellingDictionary, 'has'>,
): readonly UnknownWord[] {
  return read.flatMap(({ entry, texts }) => {
    const names = new Set(texts.filter(isName).flatMap(({ text }) => spellingsOf(text)));
    return texts.filter(isProse).flatMap(({ path, text }) =>
      [...new Set(spellingsOf(text))]
        .filter((word) => isLatinWord.test(word) && !isNamed(word, names) && !dictionary.has(word))
        .map((word) => {
          const problem = `${nameAt(path)}: “${word}” is in no dictionary`;
          return { entry, path, at: { words: [word] }, problem, word };
        }),
    );
  });
}

/** Other scripts, numbers and initials are not for an English dictionary. */
const isLatinWord = /^(?=.{2})[\p{Script=Latin}\p{M}']+$/u;

/** A name, or the family of that name: the Buchanans, the Collinses. */
const isNamed = (word: string, names: ReadonlySet<string>): boolean =>
  ['', /s$/u, /es$/u].some((ending) => names.has(word.replace(ending, '')));

const proseFields: readonly string[] = [
  ...['text', 'verdict', 'note', 'reason', 'alt', 'aboutTheWriter', 'contentNotes', 'genres'],
];

function isProse(text: WrittenText): boolean {
  const { path, kind } = text;
  const isHeading = (list: string, field: string) => path[0] === list && path.length === 3 && path[2] === field;
  return (
    kind === 'plot' ||
    (kind === 'open' &&
      (proseFields.includes(nameAt(path)) || isHeading('reviews', 'title') || isHeading('themes', 'name')))
  );
}

const isName = (text: WrittenText): boolean => text.kind !== 'code' && !isProse(text);
