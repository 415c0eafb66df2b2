import { cleanText } from '../../spoilers/clean.ts';
import type { Path } from '../mistakes.ts';
import { runsOf, sentencesOf, termsIn, wordsOf } from '../prose.ts';
import { isInLatin, slugOf } from '../slug.ts';
import { nameAt, textAt, type WrittenText } from '../written-texts.ts';
import type { Entry, Finding, Read } from './entries.ts';

/*
 * What is asked of the films that Foyer ships, beyond the format: no plot and no tell-tale word where everybody reads,
 * nothing said twice, nothing hidden in a text. A host's own films need not follow.
 */

/** Everything that breaks a rule, in any of the entries or between them. */
export function brokenRules(read: readonly Read[]): readonly Finding[] {
  return [
    ...read.flatMap((one) => [...misnamed(one), ...deceptive(one), ...tellTale(one)]),
    ...read.flatMap((one) => plotInTheOpen(one, read)),
    ...saidTwice(read),
    ...booksWithTwoKeys(read),
  ];
}

/** The file's name is the title, then the year. A title without Latin letters leaves the choice to its author. */
function misnamed({ entry, key, texts }: Read): readonly Finding[] {
  const title = [textAt(texts, 'title'), textAt(texts, 'romanisedTitle')].find(isInLatin);
  const year = /-\d{4}$/.exec(key)?.[0];
  if (!title || !year) return [];
  const slug = slugOf(title, longestKey - year.length);
  // Two films of one title and year are told apart by who made them, or by their medium.
  const names = [slug, ...distinctionsOf(texts).map((distinction) => `${slug}-${distinction}`)];
  if (names.some((name) => key === `${name}${year}`)) return [];
  return [{ entry, path: ['title'], problem: `title: after its title the file would be called ${slug}${year}` }];
}

const longestKey = 60;

function distinctionsOf(texts: readonly WrittenText[]): readonly string[] {
  const isDirector = ({ path }: WrittenText) => path[0] === 'directors' && path.length === 3 && path[2] === 'name';
  const directors = texts.filter(isDirector).map(({ text }) => slugOf(text, longestKey));
  const familyNames = directors.flatMap((slug) => slug.split('-').at(-1) ?? []);
  return [...directors, ...familyNames, textAt(texts, 'medium') ?? ''];
}

/** Signs that nobody sees, and those that turn the words around them. Decided by the rules of what is shown. */
function deceptive({ entry, texts }: Read): readonly Finding[] {
  return texts.flatMap(({ path, text }) => {
    const sign = [...new Set(text.match(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\uFFFD]/gu))].find(
      (each) => each !== '\n' && (each === '\uFFFD' || count(text, each) > count(cleanText(text), each)),
    );
    if (sign === undefined) return [];
    const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return [{ entry, path, problem: `${nameAt(path)}: has an invisible or broken sign in it, U+${code}` }];
  });
}

const count = (text: string, sign: string) => text.split(sign).length - 1;

/** `endingTerms` stand in nothing that is shown to everybody. */
function tellTale({ entry, texts }: Read): readonly Finding[] {
  const terms = texts.filter(({ kind }) => kind === 'term');
  return texts
    .filter(({ kind }) => kind === 'open')
    .flatMap(({ path, text }) => {
      const speaksOf = termsIn(text);
      return terms
        .filter((term) => speaksOf(term.text))
        .map((term) => ({
          entry,
          path,
          at: { words: wordsOf(term.text) },
          problem: `${nameAt(path)}: “${term.text}” gives the turn away, and everybody reads this text`,
          beside: { entry, path: term.path },
        }));
    });
}

/** So many words in a row are not the same by chance. */
const tellingRun = 6;

/** Nothing that everybody reads repeats what a middle or an ending tells; not even in another film of the same book. */
function plotInTheOpen({ entry, texts }: Read, all: readonly Read[]): readonly Finding[] {
  const book = textAt(texts, 'book', 'key');
  const open = texts.filter(({ kind }) => kind === 'open');
  const titles = new Set(open.filter(isTitle).flatMap(({ text }) => runsOf(text, tellingRun)));
  const secrets = all
    .filter((other) => other.key === entry.key || (book !== undefined && textAt(other.texts, 'book', 'key') === book))
    .flatMap((other) => lateTexts(other).map(({ path, text }) => ({ entry: other.entry, path, text })));
  const hidden = new Map(
    secrets.flatMap(({ text, ...place }) => runsOf(text, tellingRun).map((run) => [run, place] as const)),
  );
  return open.flatMap(({ path, text }) => {
    const run = runsOf(text, tellingRun).find((each) => hidden.has(each) && !titles.has(each));
    const beside = run === undefined ? undefined : hidden.get(run);
    if (run === undefined || !beside) return [];
    const at = { words: run.split(' ') };
    const problem = `${nameAt(path)}: everybody reads “${run}”, which is also said behind a spoiler`;
    return [{ entry, path, at, problem, beside: { ...beside, at } }];
  });
}

const isTitle = ({ path }: WrittenText) => /title/i.test(nameAt(path));

/** Scenes and comparisons from the middle on, in either work. */
function lateTexts({ texts }: Read): readonly WrittenText[] {
  const isLate = (path: Path) =>
    ['film', 'book'].some((work) => ['middle', 'ending'].includes(textAt(texts, ...path.slice(0, 2), work) ?? ''));
  return texts.filter(({ path, kind }) => kind === 'plot' && isLate(path));
}

/** Shorter sentences may well come to mind twice. */
const tellingSentence = 6;
/** Facts may read alike in two entries: what a critic is known for, where a book first appeared. */
const proseFields: readonly string[] = ['text', 'verdict', 'note', 'reason'];

const isOwnProse = ({ path, kind }: WrittenText) =>
  kind === 'plot' || (proseFields.includes(nameAt(path)) && !path.includes('book') && !path.includes('epigraph'));

/** A sentence that fits two films says little about either. */
function saidTwice(all: readonly Read[]): readonly Finding[] {
  const firsts = new Map<string, { entry: Entry; path: Path }>();
  return all.flatMap(({ entry, texts }) =>
    texts.filter(isOwnProse).flatMap(({ path, text }) =>
      sentencesOf(text).flatMap((words) => {
        if (words.length < tellingSentence) return [];
        const first = firsts.get(words.join(' '));
        if (!first) firsts.set(words.join(' '), { entry, path });
        if (!first || first.entry.key === entry.key) return [];
        const problem = `${nameAt(path)}: this sentence stands in another entry too`;
        return [{ entry, path, at: { words }, problem, beside: { ...first, at: { words } } }];
      }),
    ),
  );
}

/** One book has one key, or its ratings fall apart into two tallies. */
function booksWithTwoKeys(all: readonly Read[]): readonly Finding[] {
  const firsts = new Map<string, { entry: Entry; key: string }>();
  return all.flatMap(({ entry, texts }) => {
    const [key, title, author] = [
      textAt(texts, 'book', 'key'),
      textAt(texts, 'book', 'title'),
      textAt(texts, 'book', 'authors', 0),
    ];
    if (key === undefined || title === undefined || author === undefined) return [];
    const name = [...wordsOf(title), 'by', ...wordsOf(author)].join(' ');
    const first = firsts.get(name) ?? { entry, key };
    firsts.set(name, first);
    if (first.key === key) return [];
    const path = ['book', 'key'];
    return [{ entry, path, problem: 'key: this book has another key elsewhere', beside: { entry: first.entry, path } }];
  });
}
