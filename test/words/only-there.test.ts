import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/*
 * What members read comes from src/words/. A simple rule finds what does not: a literal with two words in it, or one
 * that begins like a sentence.
 */

const folders = ['commands', 'src/views', 'src/notices'];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);

const notForMembers =
  /\/\*[\s\S]*?\*\/|\/\/.*$|^(?:import|export) [^;]*? from [^;]*;$|(?:new \w*Error|throw)\b[^;]*;|^\s*case .*$|[!=]== '[^']*'|'[^']*'(?= \|(?!\|)| [!=]==)|(?<!\|)\| '[^']*'/gmu;
const literal = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/gu;

function readable(text: string): boolean {
  const words = text.slice(1, -1).replace(/\$\{[^}]*\}/gu, '');
  return /\p{L}{2,}[,.:;]? \p{L}{2,}|^\p{Lu}\p{Ll}+(?!\p{L})/u.test(words);
}

function sentencesIn(source: string): readonly string[] {
  return [...source.replace(notForMembers, '').matchAll(literal)].map(([text]) => text).filter(readable);
}

test.each(files)('nothing that members read is written in %s', (file) => {
  expect(sentencesIn(readFileSync(file, 'utf8'))).toEqual([]);
});

test('the rule finds what it is to find', () => {
  expect(sentencesIn("card('Nobody has reviewed this');")).toHaveLength(1);
  expect(sentencesIn("label: 'Read'")).toHaveLength(1);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template
  expect(sentencesIn('card(`${count} more reviews`)')).toHaveLength(1);
  expect(sentencesIn("open ? 'Read on' : 'Read it'")).toHaveLength(2);
  expect(sentencesIn("if (threads === 'not here') return 'had begun' | 'was there';")).toEqual([]);
  expect(sentencesIn("import { Long } from './a long name.ts';")).toEqual([]);
  expect(sentencesIn("style: 'primary', id: 'review.open'")).toEqual([]);
});
