import type { Now } from '../clock.ts';
import type { Store } from '../storage/store.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import { publishContent } from './content.ts';
import { askAhead, type ReadFiles, recall, remember } from './memory.ts';
import type { Mistake } from './mistakes.ts';
import { type Print, printOf } from './print.ts';
import { searchEntry } from './search/entry.ts';
import { packIndex } from './search/film-index.ts';
import { summariesAtHand } from './summaries.ts';
import { type FilmSummary, summaryOf } from './summary.ts';

/** The content files of some folders, and the catalogue that is made from them. */
export interface Library {
  /** Stays the same object when the files are read again. */
  readonly catalogue: Catalogue;
  /** What was wrong in the files when they were last read. */
  readonly mistakes: readonly Mistake[];
  /** Reads the files again. The old films stay until the new ones are in the store. */
  reload(): Promise<void>;
  /** Reads what the start has left for later. Where that cannot be read, the files are read again. */
  settle(): Promise<void>;
  /** Says that the content is still in use, so that no other process removes it. To be called once a day. */
  keep(): Promise<void>;
}

/** Reads the content files of the folders and puts what is right into the store. A later folder's films win. */
export async function openLibrary(store: Store, folders: readonly string[], now: Now): Promise<Library> {
  let current = await read();

  async function read() {
    const ahead = await askAhead(store);
    const print = printOf(folders);
    return inUse((await recall(store, print, ahead, now)) ?? (await readAnew(print)));
  }

  function inUse({ content, summaries, index, mistakes }: ReadFiles) {
    return { catalogue: createCatalogue(content, summaries, index), summaries, mistakes, content };
  }

  async function readAnew(print: Print): Promise<ReadFiles> {
    // What reads YAML is loaded only where a file has changed since it was last read.
    const { loadFilms } = await import('./load.ts');
    const { films, mistakes } = await loadFilms(folders);
    const content = await publishContent(store, films, now);
    const index = packIndex(films.map(({ film }) => searchEntry(film)));
    const byKey = new Map<string, FilmSummary>(films.map(({ film }) => [film.key, summaryOf(film)]));
    const summaries = summariesAtHand(index.keys.flatMap((key) => byKey.get(key) ?? []));
    const read = { content, summaries, index, mistakes };
    await remember(store, print, read, now);
    return read;
  }

  return {
    catalogue: {
      get size() {
        return current.catalogue.size;
      },
      get films() {
        return current.catalogue.films;
      },
      get offers() {
        return current.catalogue.offers;
      },
      suggest: (query, limit) => current.catalogue.suggest(query, limit),
      find: (text) => current.catalogue.find(text),
      summary: (key) => current.catalogue.summary(key),
      adaptationsOf: (book) => current.catalogue.adaptationsOf(book),
      film: async (key) => current.catalogue.film(key),
    },
    get mistakes() {
      return current.mistakes;
    },
    async reload() {
      current = await read();
    },
    async settle() {
      const { summaries } = current;
      try {
        await summaries.readAhead();
      } catch {
        // What was remembered is spoiled. What the files say is not.
        if (summaries === current.summaries) current = inUse(await readAnew(printOf(folders)));
      }
    },
    keep: async () => current.content.keep(),
  };
}
