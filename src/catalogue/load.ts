import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMap, isNode, isPair, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Book, type Film, type FilmFileInput, filmFile, filmKey } from './film.ts';

/** Something wrong in a content file, where an author finds it. Lines and columns count from 1. */
export interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

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

/**
 * Reads every `.yaml` file of the folders. A later folder's film takes the place of an earlier one's with the same
 * key. A file with a mistake is left out, and the rest is read all the same.
 * @throws where a folder cannot be read at all
 */
export async function loadFilms(folders: readonly string[]): Promise<Loaded> {
  const perFolder = await Promise.all(folders.map(loadFolder));
  const byKey = new Map(perFolder.flatMap(({ films }) => films).map((loaded) => [loaded.film.key, loaded]));
  const { agreeing, mistakes } = sortOutBooks([...byKey.values()]);
  return { films: agreeing, mistakes: [...perFolder.flatMap((folder) => folder.mistakes), ...mistakes] };
}

async function loadFolder(folder: string): Promise<Loaded> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const read = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      return parseFilm(file, await readFile(file, 'utf8'));
    }),
  );
  return {
    films: read.flatMap(({ loaded }) => (loaded ? [loaded] : [])),
    mistakes: read.flatMap(({ mistakes }) => mistakes),
  };
}

/** What {@link parseFilm} makes of one file: a film, or mistakes. */
export interface ParsedFile {
  readonly loaded: LoadedFilm | undefined;
  readonly mistakes: readonly Mistake[];
}

/** Reads one content file's text. The file's name is its key. */
export function parseFilm(file: string, yaml: string): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const mistakeAt = (offset: number, problem: string): Mistake => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), problem };
  };
  const failed = (mistakes: readonly Mistake[]): ParsedFile => ({ loaded: undefined, mistakes });

  if (document.errors.length > 0) {
    return failed(document.errors.map((error) => mistakeAt(error.pos[0], firstLine(error.message))));
  }

  const key = filmKey.safeParse(basename(file).replace(/\.ya?ml$/, ''));
  if (!key.success) {
    return failed([mistakeAt(0, `the file's name is the film's key: ${key.error.issues[0]?.message ?? 'unusable'}`)]);
  }

  const written: unknown = document.toJS();
  const parsed = filmFile.safeParse(written);
  if (!parsed.success) {
    const at = (issue: z.core.$ZodIssue) => offsetOf(document.contents, pathOf(issue), issue.code === unknownKeys);
    return failed(parsed.error.issues.flatMap(eachIssue).map((issue) => mistakeAt(at(issue), problemOf(issue))));
  }

  const film: Film = { ...parsed.data, key: key.data };
  const mistakes = disagreements(film).map(({ path, problem }) =>
    mistakeAt(offsetOf(document.contents, path, false), problem),
  );
  if (mistakes.length > 0) return failed(mistakes);
  // What was parsed successfully is of the input's shape; zod does not hand that type back.
  return { loaded: { film, written: written as FilmFileInput, file }, mistakes: [] };
}

/** Mistakes that show only when parts of a file are held against each other. */
function disagreements(film: Film): { path: PropertyKey[]; problem: string }[] {
  const found: { path: PropertyKey[]; problem: string }[] = [];
  if (!film.key.endsWith(`-${film.year}`)) {
    found.push({ path: ['year'], problem: `the file's name ends in another year than ${film.year}` });
  }
  const seen = new Set<string>();
  for (const [index, { key }] of film.reviews.entries()) {
    if (seen.has(key)) found.push({ path: ['reviews', index, 'key'], problem: `two reviews have the key ${key}` });
    seen.add(key);
  }
  return found;
}

/** One book is described in the file of each film made from it: the descriptions must agree. */
function sortOutBooks(films: readonly LoadedFilm[]): { agreeing: LoadedFilm[]; mistakes: Mistake[] } {
  const first = new Map<string, { book: Book; file: string }>();
  const agreeing: LoadedFilm[] = [];
  const mistakes: Mistake[] = [];
  for (const loaded of films) {
    const { book } = loaded.film;
    const known = first.get(book.key);
    if (known && JSON.stringify(known.book) !== JSON.stringify(book)) {
      const problem = `the book ${book.key} is described otherwise in ${known.file}`;
      mistakes.push({ file: loaded.file, line: 1, column: 1, problem });
    } else {
      first.set(book.key, { book, file: loaded.file });
      agreeing.push(loaded);
    }
  }
  return { agreeing, mistakes };
}

const unknownKeys = 'unrecognized_keys';

/** A union fails with the issues of every branch; the branch that came furthest is the one the author meant. */
function eachIssue(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [closest = []] = [...issue.errors].sort((one, other) => severity(one) - severity(other));
    return closest.flatMap((inner) => eachIssue({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  if (issue.code === unknownKeys) return issue.keys.map((key) => ({ ...issue, keys: [key] }));
  return [issue];
}

const severity = (issues: readonly z.core.$ZodIssue[]) =>
  issues.length + issues.filter(({ code }) => code === unknownKeys).length;

function pathOf(issue: z.core.$ZodIssue): PropertyKey[] {
  return issue.code === unknownKeys ? [...issue.path, ...issue.keys] : issue.path;
}

function problemOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  if (issue.code === unknownKeys) return `${where}there is no field ${issue.keys.join(', ')}`;
  return `${where}${firstLine(issue.message)}`;
}

/** Where the node at `path` begins; for a missing one, its nearest ancestor; for a key, the key itself. */
function offsetOf(root: ParsedNode | null, path: readonly PropertyKey[], theKey: boolean): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isNode(item.key) && String(item.key) === String(step));
      if (!isPair(pair)) return offset;
      const keyStart = startOf(pair.key);
      if (theKey && depth === path.length - 1) return keyStart ?? offset;
      node = pair.value;
      offset = startOf(node) ?? keyStart ?? offset;
    } else {
      node = isNode(node) && 'items' in node && Array.isArray(node.items) ? node.items[Number(step)] : undefined;
      if (node === undefined) return offset;
      offset = startOf(node) ?? offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node.range?.[0] ?? undefined) : undefined;
}

const firstLine = (message: string) => message.split('\n', 1)[0] ?? message;
