import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Now } from '../clock.ts';
import { keys } from '../storage/keys.ts';
import { readRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import type { Film, FilmFileInput } from './film.ts';
import type { FilmKey } from './ids.ts';
import type { LoadedFilm } from './load.ts';

/** Says of one content whether all of it is there. */
export const contentManifest = z.object({ version: z.literal(1), complete: z.boolean(), usedAt: z.number() });
type Manifest = z.infer<typeof contentManifest>;
/** Says which content was published last. */
export const contentPointer = z.object({ version: z.literal(1), hash: z.string() });

/** Content that no process has used for this long is removed. */
const keptUnused = 30 * 24 * 60 * 60 * 1000;
/** A part of the hash's input: changes when the stored form of a film changes. */
const storedForm = 1;
/** Films that were shown lately need no reading: what is under a hash never changes. */
const filmsKeptWarm = 200;
/** Films of one write: a large catalogue is not one enormous statement. */
const filmsAtOnce = 100;

/** One set of content in the store. Its films never change: other content has another hash. */
export interface Content {
  readonly hash: string;
  /**
   * Undefined where this content has no such film.
   * @throws Error naming the key when the store has lost the film, or holds something else in its place
   */
  film(key: FilmKey): Promise<Film | undefined>;
  /**
   * Says that this content is still in use, so that no other process removes it. To be called once a day.
   * @throws Error when it was removed all the same, after a month without a call
   */
  keep(): Promise<void>;
}

/**
 * Puts films into the store under the hash of what their authors wrote, unless they are there already. The manifest is
 * completed after the films, and the pointer is switched last: a process that dies half-way leaves nothing that is
 * read, and two releases side by side each read their own.
 */
export async function publishContent(store: Store, films: readonly LoadedFilm[], now: Now): Promise<Content> {
  const written = films.map(({ film, written }): [FilmKey, FilmFileInput] => [film.key, written]).sort(byKey);
  const hash = hashOf(written);
  if (!(await isComplete(store, hash))) {
    await writeManifest(store, hash, { version: 1, complete: false, usedAt: now() });
    for (let start = 0; start < written.length; start += filmsAtOnce) {
      const some = written.slice(start, start + filmsAtOnce);
      await store.putAll(some.map(([key, value]) => ({ key: keys.contentFilm(hash, key), value })));
    }
  }
  return use(
    store,
    hash,
    written.map(([key]) => key),
    now,
  );
}

/** Content that is in the store already; undefined where it is not there, or not whole. */
export async function reopenContent(
  store: Store,
  hash: string,
  films: readonly string[],
  now: Now,
): Promise<Content | undefined> {
  return (await isComplete(store, hash)) ? use(store, hash, films, now) : undefined;
}

/** Says that content which is whole is used from now on. */
async function use(store: Store, hash: string, films: readonly string[], now: Now): Promise<Content> {
  const inUse = async () => writeManifest(store, hash, { version: 1, complete: true, usedAt: now() });
  await inUse();
  if (contentPointer.safeParse(await store.get(keys.contentPointer)).data?.hash !== hash) {
    await store.put(keys.contentPointer, { version: 1, hash });
  }
  await sweep(store, now() - keptUnused);

  const filmKeys = new Set<string>(films);
  const warm = new LRUCache<FilmKey, Film>({ max: filmsKeptWarm });
  return {
    hash,
    async film(key) {
      if (!filmKeys.has(key)) return undefined;
      const known = warm.get(key);
      if (known) return known;
      // The format is the larger part of what is known of films; a start does without it.
      const { filmFile } = await import('./film.ts');
      const at = keys.contentFilm(hash, key);
      const stored = await readRecord(store, at, filmFile);
      if (!stored) throw new Error(`The record at ${at} is gone. A restart writes it again.`);
      const film = { ...stored, key };
      warm.set(key, film);
      return film;
    },
    async keep() {
      // Called complete without its films, the content would never be written again.
      if (!(await isComplete(store, hash))) throw new Error(`The content ${hash} is gone. A restart writes it again.`);
      await inUse();
    },
  };
}

/** The hash under which films lie, which are in the order of their keys. */
export function hashOf(written: readonly (readonly [FilmKey, FilmFileInput])[]): string {
  return createHash('sha256')
    .update(JSON.stringify([storedForm, written]))
    .digest('hex')
    .slice(0, 32);
}

/** A manifest that cannot be read counts as none: content can always be written again from its files. */
async function isComplete(store: Store, hash: string): Promise<boolean> {
  return contentManifest.safeParse(await store.get(keys.contentManifest(hash))).data?.complete ?? false;
}

async function writeManifest(store: Store, hash: string, value: Manifest): Promise<void> {
  await store.put(keys.contentManifest(hash), value);
}

/** Removes content that nobody has used for long. What a newer release keeps there is not ours to judge. */
async function sweep(store: Store, usedBefore: number): Promise<void> {
  for (const { key, value } of await store.entries(keys.contentManifests)) {
    const { data } = contentManifest.safeParse(value);
    if (!data || data.usedAt >= usedBefore) continue;
    const hash = key.slice(keys.contentManifests.length);
    // Whoever dies between the next steps must not leave a manifest that promises films.
    await writeManifest(store, hash, { ...data, complete: false });
    await store.deleteAll(keys.contentOf(hash));
    await store.deleteKeys(await printsOf(store, hash));
    await store.delete(key);
  }
}

const readAs = z.object({ hash: z.string() });

/** The keys that remember this content as what some files were read as. */
async function printsOf(store: Store, hash: string): Promise<readonly string[]> {
  const prints = await store.entries(keys.allContentFiles);
  return prints.filter(({ value }) => readAs.safeParse(value).data?.hash === hash).map(({ key }) => key);
}

const byKey = ([one]: [FilmKey, unknown], [other]: [FilmKey, unknown]) => (one < other ? -1 : 1);
