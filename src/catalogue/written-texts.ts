import type { Path } from './mistakes.ts';

/*
 * The texts of a content file as its author wrote them, told apart by who may read them. It looks at plain data and not
 * at a parsed film, because plot cannot be read there, and so that a file with other mistakes is looked through too.
 */

/** `code` is a key, an address or a choice from a list; `term` is one of the words that give the turn away. */
export type TextKind = 'plot' | 'open' | 'term' | 'code';

/** One text of a content file. */
export interface WrittenText {
  readonly path: Path;
  readonly text: string;
  readonly kind: TextKind;
}

/** Fields that tell plot, wherever they stand. A test holds this list against the format. */
export const plotFields: readonly string[] = ['plot', 'inBook', 'inFilm'];
const choices = ['medium', 'form', 'about', 'notices', 'aspect', 'advice', 'film', 'book'];
const codeFields: readonly string[] = [...choices, 'key', 'link', 'url', 'countries', 'languages'];

/** Every text in what an author wrote. */
export function textsIn(written: unknown): readonly WrittenText[] {
  return textsAt(written, []);
}

function textsAt(value: unknown, path: Path): readonly WrittenText[] {
  if (typeof value === 'string') return [{ path, text: value, kind: kindAt(path) }];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => textsAt(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => textsAt(field, [...path, name]));
}

function kindAt(path: Path): TextKind {
  const field = nameAt(path);
  if (plotFields.includes(field)) return 'plot';
  if (path[0] === 'endingTerms') return 'term';
  return codeFields.includes(field) ? 'code' : 'open';
}

/** The name of the field, or of the list, that a value stands in. */
export function nameAt(path: Path): string {
  return path.findLast((step) => typeof step === 'string') ?? '';
}

/** The text at a path, where there is one. */
export function textAt(texts: readonly WrittenText[], ...path: Path): string | undefined {
  return texts.find((each) => each.path.length === path.length && each.path.every((step, at) => step === path[at]))
    ?.text;
}
