import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** As much of better-sqlite3 as is measured. */
interface Database {
  pragma(pragma: string): unknown;
  exec(sql: string): unknown;
  prepare(sql: string): { run(...values: readonly string[]): unknown };
  close(): void;
}

const pinned = 'better-sqlite3@12.11.1';

/**
 * The fastest SQLite that Node has, for a yardstick. It is installed here on demand, and is no dependency of Foyer's:
 * its native build would make everybody's `npm install` slower. Undefined where it cannot be had.
 */
export async function betterSqlite(folder: string): Promise<((file: string) => Database) | undefined> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ private: true, allowScripts: { 'better-sqlite3': true } }),
    );
    const load = createRequire(join(folder, 'package.json'));
    const isThere = () => {
      try {
        load.resolve('better-sqlite3');
        return true;
      } catch {
        return false;
      }
    };
    if (!isThere()) {
      await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', pinned], { cwd: folder });
    }
    // The border to a module that brings no types here.
    const Constructor = load('better-sqlite3') as new (file: string) => Database;
    return (file) => new Constructor(file);
  } catch {
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}
