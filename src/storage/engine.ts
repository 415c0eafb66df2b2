import { randomUUID } from 'node:crypto';
import Keyv, { type KeyvStoreAdapter } from 'keyv';
import { keys } from './keys.ts';
import { type Entry, type KeptStore, type SqliteFile, StoreUnusable } from './store.ts';
import { checkedKey, entryOf, isKey, rowOf, unreadable } from './values.ts';
import { createWrites, type Row, type Write } from './writes.ts';

/** What differs from engine to engine. What it throws is made into words by {@link tellingWhere}. */
export interface Engine {
  /** Through Keyv, so that anything else that speaks Keyv can read what Foyer writes. */
  get(key: string): Promise<unknown>;
  /** Everything of it or nothing; resolves when it would survive a power cut. No key is twice in it. */
  commit(write: Write): Promise<void>;
  /** In key order, no key twice. */
  rows(prefix: string, suffix: string): Promise<readonly Row[]>;
  /** Everything, in key order. */
  pages(): AsyncIterable<readonly Row[]>;
  /** See `Store.lines`. */
  lines(prefix: string): Promise<string>;
  /** See `Store.values`. */
  values?(prefix: string): Promise<string>;
  /** See `Store.scrub`. */
  scrub(): Promise<void>;
  /** How long, in milliseconds, a write may wait and be written. Left out: as long as it takes. */
  readonly patience?: number;
  /** Otherwise nothing is written while that goes on. */
  readonly scrubsBesideWrites?: true;
  close(): Promise<void>;
  /** See `KeptStore.caution`. */
  caution?(): Promise<string | undefined>;
  /** What it throws needs no words yet. */
  readonly sqlite?: SqliteFile;
}

/** Keyv over an adapter, without the ways in which it changes keys and values, or keeps a failure to itself. */
export function keyvOver(store: KeyvStoreAdapter): Keyv {
  const keyv = new Keyv({
    store,
    throwOnErrors: true,
    useKeyPrefix: false,
    // Keyv's own way of writing values takes a colon at the start of a text for a mark of its own.
    serialize: (data) => JSON.stringify(data),
    deserialize: (text) => JSON.parse(text),
  });
  // Its own is `keyv`, which some adapters put before every key.
  keyv.namespace = undefined;
  // Errors reach us by throwOnErrors; without a listener, the `error` event would end the process.
  keyv.on('error', () => {});
  return keyv;
}

/** @throws Error where what was written does not come back */
export async function prove(keyv: Keyv): Promise<void> {
  // A key of its own: other processes may prove the same at the same moment.
  const key = keys.proof(randomUUID());
  const proof = { version: 1 };
  await keyv.set(key, proof);
  const read: unknown = await keyv.get(key);
  await keyv.delete(key);
  if (JSON.stringify(read) !== JSON.stringify(proof)) throw new Error('what was written did not come back');
}

/** The promises of {@link KeptStore}, over any engine. */
export function storeOver(engine: Engine, where: string, toldOfEngine: Telling): KeptStore {
  let closed = false;
  const told: Telling = async (task) =>
    toldOfEngine(async () => {
      // Keyv's Redis adapter would connect anew.
      if (closed) throw new Error('it is closed');
      return task();
    });
  const writes = createWrites(async (write) => told(async () => engine.commit(write)), engine.patience);
  const write = async (what: Write) => told(async () => writes.write(what));
  const rows = async (prefix: string, suffix: string) => told(async () => engine.rows(prefix, suffix));
  let nextScrub: Promise<void> | undefined;

  async function scrubInTurn(): Promise<void> {
    const scrub = async () => {
      nextScrub = undefined;
      await told(async () => engine.scrub());
    };
    if (!engine.scrubsBesideWrites) return writes.alone(scrub);
    await writes.alone(async () => {});
    await scrub();
  }

  async function* pages(onUnreadable?: (key: string) => void) {
    const engines = engine.pages()[Symbol.asyncIterator]();
    for (;;) {
      const page = await told(async () => engines.next());
      if (page.done) return;
      yield page.value.flatMap((row) => readable(row, onUnreadable) ?? []);
    }
  }

  const { caution, sqlite, values } = engine;
  return {
    where,
    pages,
    async isEmpty() {
      for await (const page of pages()) if (page.length > 0) return false;
      return true;
    },
    ...(caution && { caution: async () => told(caution) }),
    ...(sqlite && {
      sqlite: {
        backUp: async (file) => told(async () => sqlite.backUp(file)),
        restore: async (...what) => told(async () => sqlite.restore(...what)),
        isHeap: async () => told(sqlite.isHeap),
        toTree: async () => writes.alone(async () => told(sqlite.toTree)),
      },
    }),
    async get(key) {
      if (!isKey(key)) return undefined;
      try {
        return await told(async () => engine.get(key));
      } catch (error) {
        throw error instanceof SyntaxError ? unreadable(key) : error;
      }
    },
    put: async (key, value) => write({ kind: 'put', rows: [rowOf({ key, value })] }),
    putAll: async (entries) => write({ kind: 'put', rows: entries.map(rowOf) }),
    delete: async (key) => write({ kind: 'delete', keys: [checkedKey(key)] }),
    entries: async (prefix) => (await rows(prefix, '')).map(entryOf),
    entriesOf: async (prefix, suffix) => (await rows(prefix, suffix)).map(entryOf),
    lines: async (prefix) => told(async () => engine.lines(prefix)),
    ...(values && { values: async (prefix: string) => told(async () => values(prefix)) }),
    deleteAll: async (prefix) => write({ kind: 'delete all', prefix }),
    deleteKeys: async (keys) => write({ kind: 'delete', keys: keys.map(checkedKey) }),
    async scrub() {
      // Whoever calls before a pass has begun shares it.
      nextScrub ??= scrubInTurn();
      await nextScrub;
    },
    async close() {
      await writes.alone(async () => {
        if (closed) return;
        closed = true;
        await engine.close();
      });
    },
  };
}

/** Undefined where somebody hears of those that cannot be read. */
function readable(row: Row, onUnreadable?: (key: string) => void): Entry | undefined {
  try {
    return entryOf(row);
  } catch (error) {
    if (!onUnreadable) throw error;
    onUnreadable(row.key);
    return undefined;
  }
}

export type Telling = <T>(task: () => Promise<T>) => Promise<T>;

/** Signs in an engine's messages and codes, and what they mean to the host. The first that is met counts. */
export type Explanations = readonly (readonly [sign: RegExp, what: string, more?: { readonly damaged: true }])[];

/** Makes of every failure of an engine one that says in words what is wrong, and where. */
export function tellingWhere(where: string, explanations: Explanations): Telling {
  return async (task) => {
    try {
      return await task();
    } catch (error) {
      if (error instanceof SyntaxError) throw error; // What is stored is wrong, not the store.
      if (error instanceof StoreUnusable) throw error;
      const [, what = messageOf(error), more] = explanationOf(error, explanations) ?? [];
      throw new StoreUnusable(what, where, error, more);
    }
  };
}

function explanationOf(error: unknown, explanations: Explanations): Explanations[number] | undefined {
  const signs = signsOf(error);
  return explanations.find(([sign]) => sign.test(signs));
}

/** Of several failures in one, such as one for each address of a server, all. */
function signsOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? `${String(error.code)} ` : '';
  const inner = error instanceof AggregateError ? error.errors.map(signsOf).join(' ') : '';
  return `${code}${messageOf(error)} ${inner}`;
}

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
