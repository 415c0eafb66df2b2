import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createCatalogue } from '../../src/catalogue/catalogue.ts';
import { publishContent } from '../../src/catalogue/content.ts';
import { filmKey } from '../../src/catalogue/ids.ts';
import { loadFilms } from '../../src/catalogue/load.ts';
import { searchEntry } from '../../src/catalogue/search/entry.ts';
import { packIndex } from '../../src/catalogue/search/film-index.ts';
import { summariesAtHand } from '../../src/catalogue/summaries.ts';
import { summaryOf } from '../../src/catalogue/summary.ts';
import { keys } from '../../src/storage/keys.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/store.ts';
import { called, folderWith, shortest } from './files.ts';

const theFilm = filmKey.parse('the-film-2001');
const zoo = filmKey.parse('zoo-2001');
const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 7, 1);
const atStart = () => start;

async function sqliteStore(): Promise<Store> {
  return openStore(`sqlite://${join(await folderWith({}), 'foyer.sqlite')}`);
}

/** Films as they are loaded from files of these contents. */
async function loaded(files: Readonly<Record<string, string>>) {
  const { films, mistakes } = await loadFilms([await folderWith(files)]);
  expect(mistakes).toEqual([]);
  return films;
}

const release1 = () => loaded({ 'the-film-2001.yaml': shortest, 'zoo-2001.yaml': called('Zoo') });
const release2 = () =>
  loaded({
    'the-film-2001.yaml': called('The Film').replace('Ada Example', 'Dee Example'),
    'zoo-2001.yaml': called('Zoo'),
  });

/** A store that stops as a process does which is killed after so many writes: none of the later ones happens. */
function dyingAfter(writes: number, store: Store): Store {
  let left = writes;
  const write = async (act: () => Promise<void>) => {
    if (left === 0) throw new Error('killed');
    left -= 1;
    await act();
  };
  return {
    ...store,
    put: (key, value) => write(() => store.put(key, value)),
    putAll: (entries) => write(() => store.putAll(entries)),
    delete: (key) => write(() => store.delete(key)),
    deleteAll: (prefix) => write(() => store.deleteAll(prefix)),
  };
}

/** A store that remembers the keys that were written, in order. */
function noting(store: Store): { store: Store; written: string[] } {
  const written: string[] = [];
  return {
    written,
    store: {
      ...store,
      put: async (key, value) => {
        written.push(key);
        await store.put(key, value);
      },
      putAll: async (entries) => {
        written.push(...entries.map(({ key }) => key));
        await store.putAll(entries);
      },
    },
  };
}

const pointer = z.object({ hash: z.string() });
const directed = z.object({ directors: z.array(z.object({ name: z.string() })) });

/** What somebody reads who knows no more than the pointer: the director of every film it leads to. */
async function behindPointer(store: Store): Promise<unknown> {
  const stored = await store.get(keys.contentPointer);
  if (stored === undefined) return undefined;
  const { hash } = pointer.parse(stored);
  expect(await store.get(keys.contentManifest(hash))).toMatchObject({ complete: true });
  const films = await store.entries(keys.contentOf(hash));
  return films.map(({ value }) => directed.parse(value).directors[0]?.name);
}

describe('publishing', () => {
  test('the films are read back as they were loaded', async () => {
    const store = await sqliteStore();
    const films = await release1();
    const content = await publishContent(store, films, atStart);
    const read = await content.film(theFilm);
    expect(JSON.stringify(read)).toBe(JSON.stringify(films[0]?.film));
    expect(await content.film(filmKey.parse('unknown-1999'))).toBeUndefined();
  });

  test('films are written when their content is new, and only then', async () => {
    const { store, written } = noting(await sqliteStore());
    const filmsWritten = () => written.filter((key) => key.includes(':film:')).length;
    const first = await publishContent(store, await release1(), atStart);
    expect(filmsWritten()).toBe(2);
    const again = await publishContent(store, await release1(), atStart);
    expect(again.hash).toBe(first.hash);
    expect(filmsWritten()).toBe(2);
    const changed = await publishContent(store, await release2(), atStart);
    expect(changed.hash).not.toBe(first.hash);
    expect(filmsWritten()).toBe(4);
  });

  test('the order of the files does not make new content', async () => {
    const store = await sqliteStore();
    const films = await release1();
    const first = await publishContent(store, films, atStart);
    expect((await publishContent(store, [...films].reverse(), atStart)).hash).toBe(first.hash);
  });

  test('the pointer is switched last', async () => {
    const { store, written } = noting(await sqliteStore());
    await publishContent(store, await release1(), atStart);
    expect(written.at(-1)).toBe(keys.contentPointer);
    expect(written.filter((key) => key === keys.contentPointer)).toHaveLength(1);
  });

  test('no films at all are content too', async () => {
    const content = await publishContent(await sqliteStore(), [], atStart);
    expect(await content.film(theFilm)).toBeUndefined();
  });

  test('a catalogue larger than one write', async () => {
    const store = await sqliteStore();
    const names = Array.from({ length: 250 }, (_, index) => `Film ${'abcdefghij'[index % 10]}${index}`);
    const films = await loaded(
      Object.fromEntries(names.map((name) => [`${name.toLowerCase().replace(' ', '-')}-2001.yaml`, called(name)])),
    );
    const content = await publishContent(store, films, atStart);
    for (const { film } of films) expect((await content.film(film.key))?.title).toBe(film.title);
  });
});

describe('a kill half-way', () => {
  /** How many writes a switch from the first release to the second takes, sweeping the first included. */
  async function writesOfASwitch(later: number): Promise<number> {
    const store = await sqliteStore();
    await publishContent(store, await release1(), atStart);
    let writes = 0;
    const count = async (act: () => Promise<void>) => {
      writes += 1;
      await act();
    };
    const counting: Store = {
      ...store,
      put: (key, value) => count(() => store.put(key, value)),
      putAll: (entries) => count(() => store.putAll(entries)),
      delete: (key) => count(() => store.delete(key)),
      deleteAll: (prefix) => count(() => store.deleteAll(prefix)),
    };
    await publishContent(counting, await release2(), () => start + later);
    return writes;
  }

  test('after any number of writes leaves the old content whole, and a later start completes the new', async () => {
    const total = await writesOfASwitch(0);
    expect(total).toBeGreaterThanOrEqual(4);
    for (let writes = 0; writes < total; writes += 1) {
      const store = await sqliteStore();
      const old = await publishContent(store, await release1(), atStart);
      await expect(publishContent(dyingAfter(writes, store), await release2(), atStart)).rejects.toThrow('killed');

      expect((await old.film(theFilm))?.directors[0]?.name).toBe('Ada Example');
      expect((await old.film(zoo))?.title).toBe('Zoo');
      expect(await behindPointer(store)).toEqual(['Ada Example', 'Ada Example']);

      const content = await publishContent(store, await release2(), atStart);
      expect((await content.film(theFilm))?.directors[0]?.name).toBe('Dee Example');
      expect((await content.film(zoo))?.title).toBe('Zoo');
      expect(await behindPointer(store)).toEqual(['Dee Example', 'Ada Example']);
    }
  });

  test('of the very first start is made good by the next', async () => {
    for (let writes = 0; writes < 4; writes += 1) {
      const store = await sqliteStore();
      await expect(publishContent(dyingAfter(writes, store), await release1(), atStart)).rejects.toThrow('killed');
      expect(await behindPointer(store)).toBeUndefined();
      const content = await publishContent(store, await release1(), atStart);
      expect((await content.film(zoo))?.title).toBe('Zoo');
    }
  });

  test('while old content is swept never leaves a promise of films that are gone', async () => {
    const later = 31 * day;
    const total = await writesOfASwitch(later);
    for (let writes = 0; writes < total; writes += 1) {
      const store = await sqliteStore();
      await publishContent(store, await release1(), atStart);
      const dying = dyingAfter(writes, store);
      await expect(publishContent(dying, await release2(), () => start + later)).rejects.toThrow('killed');

      // Back to the first release, as a host goes who is not pleased with the second.
      const back = await publishContent(store, await release1(), () => start + later);
      expect((await back.film(theFilm))?.directors[0]?.name).toBe('Ada Example');
      expect((await back.film(zoo))?.title).toBe('Zoo');
    }
  });
});

describe('two releases side by side', () => {
  test('each read their own, whichever started last', async () => {
    const store = await sqliteStore();
    const one = await publishContent(store, await release1(), atStart);
    const two = await publishContent(store, await release2(), atStart);
    const directorIn = async (content: typeof one) => (await content.film(theFilm))?.directors[0]?.name;
    expect([await directorIn(one), await directorIn(two)]).toEqual(['Ada Example', 'Dee Example']);
    await publishContent(store, await release1(), atStart);
    expect([await directorIn(one), await directorIn(two)]).toEqual(['Ada Example', 'Dee Example']);
  });

  test('starting at the same moment with the same new content', async () => {
    const store = await sqliteStore();
    const films = await release1();
    const both = await Promise.all([1, 2, 3].map(async () => publishContent(store, films, atStart)));
    for (const content of both) expect((await content.film(zoo))?.title).toBe('Zoo');
    expect(await behindPointer(store)).toHaveLength(2);
  });

  test('a film that only the other has is not there', async () => {
    const store = await sqliteStore();
    const small = await publishContent(store, await loaded({ 'zoo-2001.yaml': called('Zoo') }), atStart);
    await publishContent(store, await release1(), atStart);
    expect(await small.film(theFilm)).toBeUndefined();
  });

  test('a newer release’s records, of a form we do not know, stop nothing and stay', async () => {
    const store = await sqliteStore();
    const newer = { version: 2, state: 'new', since: 'yesterday' };
    await store.put(keys.contentManifest('from-the-future'), newer);
    await store.put(keys.contentFilm('from-the-future', theFilm), { cells: [] });
    await store.put(keys.contentPointer, { version: 2, sets: ['from-the-future'] });
    const content = await publishContent(store, await release1(), () => start + 400 * day);
    expect((await content.film(zoo))?.title).toBe('Zoo');
    expect(await store.get(keys.contentManifest('from-the-future'))).toEqual(newer);
    expect(await store.get(keys.contentFilm('from-the-future', theFilm))).toEqual({ cells: [] });
  });
});

describe('content that nobody uses', () => {
  test('is removed after thirty days, and not before', async () => {
    const store = await sqliteStore();
    const { hash } = await publishContent(store, await release1(), atStart);
    await publishContent(store, await release2(), () => start + 29 * day);
    expect(await store.entries(keys.contentOf(hash))).toHaveLength(2);
    await publishContent(store, await release2(), () => start + 31 * day);
    expect(await store.entries(keys.contentOf(hash))).toEqual([]);
    expect(await store.get(keys.contentManifest(hash))).toBeUndefined();
  });

  test('stays while a process says once a day that it uses it', async () => {
    const store = await sqliteStore();
    let now = start;
    const old = await publishContent(store, await release1(), () => now);
    for (let days = 0; days < 40; days += 1) {
      now += day;
      await old.keep();
    }
    await publishContent(store, await release2(), () => now);
    expect((await old.film(zoo))?.title).toBe('Zoo');
  });

  test('and was removed is not called complete by one who comes back to it: it is written anew', async () => {
    const store = await sqliteStore();
    const slept = await publishContent(store, await release1(), atStart);
    await publishContent(store, await release2(), () => start + 31 * day);
    await expect(slept.keep()).rejects.toThrow(`The content ${slept.hash} is gone. A restart writes it again.`);
    await expect(slept.film(zoo)).rejects.toThrow(keys.contentFilm(slept.hash, zoo));

    const restarted = await publishContent(store, await release1(), () => start + 31 * day);
    expect((await restarted.film(zoo))?.title).toBe('Zoo');
  });
});

describe('a damaged record', () => {
  test('of a film is a fault that names its key and none of its plot', async () => {
    const store = await sqliteStore();
    const films = await loaded({
      'the-film-2001.yaml': `${shortest}scenes:\n  - { film: ending, book: ending, plot: The butler did it. }\n`,
    });
    const content = await publishContent(store, films, atStart);
    const key = keys.contentFilm(content.hash, theFilm);
    await store.put(key, { ...films[0]?.written, year: 'lost' });
    const fault = await content.film(theFilm).catch((error: unknown) => String(error));
    expect(fault).toContain(key);
    expect(fault).not.toContain('butler');
  });

  test('of a film that is gone is a fault that names its key', async () => {
    const store = await sqliteStore();
    const content = await publishContent(store, await release1(), atStart);
    await store.delete(keys.contentFilm(content.hash, zoo));
    await expect(content.film(zoo)).rejects.toThrow(keys.contentFilm(content.hash, zoo));
  });

  test.each([
    ['a manifest', keys.contentManifests],
    ['the pointer', keys.contentPointer],
  ])('%s that cannot be read is written anew', async (_, prefix) => {
    const store = await sqliteStore();
    const first = await publishContent(store, await release1(), atStart);
    for (const { key } of await store.entries(prefix)) await store.put(key, 'garbage');
    const content = await publishContent(store, await release1(), atStart);
    expect(content.hash).toBe(first.hash);
    expect((await content.film(zoo))?.title).toBe('Zoo');
    expect(await behindPointer(store)).toHaveLength(2);
  });
});

test('a catalogue reads its films from the store, each once: what is under a hash never changes', async () => {
  const store = await sqliteStore();
  const films = await release1();
  const content = await publishContent(store, films, atStart);
  const catalogue = createCatalogue(
    content,
    summariesAtHand(films.map(({ film }) => summaryOf(film))),
    packIndex(films.map(({ film }) => searchEntry(film))),
  );
  await store.put(keys.contentFilm(content.hash, zoo), { ...films[1]?.written, title: 'Zoo, as stored' });
  expect((await catalogue.film('zoo-2001')).title).toBe('Zoo, as stored');
  await store.close();
  expect((await catalogue.film('zoo-2001')).title).toBe('Zoo, as stored');
  await expect(catalogue.film('../zoo-2001')).rejects.toMatchObject({ reason: { code: 'film.gone' } });
  await expect(catalogue.film('unknown-1999')).rejects.toMatchObject({ reason: { code: 'film.gone' } });
});
