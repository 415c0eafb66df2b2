import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { KeyvSqlite } from '@keyv/sqlite';
import Keyv from 'keyv';
import { z } from 'zod';
import { type Entry, type Store, StoreUnusable } from './store.ts';
import { createTurns } from './turns.ts';

type Row = z.infer<typeof rowsOfEntries>[number];
const rowsOfEntries = z.array(z.object({ key: z.string(), value: z.string() }));
const storedValue = z.object({ value: z.unknown() });
const checkpointed = z.tuple([z.object({ busy: z.number() })]);

/** Greater than every ASCII key that begins with the prefix: the end of its key range. */
const afterAll = (prefix: string) => `${prefix}\uffff`;

/** Long enough to sit out another program's lock: an answer that waits is deferred. */
const busyTimeout = 5000;

/**
 * Opens a SQLite file, creating it and its folder where they are missing.
 * @throws StoreUnusable
 */
export async function openSqlite(file: string): Promise<Store> {
  const where = file === ':memory:' ? file : resolve(file);
  const told = tellingWhere(where);
  return told(async () => {
    if (file !== ':memory:') await prepareFile(where);
    const adapter = new KeyvSqlite({ uri: `sqlite://${where}`, busyTimeout });
    // Errors reach us by throwOnErrors; without a listener, the adapter's `error` event would end the process.
    adapter.on('error', () => {});
    try {
      const keyv = keyvOver(adapter);
      await prepare(adapter);
      await prove(keyv);
      return storeOver(adapter, keyv, told);
    } catch (error) {
      await adapter.close().catch(() => {});
      throw error;
    }
  });
}

async function prepareFile(where: string): Promise<void> {
  await makeFolder(dirname(where));
  try {
    // Of a file on a disk that is mounted read-only, SQLite itself would only say that it cannot open it.
    await access(where, constants.R_OK | constants.W_OK);
  } catch (error) {
    if (!/^ENOENT/.test(messageOf(error))) throw error;
  }
}

/** What `mkdir` does with `recursive`; that one never ends where a folder can have no folders, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  await makeFolder(dirname(folder));
  try {
    await mkdir(folder);
  } catch (error) {
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

function keyvOver(adapter: KeyvSqlite): Keyv {
  const keyv = new Keyv({
    store: adapter,
    throwOnErrors: true,
    useKeyPrefix: false,
    // Keyv's own way of writing values takes a colon at the start of a text for a mark of its own.
    serialize: (data) => JSON.stringify(data),
    deserialize: (text) => JSON.parse(text),
  });
  keyv.on('error', () => {});
  return keyv;
}

async function prepare(adapter: KeyvSqlite): Promise<void> {
  // WAL lets a vote cost one sync instead of two; FULL makes that sync happen before the vote is confirmed.
  // secure_delete overwrites what a member had deleted.
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON']) {
    await adapter.query(`PRAGMA ${pragma}`);
  }
}

async function prove(keyv: Keyv): Promise<void> {
  const proof = { openedAt: new Date().toISOString() };
  await keyv.set('opened', proof);
  const read: unknown = await keyv.get('opened');
  if (JSON.stringify(read) !== JSON.stringify(proof)) throw new Error('what was written did not come back');
}

function storeOver(adapter: KeyvSqlite, keyv: Keyv, told: Telling): Store {
  // One turn for all keys: SQLite writes one after the other in any case, and a write may concern many keys.
  const inTurn = createTurns();
  const write = async (task: () => Promise<unknown>): Promise<void> => {
    await inTurn('', async () => told(task));
  };
  let nextScrub: Promise<void> | undefined;
  return {
    async get(key) {
      try {
        return await told(async () => keyv.get(key));
      } catch (error) {
        throw error instanceof SyntaxError ? unreadable(key) : error;
      }
    },
    put: async (key, value) => write(async () => keyv.set(key, value)),
    async putAll(entries) {
      // Keyv's setMany is one commit a key here; one statement is atomic, and 200 times faster.
      const rows = JSON.stringify(entries.map(({ key, value }) => ({ key, value: JSON.stringify({ value }) })));
      await write(async () =>
        adapter.query(
          `INSERT INTO keyv (key, value)
           SELECT json_extract(value, '$.key'), json_extract(value, '$.value') FROM json_each(?) WHERE true
           ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
          rows,
        ),
      );
    },
    delete: async (key) => write(async () => keyv.delete(key)),
    async entries(prefix) {
      // Keyv's iterator pages by OFFSET and skips rows while others are deleted; a key range does neither.
      const range = 'SELECT key, value FROM keyv WHERE key >= ? AND key < ? ORDER BY key';
      const rows: unknown = await told(async () => adapter.query(range, prefix, afterAll(prefix)));
      return rowsOfEntries.parse(rows).map(entryOf);
    },
    async entriesOf(prefix, suffix) {
      const range = `SELECT key, value FROM keyv
        WHERE key >= ? AND key < ? AND substr(key, length(key) - length(?) + 1) = ? ORDER BY key`;
      const rows: unknown = await told(async () => adapter.query(range, prefix, afterAll(prefix), suffix, suffix));
      return rowsOfEntries.parse(rows).map(entryOf);
    },
    async deleteAll(prefix) {
      await write(async () => adapter.query('DELETE FROM keyv WHERE key >= ? AND key < ?', prefix, afterAll(prefix)));
    },
    async deleteKeys(keys) {
      const list = JSON.stringify(keys);
      await write(async () => adapter.query('DELETE FROM keyv WHERE key IN (SELECT value FROM json_each(?))', list));
    },
    async scrub() {
      // Whoever calls before a pass has begun shares it.
      nextScrub ??= inTurn('', async () => {
        nextScrub = undefined;
        await told(async () => rewrite(adapter));
      });
      await nextScrub;
    },
    close: async () => inTurn('', async () => adapter.close()),
  };
}

/**
 * Writes the whole file anew, from what it holds. `secure_delete` overwrites the cell that is deleted, but not the
 * copies that SQLite left behind where it had moved that cell to another page: of 4,000 rows deleted among 12,000
 * writes, up to four were still to be read. The checkpoint empties the write-ahead log, which has the old pages.
 */
async function rewrite(adapter: KeyvSqlite): Promise<void> {
  await adapter.query('VACUUM');
  const [{ busy }] = checkpointed.parse(await adapter.query('PRAGMA wal_checkpoint(TRUNCATE)'));
  if (busy !== 0) throw new Error('SQLITE_BUSY: the write-ahead log is being read');
}

function entryOf({ key, value }: Row): Entry {
  try {
    return { key, value: storedValue.parse(JSON.parse(value)).value };
  } catch {
    throw unreadable(key);
  }
}

/** Names the key alone: the error of JSON.parse would repeat what is stored. */
const unreadable = (key: string) => new Error(`The record at ${key} cannot be read: it is not what Foyer writes`);

type Telling = <T>(task: () => Promise<T>) => Promise<T>;

/** Makes of every failure of SQLite's or of the file system one that says in words what is wrong, and where. */
function tellingWhere(where: string): Telling {
  return async (task) => {
    try {
      return await task();
    } catch (error) {
      if (error instanceof SyntaxError) throw error; // What is stored is wrong, not the store.
      throw new StoreUnusable(explain(error), where, error);
    }
  };
}

const explanations: readonly (readonly [RegExp, string])[] = [
  [/SQLITE_NOTADB|SQLITE_CORRUPT/, 'the file is not a whole SQLite database: put a backup in its place'],
  [/SQLITE_READONLY|, access/, 'the file can be read but not written'],
  [/SQLITE_FULL|ENOSPC|EDQUOT/, 'the disk is full'],
  [/SQLITE_IOERR|EIO/, 'the disk cannot be read or written, or is full'],
  [/SQLITE_BUSY|SQLITE_LOCKED/, 'another program keeps the file locked'],
  [/, mkdir/, 'its folder cannot be made'],
  [/SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH/, 'the file cannot be opened'],
];

function explain(error: unknown): string {
  const message = messageOf(error);
  return explanations.find(([sign]) => sign.test(message))?.[1] ?? message;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
