import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Book, type Film, type FilmFileInput, filmFile } from './film.ts';
import { isContentFile, withoutExtension } from './folders.ts';
import { formatProblems } from './format-problems.ts';
import { type FilmKey, filmKey } from './ids.ts';
import { inOrder, type Mistake, type Problem } from './mistakes.ts';
import { parseYaml, readYaml, type YamlFile } from './yaml-file.ts';

/** A film as read from its file: parsed, and as its author wrote it. */
export interface LoadedFilm {
  readonly film: Film;
  readonly written: FilmFileInput;
  readonly file: string;
}

/** All films that could be read, and every mistake that was found. */
export interface Loaded {
  readonly films: readonly LoadedFilm[];
  readonly mistakes: readonly Mistake[];
}

/** What became of one file: a film, or mistakes. */
export interface ParsedFile {
  readonly file: string;
  /** Its name without the extension: the film's key, where it is one. */
  readonly key: string;
  readonly loaded: LoadedFilm | undefined;
  /** What its author wrote, with or without mistakes; undefined where it is not even YAML. */
  readonly written: unknown;
  readonly mistakes: readonly Mistake[];
  /** The place of a problem in this file. */
  readonly mistakeAt: (problem: Problem) => Mistake;
}

/**
 * Reads every `.yaml` file of the folders. A later folder's film takes the place of an earlier one's with the same
 * key. A file with a mistake is left out, and the rest is read all the same.
 * @throws where a folder cannot be read at all
 */
export async function loadFilms(folders: readonly string[]): Promise<Loaded> {
  return mergeFolders(await readFolders(folders));
}

/** Every content file of each folder, read by itself. @throws where a folder cannot be read at all */
export async function readFolders(folders: readonly string[]): Promise<readonly (readonly ParsedFile[])[]> {
  return Promise.all(folders.map(readFolder));
}

/** Files that are open at the same time. */
const atOnce = 64;

async function readFolder(folder: string): Promise<readonly ParsedFile[]> {
  const names = (await readdir(folder)).filter(isContentFile).sort();
  const read: ParsedFile[] = [];
  let turn = Promise.resolve();
  // Between two files members are answered, and the store's server is heard.
  const ownTurn = async () => {
    turn = turn.then(async () => othersTurn());
    return turn;
  };
  for (let start = 0; start < names.length; start += atOnce) {
    const some = await Promise.all(
      names.slice(start, start + atOnce).map((name) => readFilm(join(folder, name), ownTurn)),
    );
    read.push(...some.flatMap((file) => file ?? []));
  }
  return refuseTwins(read);
}

/** Undefined for what is no file, such as a folder of that name. */
async function readFilm(file: string, ownTurn: () => Promise<void>): Promise<ParsedFile | undefined> {
  try {
    // A link to a file counts as one: that is how containers mount a folder of settings.
    const found = await stat(file);
    if (!found.isFile()) return undefined;
    const bytes = await readFile(file);
    await ownTurn();
    return understand(file, readYaml(file, bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return understand(file, { kind: 'broken', mistakes: [{ file, ...beginning, problem: `cannot be read: ${why}` }] });
  }
}

const beginning = { line: 1, column: 1 } as const;

/** `a.yaml` and `a.yml` in one folder: the first in the alphabet counts. */
function refuseTwins(files: readonly ParsedFile[]): readonly ParsedFile[] {
  const firsts = new Map<string, string>();
  return files.map((parsed) => {
    const first = firsts.get(parsed.key);
    if (first === undefined) firsts.set(parsed.key, parsed.file);
    return first === undefined ? parsed : refused(parsed, { path: [], problem: `${first} has the same key` });
  });
}

function refused(parsed: ParsedFile, problem: Problem): ParsedFile {
  return { ...parsed, loaded: undefined, mistakes: [...parsed.mistakes, parsed.mistakeAt(problem)] };
}

/** Reads one content file's text. The file's name is its key. */
export function parseFilm(file: string, yaml: string): ParsedFile {
  return understand(file, parseYaml(file, yaml));
}

function understand(file: string, yaml: YamlFile): ParsedFile {
  if (yaml.kind === 'broken') {
    const mistakeAt = ({ problem }: Problem) => ({ file, ...beginning, problem });
    return { file, key: keyOf(file), loaded: undefined, written: undefined, mistakes: yaml.mistakes, mistakeAt };
  }
  const { value: written, locate } = yaml;
  const mistakeAt = ({ path, at, problem }: Problem): Mistake => ({
    file,
    ...locate({ path, ...(at && { at }) }),
    problem,
  });
  const key = filmKey.safeParse(keyOf(file));
  const parsed = filmFile.safeParse(written);
  const problems = [
    ...(key.error?.issues ?? []).map(({ message }) => ({ path: [], problem: `the file’s name: ${message}` })),
    ...(parsed.error ? formatProblems(parsed.error, written) : []),
    ...contradictions(written, key.data),
  ];
  const mistakes = inOrder(problems.map(mistakeAt));
  if (!key.success || !parsed.success || mistakes.length > 0) {
    return { file, key: keyOf(file), loaded: undefined, written, mistakes, mistakeAt };
  }
  const film: Film = { ...parsed.data, key: key.data };
  // What was parsed successfully is of the input's shape; zod does not hand that type back.
  const loaded: LoadedFilm = { film, written: written as FilmFileInput, file };
  return { file, key: key.data, loaded, written, mistakes, mistakeAt };
}

const keyOf = (file: string) => withoutExtension(basename(file));

/** Mistakes that show only when parts of a file are held against each other. */
function contradictions(written: unknown, key: FilmKey | undefined): readonly Problem[] {
  return [...otherYear(fieldOf(written, 'year'), key), ...repeatedReviews(fieldOf(written, 'reviews'))];
}

function otherYear(year: unknown, key: FilmKey | undefined): readonly Problem[] {
  if (typeof year !== 'number' || !key || key.endsWith(`-${year}`)) return [];
  return [{ path: ['year'], problem: `year: ${year} here, and ${key.slice(-4)} in the file’s name` }];
}

function repeatedReviews(reviews: unknown): readonly Problem[] {
  const keys = Array.isArray(reviews) ? reviews.map((review) => fieldOf(review, 'key')) : [];
  return keys.flatMap((key, index) => {
    const isRepeated = typeof key === 'string' && keys.indexOf(key) < index;
    return isRepeated
      ? [{ path: ['reviews', index, 'key'], problem: `key: another review of this film is called ${key}` }]
      : [];
  });
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

interface Candidate extends ParsedFile {
  readonly loaded: LoadedFilm;
}

/**
 * Of each key the last folder's film. Those that it replaces wait behind it: a film that is refused for what it says of
 * its book leaves its place to the one before.
 */
export function mergeFolders(folders: readonly (readonly ParsedFile[])[]): Loaded {
  const mistakes = folders.flat().flatMap((parsed) => parsed.mistakes);
  let candidates = folders.flat().flatMap((parsed) => (parsed.loaded ? [{ ...parsed, loaded: parsed.loaded }] : []));
  for (;;) {
    const chosen = lastOfEachKey(candidates);
    const dispute = disputedBook(chosen);
    if (!dispute) return { films: chosen.map(({ loaded }) => loaded), mistakes: inOrder(mistakes) };
    mistakes.push(...dispute.mistakes);
    candidates = candidates.filter((candidate) => candidate !== dispute.refused);
  }
}

/** In the order of the folders, so that the earlier one's word on a book is the one that stands. */
function lastOfEachKey(candidates: readonly Candidate[]): readonly Candidate[] {
  const last = new Map(candidates.map((candidate) => [candidate.loaded.film.key, candidate]));
  return candidates.filter((candidate) => last.get(candidate.loaded.film.key) === candidate);
}

/** A book is described in the file of each film made from it, and alike: here is the first that says otherwise. */
function disputedBook(films: readonly Candidate[]) {
  const firsts = new Map<Book['key'], Candidate>();
  for (const candidate of films) {
    const { book } = candidate.loaded.film;
    const first = firsts.get(book.key) ?? candidate;
    firsts.set(book.key, first);
    const others = differences(book, first.loaded.film.book);
    const mistakes = others.map((field) => {
      const { line } = first.mistakeAt({ path: ['book', field], problem: '' });
      const problem = `${field}: the book ${book.key} is described otherwise in ${first.file}:${line}`;
      return candidate.mistakeAt({ path: ['book', field], problem });
    });
    if (mistakes.length > 0) return { refused: candidate, mistakes };
  }
  return undefined;
}

function differences(book: Book, other: Book): readonly string[] {
  const fields = new Set([...Object.keys(book), ...Object.keys(other)]);
  return [...fields].filter((field) => !isDeepStrictEqual(Reflect.get(book, field), Reflect.get(other, field)));
}
