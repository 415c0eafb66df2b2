import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { KeyvSqlite } from '@keyv/sqlite';
import type Keyv from 'keyv';
import { z } from 'zod';
import { type Engine, type Explanations, keyvOver, messageOf, prove, storeOver, tellingWhere } from './engine.ts';
import { afterAll, rowsOfEntries } from './sql-rows.ts';
import { sqliteFile } from './sqlite-file.ts';
import type { KeptStore } from './store.ts';
import type { Row, Write } from './writes.ts';

const oneText = z.tuple([z.object({ text: z.string().nullable() })]);
const checkpointed = z.tuple([z.object({ busy: z.number() })]);

/** In kilobytes: the upper pages of a hundred thousand votes, so that another vote among them reads only the last. */
const cacheSize = 16_000;
/**
 * Pages of the log before they are laid into the file, 4 kB each: votes among a hundred thousand touch three thousand
 * pages, and those that were touched again meanwhile are written once. With 4,000 pages a vote among so many cost 1.7
 * times one among a thousand, with these 1.4; the log takes 64 MB at most.
 */
const logPages = 16_000;
/** Rows of one read, of those that read everything. */
const rowsAtOnce = 2000;

/** How long, in milliseconds, another program's lock is sat out. */
const patience = {
  /** While it is opened: a process that is being replaced may have something to finish. */
  atStart: 5000,
  /** Members are answered within three seconds; an answer that waits for less is deferred, and given. */
  usual: 2500,
  /** Where the write before waited in vain: whoever comes now may have waited behind that one already. */
  inVain: 100,
};

/**
 * Opens a SQLite file, creating it and its folder where they are missing.
 * @throws StoreUnusable
 */
export async function openSqlite(file: string): Promise<KeptStore> {
  const where = file === ':memory:' ? file : resolve(file);
  const told = tellingWhere(where, explanations);
  return told(async () => {
    if (file !== ':memory:') await prepareFile(where);
    const adapter = new KeyvSqlite({ uri: `sqlite://${where}`, busyTimeout: patience.atStart });
    // Its errors reach us through the promises; without a listener, the `error` event would end the process.
    adapter.on('error', () => {});
    try {
      const keyv = keyvOver(adapter);
      await prepare(adapter);
      await prove(keyv);
      await beBusyFor(adapter, patience.usual);
      return storeOver(engineOver(adapter, keyv), where, told);
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

async function prepare(adapter: KeyvSqlite): Promise<void> {
  // WAL lets a vote cost one sync instead of two; FULL makes that sync happen before the vote is confirmed.
  // secure_delete overwrites what a member had deleted.
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'secure_delete = ON',
    `cache_size = ${-cacheSize}`,
    `wal_autocheckpoint = ${logPages}`,
  ]) {
    await adapter.query(`PRAGMA ${pragma}`);
  }
}

async function beBusyFor({ query }: KeyvSqlite, milliseconds: number): Promise<void> {
  await query(`PRAGMA busy_timeout = ${milliseconds}`);
}

function engineOver(adapter: KeyvSqlite, keyv: Keyv): Engine {
  let waitedInVain = false;
  return {
    get: async (key) => keyv.get(key),
    async commit(write) {
      try {
        await adapter.query(...statementFor(write));
      } catch (error) {
        if (!waitedInVain && isLocked.test(messageOf(error))) {
          waitedInVain = true;
          await beBusyFor(adapter, patience.inVain);
        }
        throw error;
      }
      if (!waitedInVain) return;
      waitedInVain = false;
      await beBusyFor(adapter, patience.usual);
    },
    async rows(prefix, suffix) {
      // Keyv's iterator pages by OFFSET and skips rows while others are deleted; a key range does neither.
      const range = `SELECT key, value FROM keyv
        WHERE key >= ? AND key < ? AND substr(key, length(key) - length(?) + 1) = ? ORDER BY key`;
      return rowsOfEntries.parse(await adapter.query(range, prefix, afterAll(prefix), suffix, suffix));
    },
    async *pages() {
      for (let page: readonly Row[] | undefined; page === undefined || page.length === rowsAtOnce; ) {
        const range = `SELECT key, value FROM keyv WHERE key > ? ORDER BY key LIMIT ${rowsAtOnce}`;
        page = rowsOfEntries.parse(await adapter.query(range, page?.at(-1)?.key ?? ''));
        yield page;
      }
    },
    async lines(prefix) {
      // One text, since an object for each of a hundred thousand rows takes several times as long as to read them. The
      // table is a tree of keys, so the rows come in their order; to ask for it by a subquery costs a fifth more.
      const lines = `SELECT group_concat(substr(key, ${prefix.length + 1}) || '\t' || value, '\n') AS text
        FROM keyv WHERE key >= ? AND key < ?`;
      return oneText.parse(await adapter.query(lines, prefix, afterAll(prefix)))[0].text ?? '';
    },
    async values(prefix) {
      // Half of what the lines take. To have them counted here takes longer: SQLite groups by sorting.
      const values = `SELECT group_concat(value, '\n') AS text FROM keyv WHERE key >= ? AND key < ?`;
      return oneText.parse(await adapter.query(values, prefix, afterAll(prefix)))[0].text ?? '';
    },
    scrub: async () => rewrite(adapter),
    close: async () => adapter.close(),
    sqlite: sqliteFile(adapter),
  };
}

/** One statement, which SQLite does as a whole or not at all. */
function statementFor(write: Write): [sql: string, ...values: string[]] {
  if (write.kind === 'put') {
    // Keyv's setMany is one commit a key here; one statement is atomic, and 200 times faster.
    const upsert = `INSERT INTO keyv (key, value)
      SELECT value ->> 0, value ->> 1 FROM json_each(?) WHERE true
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
    return [upsert, JSON.stringify(write.rows.map(({ key, value }) => [key, value]))];
  }
  if (write.kind === 'delete') {
    return ['DELETE FROM keyv WHERE key IN (SELECT value FROM json_each(?))', JSON.stringify(write.keys)];
  }
  return ['DELETE FROM keyv WHERE key >= ? AND key < ?', write.prefix, afterAll(write.prefix)];
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

const isLocked = /SQLITE_BUSY|SQLITE_LOCKED/;

const explanations: Explanations = [
  [/SQLITE_NOTADB/, 'the file is not a whole SQLite database: put a backup in its place', { damaged: true }],
  [
    /SQLITE_CORRUPT/,
    'the file is damaged: with Foyer stopped, put it aside and a backup in its place; `npm run store -- check` says whether a file is whole',
    { damaged: true },
  ],
  [/SQLITE_READONLY|, access/, 'the file can be read but not written'],
  [/SQLITE_FULL|ENOSPC|EDQUOT/, 'the disk is full'],
  [/SQLITE_IOERR|EIO/, 'the disk cannot be read or written, or is full'],
  [isLocked, 'another program keeps the file locked'],
  [/, mkdir/, 'its folder cannot be made'],
  [/SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH/, 'the file cannot be opened'],
];
