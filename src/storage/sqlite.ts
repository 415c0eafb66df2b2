import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { KeyvSqlite } from '@keyv/sqlite';
import Keyv from 'keyv';
import { z } from 'zod';
import { type Entry, type Store, StoreUnusable } from './store.ts';
import { createTurns } from './turns.ts';

const rowsOfEntries = z.array(z.object({ key: z.string(), value: z.string() }));
const storedValue = z.object({ value: z.unknown() });

/** Greater than every ASCII key that begins with the prefix: the end of its key range. */
const afterAll = (prefix: string) => `${prefix}\uffff`;

/** Long enough to sit out a checkpoint or a backup, short enough to answer a member in time. */
const busyTimeout = 2000;

/**
 * Opens a SQLite file, creating it and its folder where they are missing.
 * @throws StoreUnusable
 */
export async function openSqlite(file: string): Promise<Store> {
  const where = file === ':memory:' ? file : resolve(file);
  try {
    if (file !== ':memory:') await mkdir(dirname(where), { recursive: true });
    const { adapter, keyv } = await connect(where);
    await prove(keyv);
    return storeOver(adapter, keyv);
  } catch (error) {
    throw new StoreUnusable(explain(error), where, error);
  }
}

async function connect(where: string): Promise<{ adapter: KeyvSqlite; keyv: Keyv }> {
  const adapter = new KeyvSqlite({ uri: `sqlite://${where}`, busyTimeout });
  // Errors reach us by throwOnErrors; without a listener, the adapter's `error` event would end the process.
  adapter.on('error', () => {});
  const keyv = new Keyv({ store: adapter, throwOnErrors: true, useKeyPrefix: false });
  keyv.on('error', () => {});
  // WAL lets a vote cost one sync instead of two; FULL makes that sync happen before the vote is confirmed.
  // secure_delete overwrites what a member had deleted.
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON']) {
    await adapter.query(`PRAGMA ${pragma}`);
  }
  return { adapter, keyv };
}

async function prove(keyv: Keyv): Promise<void> {
  const proof = { openedAt: new Date().toISOString() };
  await keyv.set('opened', proof);
  const read: unknown = await keyv.get('opened');
  if (JSON.stringify(read) !== JSON.stringify(proof)) throw new Error('what was written did not come back');
}

function storeOver(adapter: KeyvSqlite, keyv: Keyv): Store {
  const inTurn = createTurns();
  return {
    get: async (key) => keyv.get(key),
    put: async (key, value) => {
      await inTurn(key, async () => keyv.set(key, value));
    },
    async putAll(entries) {
      // Keyv's setMany is one commit a key here; one statement is atomic, and 200 times faster.
      const rows = entries.map(({ key, value }) => ({ key, value: JSON.stringify({ value }) }));
      await adapter.query(
        `INSERT INTO keyv (key, value)
         SELECT json_extract(value, '$.key'), json_extract(value, '$.value') FROM json_each(?) WHERE true
         ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
        JSON.stringify(rows),
      );
    },
    delete: async (key) => {
      await inTurn(key, async () => keyv.delete(key));
    },
    async entries(prefix) {
      // Keyv's iterator pages by OFFSET and skips rows while others are deleted; a key range does neither.
      const rows: unknown = await adapter.query(
        'SELECT key, value FROM keyv WHERE key >= ? AND key < ? ORDER BY key',
        prefix,
        afterAll(prefix),
      );
      return rowsOfEntries.parse(rows).map(entryOf);
    },
    async deleteAll(prefix) {
      await adapter.query('DELETE FROM keyv WHERE key >= ? AND key < ?', prefix, afterAll(prefix));
    },
    close: async () => adapter.close(),
  };
}

function entryOf(row: { key: string; value: string }): Entry {
  return { key: row.key, value: storedValue.parse(JSON.parse(row.value)).value };
}

const explanations: readonly (readonly [RegExp, string])[] = [
  [/SQLITE_NOTADB|SQLITE_CORRUPT/, 'the file is not a whole SQLite database: put a backup in its place'],
  [/SQLITE_READONLY|EROFS/, 'the file can be read but not written'],
  [/SQLITE_FULL|ENOSPC/, 'the disk is full'],
  [/SQLITE_CANTOPEN|EACCES|EPERM|ENOTDIR|EISDIR/, 'the file cannot be opened'],
  [/SQLITE_BUSY/, 'another program keeps the file locked'],
];

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return explanations.find(([sign]) => sign.test(message))?.[1] ?? message;
}
