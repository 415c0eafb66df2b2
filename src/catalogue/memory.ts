import { setImmediate as othersTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { Now } from '../clock.ts';
import { keys } from '../storage/keys.ts';
import { recordInLine } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { type Content, contentPointer, reopenContent } from './content.ts';
import type { Mistake } from './mistakes.ts';
import type { Print } from './print.ts';
import type { PackedIndex } from './search/film-index.ts';
import { keptIndex, readIndex } from './search/kept-index.ts';
import { type Summaries, summariesLater } from './summaries.ts';
import { summaryRecord } from './summary-record.ts';

/** What was read from content files. */
export interface ReadFiles {
  readonly content: Content;
  readonly summaries: Summaries;
  readonly index: PackedIndex;
  readonly mistakes: readonly Mistake[];
}

const mistake: z.ZodType<Mistake> = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  problem: z.string(),
});
/** What some files, by their print, were read as. */
export const filesRecord = z.object({
  version: z.literal(1),
  hash: z.string(),
  films: z.number(),
  mistakes: z.array(mistake),
});
/** The summaries of some films of one content. */
export const summariesRecord = z.object({ version: z.literal(1), summaries: z.array(summaryRecord) });
/** The search index of one content, in base64: that it is one is seen when it is read, in a tenth of the time. */
export const indexRecord = z.object({ version: z.literal(1), index: z.string() });

/** Films of one record: few enough to be read for one suggestion. */
const filmsInOne = 100;
/** So many are read at once: that takes some ten milliseconds, and whatever is wrong with them is known from the start. */
const readAtOnce = 2000;
/** A file that changes twice within the file system's tick looks unchanged the second time. */
const longestTick = 2000;

/** What the store remembers of one content, on its way from there. Neither promise rejects. */
interface Kept {
  readonly hash: string;
  /** See `Store.lines`; empty where it could not be read. */
  readonly summaries: Promise<string>;
  readonly index: Promise<unknown>;
}

function keptOf(store: Store, hash: string): Kept {
  return {
    hash,
    summaries: store.lines(keys.contentSummaries(hash)).catch(() => ''),
    index: store.get(keys.contentIndex(hash)).catch(() => undefined),
  };
}

/**
 * Asks the store for the content that was published last, and resolves when it is at it: it reads on a thread of its
 * own, and most starts find that the files are still what was published.
 */
export async function askAhead(store: Store): Promise<Kept | undefined> {
  const { data } = contentPointer.safeParse(await store.get(keys.contentPointer));
  const kept = data && keptOf(store, data.hash);
  await othersTurn();
  return kept;
}

/** What was read when the files were as they are now; undefined where they never were, or that is gone. */
export async function recall(
  store: Store,
  print: Print,
  ahead: Kept | undefined,
  now: Now,
): Promise<ReadFiles | undefined> {
  const { data } = filesRecord.safeParse(await store.get(keys.contentFiles(print.hash)));
  if (!data) return undefined;
  const kept = ahead?.hash === data.hash ? ahead : keptOf(store, data.hash);
  const [summaries, index] = [summariesIn(await kept.summaries, data), indexIn(await kept.index)];
  if (!summaries || index?.keys.length !== data.films) return undefined;
  const content = await reopenContent(store, data.hash, index.keys, now);
  return content && { content, summaries, index, mistakes: data.mistakes };
}

function summariesIn(text: string, { hash, films }: z.output<typeof filesRecord>): Summaries | undefined {
  const prefix = keys.contentSummaries(hash);
  const lines = text === '' ? [] : text.split('\n');
  if (lines.length !== Math.ceil(films / filmsInOne)) return undefined;
  const summaries = summariesLater(lines, {
    size: films,
    inPart: filmsInOne,
    read(line, count) {
      const { rest, record } = recordInLine(prefix, line, summariesRecord);
      if (record.summaries.length === count) return record.summaries;
      throw new Error(`The record at ${prefix}${rest} has ${record.summaries.length} films, of ${count}`);
    },
  });
  try {
    if (films <= readAtOnce) summaries.all();
    return summaries;
  } catch {
    return undefined;
  }
}

function indexIn(record: unknown): PackedIndex | undefined {
  const { data } = indexRecord.safeParse(record);
  return data && readIndex(data.index);
}

/** Remembers it for the next start. Files that changed just now are not remembered: they might change again unseen. */
export async function remember(
  store: Store,
  print: Print,
  { content, summaries, index, mistakes }: ReadFiles,
  now: Now,
): Promise<void> {
  if (now() - print.changedAt < longestTick) return;
  const { hash } = content;
  const all = summaries.all();
  for (let first = 0; first < all.length; first += filmsInOne) {
    const value = { version: 1, summaries: all.slice(first, first + filmsInOne) };
    await store.put(keys.contentSummariesFrom(hash, first), value);
  }
  await store.put(keys.contentIndex(hash), { version: 1, index: keptIndex(index) });
  await store.put(keys.contentFiles(print.hash), { version: 1, hash, films: summaries.size, mistakes });
}
