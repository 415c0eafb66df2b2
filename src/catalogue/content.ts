import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Now } from '../clock.ts';
import { keys } from '../storage/keys.ts';
import { listRecords, readRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { type Film, type FilmFileInput, type FilmKey, filmFile } from './film.ts';
import type { LoadedFilm } from './load.ts';

const manifest = z.object({ version: z.literal(1), complete: z.boolean(), usedAt: z.number() });
const pointer = z.object({ version: z.literal(1), hash: z.string() });

/** Content that no process has used for this long is removed. */
const keptUnused = 30 * 24 * 60 * 60 * 1000;
/** A part of the hash's input: changes when the stored form of a film changes. */
const storedForm = 1;

/** One set of content in the store. Its films never change: other content has another hash. */
export interface Content {
  readonly hash: string;
  /** Undefined where this content has no such film. */
  film(key: FilmKey): Promise<Film | undefined>;
  /** Says that this content is still in use, so that no other process removes it. To be called once a day. */
  keep(): Promise<void>;
}

/**
 * Puts films into the store under the hash of what their authors wrote, unless they are there already. The manifest is
 * completed after the films, and the pointer is switched last: a process that dies half-way leaves nothing that is
 * read, and two releases side by side each read their own.
 */
export async function publishContent(store: Store, films: readonly LoadedFilm[], now: Now): Promise<Content> {
  const written = films.map(({ film, written }): [FilmKey, FilmFileInput] => [film.key, written]).sort(byKey);
  const hash = createHash('sha256')
    .update(JSON.stringify([storedForm, written]))
    .digest('hex')
    .slice(0, 32);
  const note = async (complete: boolean) =>
    store.put(keys.contentManifest(hash), { version: 1, complete, usedAt: now() });

  const known = await readRecord(store, keys.contentManifest(hash), manifest);
  if (!known?.complete) {
    await note(false);
    await store.putAll(written.map(([key, value]) => ({ key: keys.contentFilm(hash, key), value })));
  }
  await note(true);
  if ((await readRecord(store, keys.contentPointer, pointer))?.hash !== hash) {
    await store.put(keys.contentPointer, { version: 1, hash });
  }
  await sweep(store, now() - keptUnused);

  return {
    hash,
    async film(key) {
      const stored = await readRecord(store, keys.contentFilm(hash, key), filmFile);
      return stored && { ...stored, key };
    },
    keep: async () => note(true),
  };
}

async function sweep(store: Store, usedBefore: number): Promise<void> {
  for (const { rest: hash, record } of await listRecords(store, keys.contentManifests, manifest)) {
    if (record.usedAt >= usedBefore) continue;
    await store.deleteAll(keys.contentOf(hash));
    await store.delete(keys.contentManifest(hash));
  }
}

const byKey = ([one]: [FilmKey, unknown], [other]: [FilmKey, unknown]) => (one < other ? -1 : 1);
