import { z } from 'zod';
import type { Now } from '../clock.ts';
import { keys } from '../storage/keys.ts';
import { listRecords } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { type Content, reopenContent } from './content.ts';
import type { Mistake } from './mistakes.ts';
import type { Print } from './print.ts';
import type { PackedIndex } from './search/film-index.ts';
import { keptIndex, readIndex } from './search/kept-index.ts';
import type { FilmSummary } from './summary.ts';
import { summaryRecord } from './summary-record.ts';

/** What was read from content files. */
export interface ReadFiles {
  readonly content: Content;
  readonly summaries: readonly FilmSummary[];
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
/** The search index of one content. */
export const indexRecord = z.object({ version: z.literal(1), index: z.base64() });

/** Films of one record: a large catalogue is not one enormous value. */
const filmsInOne = 500;
/** A file that changes twice within the file system's tick looks unchanged the second time. */
const longestTick = 2000;

/** What was read when the files were as they are now; undefined where they never were, or that is gone. */
export async function recall(store: Store, print: Print, now: Now): Promise<ReadFiles | undefined> {
  const { data } = filesRecord.safeParse(await store.get(keys.contentFiles(print.hash)));
  if (!data) return undefined;
  const [summaries, index] = await Promise.all([summariesOf(store, data.hash), indexOf(store, data.hash)]);
  if (summaries.length !== data.films || index?.keys.length !== data.films) return undefined;
  const content = await reopenContent(
    store,
    data.hash,
    summaries.map(({ key }) => key),
    now,
  );
  return content && { content, summaries, index, mistakes: data.mistakes };
}

async function summariesOf(store: Store, hash: string): Promise<readonly FilmSummary[]> {
  const chunks = await listRecords(store, keys.contentSummaries(hash), summariesRecord).catch(() => []);
  return chunks.flatMap(({ record }) => record.summaries);
}

async function indexOf(store: Store, hash: string): Promise<PackedIndex | undefined> {
  const { data } = indexRecord.safeParse(await store.get(keys.contentIndex(hash)).catch(() => undefined));
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
  for (let first = 0; first < summaries.length; first += filmsInOne) {
    const value = { version: 1, summaries: summaries.slice(first, first + filmsInOne) };
    await store.put(keys.contentSummariesFrom(hash, first), value);
  }
  await store.put(keys.contentIndex(hash), { version: 1, index: keptIndex(index) });
  await store.put(keys.contentFiles(print.hash), { version: 1, hash, films: summaries.length, mistakes });
}
