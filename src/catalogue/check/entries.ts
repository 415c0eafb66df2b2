import type { Path, Problem } from '../mistakes.ts';
import { textsIn, type WrittenText } from '../written-texts.ts';

/** A content file by its key, as its author wrote it. */
export interface Entry {
  readonly key: string;
  readonly written: unknown;
}

/** A problem in an entry; `beside` is what it clashes with, perhaps in another. */
export interface Finding extends Problem {
  readonly entry: Entry;
  readonly beside?: { readonly entry: Entry } & Omit<Problem, 'problem'>;
}

/** An entry with the texts in it. */
export interface Read extends Entry {
  readonly entry: Entry;
  readonly texts: readonly WrittenText[];
}

/** The entries with the texts in them: looked for once, and read by every rule. */
export function readEntries(entries: readonly Entry[]): readonly Read[] {
  return entries.map((entry) => ({ ...entry, entry, texts: textsIn(entry.written) }));
}

/** What stands at a path of what an author wrote, whatever it is. */
export function valueAt(written: unknown, ...path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    written,
  );
}

/** The list at a path; empty where there is none. */
export function listAt(written: unknown, ...path: Path): readonly unknown[] {
  const value = valueAt(written, ...path);
  return Array.isArray(value) ? value : [];
}
