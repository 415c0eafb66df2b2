import { setImmediate as othersTurn } from 'node:timers/promises';
import type { z } from 'zod';
import type { Store } from './store.ts';
import { entryOf, envelopeEnds } from './values.ts';

/**
 * The record at `key`, or undefined where there is none.
 * @throws Error naming the key when what is stored is not such a record.
 */
export async function readRecord<T extends z.ZodType>(
  store: Store,
  key: string,
  schema: T,
): Promise<z.output<T> | undefined> {
  const value = await store.get(key);
  return value === undefined ? undefined : parseRecord(key, value, schema);
}

/**
 * All records whose keys begin with `prefix`, with the rest of the key.
 * @throws Error naming the key of the first one that is not such a record.
 */
export async function listRecords<T extends z.ZodType>(
  store: Store,
  prefix: string,
  schema: T,
): Promise<readonly { readonly rest: string; readonly record: z.output<T> }[]> {
  const entries = await store.entries(prefix);
  return entries.map(({ key, value }) => ({
    rest: key.slice(prefix.length),
    record: parseRecord(key, value, schema),
  }));
}

/** The form in which records are written today, so that many of them can be read fast. */
export interface WrittenForm<T> {
  /** Reads those that are written otherwise. */
  readonly schema: z.ZodType<T>;
  /** Matches JSON that the schema takes, and no other. */
  readonly asWritten: RegExp;
  /** What the schema makes of it, where `asWritten` matches at `start`. An array for each match would cost as much. */
  readonly readAt: (text: string, start: number) => T;
}

/** Many records, of which most are only counted: they are parsed when they are asked for. */
export interface RecordLines<T> {
  /** Hands over each, with the rest of its key. @throws Error naming the key of the first that is no such record */
  each(visit: (record: T, rest: string) => void): void;
  /** The same, while others get their turns in between: for what may be a hundred thousand. */
  gradually(visit: (record: T, rest: string) => void): Promise<void>;
  /** The one with this rest of the key. @throws Error like `each` */
  find(rest: string): T | undefined;
}

/** All records whose keys begin with `prefix`: what {@link listRecords} gives, for those who are in a hurry. */
export async function readLines<T>(store: Store, prefix: string, form: WrittenForm<T>): Promise<RecordLines<T>> {
  const lines = await store.lines(prefix);
  const pattern = lineWith('([^\\t\\n]*)\\t', form);

  /** The record in the line that begins there, and where the next one begins. */
  function at(start: number) {
    pattern.lastIndex = start;
    const match = pattern.exec(lines);
    if (match) {
      const [, rest = ''] = match;
      const value = start + rest.length + '\t'.length + envelopeEnds[0].length;
      return { rest, record: form.readAt(lines, value), next: pattern.lastIndex };
    }
    const next = endOfLine(lines, start) + 1;
    return { ...recordInLine(prefix, lines.slice(start, next - 1), form.schema), next };
  }

  return {
    each(visit) {
      for (let start = 0; start < lines.length; ) {
        const { rest, record, next } = at(start);
        visit(record, rest);
        start = next;
      }
    },
    async gradually(visit) {
      for (let start = 0, visited = 0; start < lines.length; visited += 1) {
        const { rest, record, next } = at(start);
        visit(record, rest);
        start = next;
        if (visited % visitedAtOnce === visitedAtOnce - 1) await othersTurn();
      }
    },
    find(rest) {
      // The lines are in the order of their keys, so each look halves what is left.
      let low = 0;
      let high = lines.length;
      while (low < high) {
        const start = lines.lastIndexOf('\n', Math.floor((low + high) / 2) - 1) + 1;
        const found = lines.slice(start, lines.indexOf('\t', start));
        if (found === rest) return at(start).record;
        if (found < rest) low = endOfLine(lines, start) + 1;
        else high = start;
      }
      return undefined;
    },
  };
}

/**
 * All records whose keys begin with `prefix`, without their keys: several times as fast as {@link readLines}. Undefined
 * where the store has no faster way, or one of them is not in the form written today: then that one tells.
 */
export async function readValues<T>(
  store: Store,
  prefix: string,
  form: WrittenForm<T>,
): Promise<readonly T[] | undefined> {
  const text = await store.values?.(prefix);
  if (text === undefined) return undefined;
  const pattern = lineWith('', form);
  const records: T[] = [];
  for (let start = 0; start < text.length; start = pattern.lastIndex) {
    if (!pattern.test(text)) return undefined;
    records.push(form.readAt(text, start + envelopeEnds[0].length));
  }
  return records;
}

/** Matches, from where it is told, a line of what a store keeps: what comes before the value, and the value. */
function lineWith<T>(before: string, { asWritten }: WrittenForm<T>): RegExp {
  const [begin, end] = envelopeEnds.map((part) => part.replace(/[{}]/g, '\\$&'));
  return new RegExp(`${before}${begin}(?:${asWritten.source})${end}(?:\\n|$)`, 'y');
}

/**
 * The record in one of a store's lines, with the rest of its key.
 * @throws Error like {@link listRecords}
 */
export function recordInLine<T extends z.ZodType>(
  prefix: string,
  line: string,
  schema: T,
): { readonly rest: string; readonly record: z.output<T> } {
  const [rest = '', value = ''] = line.split('\t');
  const entry = entryOf({ key: prefix + rest, value });
  return { rest, record: parseRecord(entry.key, entry.value, schema) };
}

/** A few milliseconds' worth. */
const visitedAtOnce = 4000;

function endOfLine(lines: string, start: number): number {
  const end = lines.indexOf('\n', start);
  return end === -1 ? lines.length : end;
}

/**
 * All records whose keys begin with `prefix` and end with `suffix`, with their keys.
 * @throws Error like {@link listRecords}
 */
export async function recordsOf<T extends z.ZodType>(
  store: Store,
  [prefix, suffix]: readonly [prefix: string, suffix: string],
  schema: T,
): Promise<readonly { readonly key: string; readonly record: z.output<T> }[]> {
  const entries = await store.entriesOf(prefix, suffix);
  return entries.map(({ key, value }) => ({ key, record: parseRecord(key, value, schema) }));
}

function parseRecord<T extends z.ZodType>(key: string, value: unknown, schema: T): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`The record at ${key} cannot be read: ${parsed.error.message}`, { cause: parsed.error });
}
