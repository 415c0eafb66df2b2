/** One key with its value, which is plain JSON data. */
export interface Entry {
  readonly key: string;
  readonly value: unknown;
}

/**
 * The key-value store. It tells the truth: a promise resolves when the data would survive a power cut and rejects
 * otherwise. Values come back as `unknown`; {@link readRecord} and {@link listRecords} parse them.
 *
 * Keys are ASCII, structured by `:`, at most 255 characters (the engines' limit). Writes of one key land in the order
 * in which they were called.
 */
export interface Store {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  /** All of them or none. */
  putAll(entries: readonly Entry[]): Promise<void>;
  delete(key: string): Promise<void>;
  /** Every entry whose key begins with `prefix`, in key order. */
  entries(prefix: string): Promise<readonly Entry[]>;
  /** Every entry whose key begins with `prefix` and ends with `suffix`, in key order: what one member has there. */
  entriesOf(prefix: string, suffix: string): Promise<readonly Entry[]>;
  /**
   * The same as one text, a line an entry: the rest of its key, a tab, and what the engine keeps for its value. For
   * those who count a hundred thousand votes while a member waits; see {@link readLines}.
   */
  lines(prefix: string): Promise<string>;
  /**
   * Of the same lines only what stands behind the tab. Left out where that is hardly faster: see {@link readValues}.
   */
  values?(prefix: string): Promise<string>;
  /** Every key that begins with `prefix` is removed: all of them or none. */
  deleteAll(prefix: string): Promise<void>;
  /** These keys are removed: all of them or none. A key that is not there is no fault. */
  deleteKeys(keys: readonly string[]): Promise<void>;
  /**
   * Resolves when nothing that was deleted or replaced before the call is left in the engine's own files, not even in
   * space that is free. It may take seconds; calls that wait together share one pass.
   */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

/** A store as those have it who look after it, not after what it holds. */
export interface KeptStore extends Store {
  /** Its place, without secrets. */
  readonly where: string;
  isEmpty(): Promise<boolean>;
  /**
   * Everything in it, a page at a time, in key order. What is written meanwhile may be in it or not. Of what cannot be
   * read at all, the key is handed over; left out, that is an error naming it.
   */
  pages(onUnreadable?: (key: string) => void): AsyncIterable<readonly Entry[]>;
  /** What the host should know of how safe it is, such as settings of its server's; undefined: nothing. */
  caution?(): Promise<string | undefined>;
  /** What only a SQLite file can. */
  readonly sqlite?: SqliteFile;
}

/** The file of a store, while others read and write it. */
export interface SqliteFile {
  /** Puts a copy of one moment into a file that is not there yet. */
  backUp(file: string): Promise<void>;
  /**
   * Puts everything of a backup in the place of everything here, and `mark` beside it: all of it or nothing. `accept`
   * reads in the backup before; what it throws keeps that from happening.
   */
  restore(file: string, mark: Entry, accept: (backup: Pick<Store, 'get'>) => Promise<void>): Promise<void>;
  /** Whether its rows lie as they came, with an index beside them. */
  isHeap(): Promise<boolean>;
  /** Lays its rows in the order of their keys, so that a prefix is read from one end to the other. */
  toTree(): Promise<void>;
}

/**
 * The store cannot be opened, read or written. `where` is a place the host knows, without secrets. `damaged`: waiting does
 * not help, and what was confirmed before may be lost.
 */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
  readonly where: string;
  readonly damaged: boolean;
  constructor(what: string, where: string, cause: unknown, { damaged = false } = {}) {
    super(what, { cause });
    this.where = where;
    this.damaged = damaged;
  }
}
