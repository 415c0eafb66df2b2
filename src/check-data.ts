import { relative } from 'node:path';
import { britishDictionary } from './catalogue/check/british.ts';
import { type Entry, type Finding, readEntries } from './catalogue/check/entries.ts';
import { brokenRules } from './catalogue/check/rules.ts';
import { unknownWords } from './catalogue/check/spelling.ts';
import { unfinished } from './catalogue/check/whole-entry.ts';
import { mistakesIn, readWordList, type WordList } from './catalogue/check/word-list.ts';
import { disagreeing } from './catalogue/check/works-both-ways.ts';
import { type LoadedFilm, mergeFolders, type ParsedFile, readFolders } from './catalogue/load.ts';
import { inOrder, type Mistake, type Path } from './catalogue/mistakes.ts';
import { summaryOf } from './catalogue/summary.ts';
import { checkLimits } from './discord/limits.ts';
import { everyCard, type PossibleCard } from './every-card.ts';
import { complain, say } from './farewell.ts';
import { wordsFor } from './words/words.ts';

/* `npm run check:data [-- folder…]`: every mistake of every content file as `path:line:column problem`. */

const shipped = 'data/films';

async function check(folders: readonly string[]): Promise<number> {
  const perFolder = await readFolders(folders);
  const files = perFolder.flat();
  const { films, mistakes: misread } = mergeFolders(perFolder);
  const fileOf = new Map<Entry, ParsedFile>(
    files.filter(({ written }) => written !== undefined).map((parsed) => [parsed, parsed]),
  );
  const read = readEntries([...fileOf.keys()]);
  const spelling = await misspelt(read, await Promise.all(folders.map(readWordList)));
  const findings = [
    ...brokenRules(read),
    ...disagreeing(read),
    ...read.flatMap(unfinished),
    ...spelling.findings,
    ...films.flatMap((film) => unsendable(film, films, files)),
  ];
  const mistakes = inOrder([
    ...misread,
    ...spelling.mistakes,
    ...findings.flatMap((finding) => located(finding, fileOf)),
  ]);
  for (const mistake of mistakes) say(`${placeOf(mistake)} ${mistake.problem}`);
  say(`${counted(files.length, 'file')}, ${counted(mistakes.length, 'mistake')}.`);
  return mistakes.length > 0 ? 1 : 0;
}

/** Words that neither the dictionary has nor the lists beside the files, and what is wrong with those lists. */
async function misspelt(read: ReturnType<typeof readEntries>, lists: readonly WordList[]) {
  const dictionary = await britishDictionary();
  const unknown = unknownWords(read, dictionary);
  const listed = new Set(lists.flatMap(({ words }) => words));
  const needed = new Set(unknown.map(({ word }) => word));
  return {
    findings: unknown
      .filter(({ word }) => !listed.has(word))
      .map((finding) => ({ ...finding, problem: `${finding.problem}${advice(dictionary.nearest(finding.word))}` })),
    mistakes: lists.flatMap((list) => mistakesIn(list, needed)),
  };
}

const advice = (nearest: readonly string[]): string =>
  `; ${nearest.length > 0 ? `did you mean ${nearest.join(' or ')}? ` : ''}What is right all the same goes into words.txt`;

/** Messages about a film that Discord would refuse. */
function unsendable(
  { film, file }: LoadedFilm,
  films: readonly LoadedFilm[],
  files: readonly ParsedFile[],
): readonly Finding[] {
  const entry = files.find((parsed) => parsed.file === file);
  const found = (path: Path, problem: string, error: unknown) =>
    entry ? [{ entry, path, problem: `${problem}: ${messageOf(error)}` }] : [];
  const adaptations = films.map((each) => summaryOf(each.film)).filter(({ book }) => book.key === film.book.key);
  let cards: readonly PossibleCard[];
  try {
    cards = everyCard(film, adaptations, wordsFor('en-GB'));
  } catch (error) {
    return found([], 'its cards cannot be made', error);
  }
  return cards.flatMap(({ name, shows, card }) => {
    try {
      checkLimits(card);
      return [];
    } catch (error) {
      return found(shows, `${name} cannot be sent`, error);
    }
  });
}

function located(finding: Finding, fileOf: ReadonlyMap<Entry, ParsedFile>): readonly Mistake[] {
  const { entry, beside, problem, path, at } = finding;
  const other = beside && fileOf.get(beside.entry)?.mistakeAt({ ...beside, problem: '' });
  const inFull = other ? `${problem} (${placeOf(other)})` : problem;
  const mistake = fileOf.get(entry)?.mistakeAt({ path, ...(at && { at }), problem: inFull });
  return mistake ? [mistake] : [];
}

const placeOf = ({ file, line, column }: Mistake) => `${relative('.', file)}:${line}:${column}`;
const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const given = process.argv.slice(2);
try {
  process.exitCode = await check(given.length > 0 ? given : [shipped]);
} catch (error) {
  complain([messageOf(error)]);
  process.exitCode = 1;
}
