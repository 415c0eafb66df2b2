import { isUtf8 } from 'node:buffer';
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  Scalar,
  visit,
  type YAMLError,
} from 'yaml';
import { inOrder, type Mistake, type Path, type Position, type Problem } from './mistakes.ts';
import { patternOf } from './prose.ts';

/** A YAML file as its author wrote it, or what keeps it from being read. */
export type YamlFile =
  | {
      readonly kind: 'read';
      readonly value: unknown;
      /** Where a problem is; that of a missing field is where the fields around it begin. */
      readonly locate: (problem: Pick<Problem, 'path' | 'at'>) => Position;
    }
  | { readonly kind: 'broken'; readonly mistakes: readonly Mistake[] };

/** More than a film takes that fills every field to its limit, in a script of three bytes a letter. */
const longestFile = 4_000_000;

/** Reads a file's bytes: UTF-8, with a byte order mark or without. */
export function readYaml(file: string, bytes: Uint8Array): YamlFile {
  if (bytes.length > longestFile) return broken(file, { line: 1, column: 1 }, 'is larger than any film needs (4 MB)');
  if (isUtf8(bytes)) return parseYaml(file, new TextDecoder().decode(bytes));
  return broken(file, firstNotUtf8(bytes), 'is not UTF-8: save the file in that encoding');
}

function broken(file: string, position: Position, problem: string): YamlFile {
  return { kind: 'broken', mistakes: [{ file, ...position, problem }] };
}

function firstNotUtf8(bytes: Uint8Array): Position {
  const newline = 10;
  const lines: Uint8Array[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const end = bytes.indexOf(newline, start);
    const stop = end < 0 ? bytes.length : end;
    lines.push(bytes.subarray(start, stop));
    start = stop + 1;
  }
  const index = lines.findIndex((line) => !isUtf8(line));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let before = '';
  for (const byte of lines[index] ?? []) {
    try {
      before += decoder.decode(Uint8Array.of(byte), { stream: true });
    } catch {
      break; // This is the byte that was looked for.
    }
  }
  return { line: index + 1, column: before.length + 1 };
}

/** Reads a file's text. */
export function parseYaml(file: string, yaml: string): YamlFile {
  const lines = new LineCounter();
  const source = yaml.replace(/^\uFEFF/, '');
  const document = parseDocument(source, { lineCounter: lines });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems = [...document.errors, ...document.warnings]
    .filter(isNoConsequence)
    .map((error) => problemOf(error, document, source));
  const refused = [...problems, ...(document.errors.length === 0 ? anchorsIn(document, source) : [])];
  if (refused.length > 0) {
    const mistakes = refused.map(({ offset, problem }) => ({ file, ...position(offset), problem }));
    return { kind: 'broken', mistakes: firstOfEachLine(inOrder(mistakes)) };
  }
  const value: unknown = document.toJS();
  if (value === null) return broken(file, { line: 1, column: 1 }, 'the file is empty');
  return { kind: 'read', value, locate: ({ path, at }) => position(offsetOf(document.contents, path, at, source)) };
}

interface Found {
  readonly offset: number;
  readonly problem: string;
}

/** One line out of place makes all that follow it look so. */
function isNoConsequence({ code }: YAMLError, index: number, errors: readonly YAMLError[]): boolean {
  return code !== 'BAD_INDENT' || errors.findIndex((error) => error.code === code) === index;
}

/** What follows in the same line is a consequence of what came first. */
function firstOfEachLine(mistakes: readonly Mistake[]): readonly Mistake[] {
  return mistakes.filter(({ line }, index) => mistakes[index - 1]?.line !== line);
}

/** The YAML library's words for the mistakes that authors make, in ours. */
function problemOf(error: YAMLError, document: Document.Parsed, source: string): Found {
  const [offset] = error.pos;
  const found = (problem: string) => ({ offset, problem });
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return found(`the field ${/[^\s:]*/.exec(source.slice(offset))?.[0]} stands here a second time`);
    case 'TAB_AS_INDENT':
      return found('a tab indents this line: use spaces');
    case 'MULTIPLE_DOCS':
      return found('a second document begins here: a file holds one film');
    case 'BLOCK_AS_IMPLICIT_KEY':
      return found('a text with a colon and a space in it needs quotes, or a line of its own after >-');
    case 'BAD_SCALAR_START':
      return found(`a text that begins with ${source[offset]} needs quotes`);
    case 'RESOURCE_EXHAUSTION':
      return found('is nested more deeply than any film needs');
    case 'TAG_RESOLVE_FAILED':
      return found('a text that begins with ! needs quotes');
    case 'MISSING_CHAR': {
      const quoted = lastQuotedBefore(document, offset);
      return quoted === undefined
        ? found(inOneSentence(error.message))
        : { offset: quoted, problem: 'the quotation mark that opens here is never closed' };
    }
    case 'BAD_INDENT':
      return found(`is indented otherwise than what it belongs to: ${inOneSentence(error.message)}`);
    default:
      return found(inOneSentence(error.message));
  }
}

const inOneSentence = (message: string) => (message.split('\n', 1)[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');

function lastQuotedBefore(document: Document.Parsed, offset: number): number | undefined {
  let last: number | undefined;
  visit(document, {
    Scalar(_, { type, range }) {
      const isQuoted = type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE;
      if (isQuoted && range && range[0] < offset && range[1] >= offset) last = range[0];
    },
  });
  return last;
}

/** Refused: no film needs them, an alias can stand for gigabytes, and mostly a text in need of quotes is meant. */
function anchorsIn(document: Document.Parsed, source: string): readonly Found[] {
  const found: Found[] = [];
  visit(document, {
    Node(_, node) {
      const start = node.range?.[0] ?? 0;
      if (isAlias(node)) found.push({ offset: start, problem: 'a text that begins with * needs quotes' });
      else if (node.anchor !== undefined) {
        const offset = source.lastIndexOf(`&${node.anchor}`, start);
        found.push({ offset: Math.max(0, offset), problem: 'a text that begins with & needs quotes' });
      }
    },
  });
  return found;
}

/** Where the node at `path` begins; for a missing one, its nearest ancestor. */
function offsetOf(root: ParsedNode | null, path: Path, at: Problem['at'], source: string): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const child = childOf(node, step);
    if (!child) return offset;
    if (at === 'key' && depth === path.length - 1) return startOf(child.key) ?? offset;
    node = child.value;
    offset = startOf(node) ?? startOf(child.key) ?? offset;
  }
  return typeof at === 'object' ? (offsetOfWords(node, at.words, source) ?? offset) : offset;
}

function childOf(node: unknown, step: PropertyKey): { readonly key: unknown; readonly value: unknown } | undefined {
  if (isSeq(node)) return { key: undefined, value: node.items[Number(step)] };
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return isPair(pair) ? pair : undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** Words of a text that may be folded over several lines. */
function offsetOfWords(node: unknown, words: readonly string[], source: string): number | undefined {
  if (!isNode(node) || !node.range) return undefined;
  const [start, end] = node.range;
  const found = source.slice(start, end).search(patternOf(words));
  return found < 0 ? undefined : start + found;
}
