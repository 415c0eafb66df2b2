/** Where something stands in a file. Lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something wrong in a content file, where an author finds it. */
export interface Mistake extends Position {
  readonly file: string;
  readonly problem: string;
}

/** The fields and list indexes that lead to a value. */
export type Path = readonly PropertyKey[];

/** A problem with the value at a path; with its key, or with some words of it. */
export interface Problem {
  readonly path: Path;
  readonly at?: 'key' | { readonly words: readonly string[] };
  readonly problem: string;
}

/** Every mistake once, in the order of the file. */
export function inOrder(mistakes: readonly Mistake[]): readonly Mistake[] {
  const once = new Map(mistakes.map((mistake) => [JSON.stringify(mistake), mistake]));
  return [...once.values()].sort(
    (one, other) => compare(one.file, other.file) || one.line - other.line || one.column - other.column,
  );
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
