import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mistake } from '../mistakes.ts';

/** Words that are spelt right though no dictionary has them. */
export interface WordList {
  readonly file: string;
  /** One a line. */
  readonly words: readonly string[];
}

/** The list that lies beside a folder's content files; empty where there is none. */
export async function readWordList(folder: string): Promise<WordList> {
  const file = join(folder, 'words.txt');
  try {
    return { file, words: (await readFile(file, 'utf8')).replace(/\n$/, '').split('\n') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { file, words: [] };
    throw error;
  }
}

/** A list that grows for ever hides mistakes: each word is there once, in its place, and is needed. */
export function mistakesIn({ file, words }: WordList, needed: ReadonlySet<string>): readonly Mistake[] {
  return words.flatMap((word, at) => {
    const problem = problemOf(word, words[at - 1], needed);
    return problem === undefined ? [] : [{ file, line: at + 1, column: 1, problem }];
  });
}

function problemOf(word: string, before: string | undefined, needed: ReadonlySet<string>): string | undefined {
  if (word === before) return `“${word}” stands here twice`;
  if (before !== undefined && alphabet.compare(before, word) > 0) return `“${word}” belongs before “${before}”`;
  return needed.has(word) ? undefined : `“${word}” is not needed: no text has it, or it is known without this list`;
}

const alphabet = new Intl.Collator('en');
