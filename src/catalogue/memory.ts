import { z } from 'zod';
import type { Now } from '../clock.ts';
import { keys } from '../storage/keys.ts';
import { listRecords } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { type Content, reopenContent } from './content.ts';
import { type CatalogueEntry, catalogueEntry } from './entry.ts';
import type { Mistake } from './mistakes.ts';
import type { Print } from './print.ts';

/** What was read from content files. */
export interface ReadFiles {
  readonly content: Content;
  readonly entries: readonly CatalogueEntry[];
  readonly mistakes: readonly Mistake[];
}

const mistake: z.ZodType<Mistake> = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  problem: z.string(),
});
const header = z.object({ version: z.literal(1), hash: z.string(), films: z.number(), mistakes: z.array(mistake) });
const chunk = z.object({ version: z.literal(1), entries: z.array(catalogueEntry) });

/** Films of one record: a large catalogue is not one enormous value. */
const filmsInOne = 500;
/** A file that changes twice within the file system's tick looks unchanged the second time. */
const longestTick = 2000;

/** What was read when the files were as they are now; undefined where they never were, or that is gone. */
export async function recall(store: Store, print: Print, now: Now): Promise<ReadFiles | undefined> {
  const { data } = header.safeParse(await store.get(keys.contentFiles(print.hash)));
  if (!data) return undefined;
  const chunks = await listRecords(store, keys.contentIndexes(data.hash), chunk).catch(() => []);
  const entries = chunks.flatMap(({ record }) => record.entries);
  if (entries.length !== data.films) return undefined;
  const content = await reopenContent(
    store,
    data.hash,
    entries.map(({ summary }) => summary.key),
    now,
  );
  return content && { content, entries, mistakes: data.mistakes };
}

/** Remembers it for the next start. Files that changed just now are not remembered: they might change again unseen. */
export async function remember(store: Store, print: Print, { content, entries, mistakes }: ReadFiles, now: Now) {
  if (now() - print.changedAt < longestTick) return;
  const starts = Array.from({ length: Math.ceil(entries.length / filmsInOne) }, (_, index) => index * filmsInOne);
  for (const start of starts) {
    const value = { version: 1, entries: entries.slice(start, start + filmsInOne) };
    await store.put(keys.contentIndex(content.hash, start), value);
  }
  await store.put(keys.contentFiles(print.hash), { version: 1, hash: content.hash, films: entries.length, mistakes });
}
