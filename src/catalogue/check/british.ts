import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decodeTrie } from 'cspell-trie-lib';
import type { SpellingDictionary } from './spelling.ts';

/** The package gives away its description only; the words lie beside it. */
const description = createRequire(import.meta.url).resolve('@cspell/dict-en-gb-mit/cspell-ext.json');

/** British spelling, of its two ways the one with -ise. */
export async function britishDictionary(): Promise<SpellingDictionary> {
  const packed = await readFile(join(dirname(description), 'en_GB.trie.gz'));
  const trie = decodeTrie(await promisify(gunzip)(packed));
  const asked = new Map<string, boolean>();
  // Sixty films have the same few thousand words over and over.
  const isListed = (word: string): boolean => {
    const known = asked.get(word) ?? (trie.has(word) || trie.has(word.toLowerCase()));
    asked.set(word, known);
    return known;
  };
  return {
    has(word) {
      const withS = word.replace(ize, 'is$1');
      return isListed(word) && (withS === word || !isListed(withS));
    },
    nearest(word) {
      const withS = word.replace(ize, 'is$1');
      const named = word.charAt(0).toUpperCase() + word.slice(1);
      const evident = [withS, named].filter((other) => other !== word && isListed(other));
      return evident.length > 0 ? evident : trie.suggest(word, { numSuggestions: 3 }).slice(0, 3);
    },
  };
}

/** As in organize; not in size and prize, whose stems are shorter. */
const ize = /(?<=\p{L}{3})iz(e[ds]?|ers?|ings?|ations?)$/u;
