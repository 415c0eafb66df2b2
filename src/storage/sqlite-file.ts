import { access, open, rename } from 'node:fs/promises';
import type { KeyvSqlite } from '@keyv/sqlite';
import { z } from 'zod';
import type { SqliteFile } from './store.ts';
import { entryOf, rowOf } from './values.ts';

const tableSql = z.tuple([z.object({ sql: z.string() })]);
const rows = z.array(z.object({ key: z.string(), value: z.string() }));
const intact = z.tuple([z.object({ quick_check: z.literal('ok') })]);

const table = (name: string) => `CREATE TABLE ${name} (key VARCHAR(255) PRIMARY KEY, value TEXT) WITHOUT ROWID`;

/** What is done to the file as a whole, through the adapter's own connection. */
export function sqliteFile({ query }: KeyvSqlite): SqliteFile {
  /** All of the statements or none. Nothing else may use the connection meanwhile. */
  async function together(statements: readonly (readonly [sql: string, ...values: string[]])[]): Promise<void> {
    await query('BEGIN IMMEDIATE');
    try {
      for (const [sql, ...values] of statements) await query(sql, ...values);
      await query('COMMIT');
    } catch (error) {
      // A disk that is full has rolled back by itself.
      await query('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  /** Puts the file beside ours, under the name `backup`. Resolves to whether it is what it should be. */
  async function attached(file: string): Promise<boolean> {
    try {
      // SQLite would make one that is not there.
      await access(file);
      await query('ATTACH ? AS backup', file);
      tableSql.parse(await query("SELECT sql FROM backup.sqlite_schema WHERE type = 'table' AND name = 'keyv'"));
      return intact.safeParse(await query('PRAGMA backup.quick_check(1)')).success;
    } catch {
      return false;
    }
  }

  async function isHeap(): Promise<boolean> {
    const [{ sql }] = tableSql.parse(
      await query("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'keyv'"),
    );
    return !/WITHOUT ROWID/i.test(sql);
  }

  return {
    async backUp(file) {
      const isThere = await access(file).then(
        () => true,
        () => false,
      );
      if (isThere) throw new Error(`there is something at ${file} already`);
      const part = `${file}.part`;
      await query('VACUUM INTO ?', part);
      // SQLite leaves it to the system when that reaches the disk.
      const written = await open(part, 'r+');
      try {
        await written.sync();
      } finally {
        await written.close();
      }
      await rename(part, file);
    },
    async restore(file, mark, accept) {
      const isWhole = await attached(file);
      try {
        if (!isWhole) throw new Error(`${file} is not a whole backup of Foyer’s`);
        await accept({
          async get(wanted) {
            const [row] = rows.parse(await query('SELECT key, value FROM backup.keyv WHERE key = ?', wanted));
            return row && entryOf(row).value;
          },
        });
        const { key, value } = rowOf(mark);
        await together([
          ['DELETE FROM main.keyv'],
          ['INSERT INTO main.keyv SELECT key, value FROM backup.keyv ORDER BY key'],
          ['INSERT OR REPLACE INTO main.keyv VALUES (?, ?)', key, value],
        ]);
      } finally {
        await query('DETACH backup').catch(() => {});
      }
    },
    isHeap,
    async toTree() {
      await together([
        ['DROP TABLE IF EXISTS keyv_tree'],
        [table('keyv_tree')],
        ['INSERT INTO keyv_tree SELECT key, value FROM keyv ORDER BY key'],
        ['DROP TABLE keyv'],
        ['ALTER TABLE keyv_tree RENAME TO keyv'],
      ]);
    },
  };
}
