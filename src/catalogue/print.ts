import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { isContentFile } from './folders.ts';

/** What the content files are now, as far as the file system tells without reading them. */
export interface Print {
  /** Another one where any file, or the program that reads them, is another. */
  readonly hash: string;
  /** When the last of them changed, in epoch milliseconds; 0 where there is none. */
  readonly changedAt: number;
}

/**
 * Takes the print of some content folders: every file's name, size and times, as `make` and git tell changed files.
 * A hundred thousand files take a fraction of a second, where reading them takes a minute.
 * @throws where a folder cannot be read
 */
export function printOf(folders: readonly string[]): Print {
  const hash = createHash('sha256').update(theProgram());
  let changedAt = 0;
  for (const folder of folders) {
    const facts: unknown[] = [resolve(folder)];
    for (const name of readdirSync(folder).filter(isContentFile).sort()) {
      // Not by `join`, which looks at every letter of the folder for each of its files.
      const found = statSync(folder + sep + name, { throwIfNoEntry: false });
      if (!found) continue; // A link that leads nowhere: reading the files says so.
      const { size, mtimeMs, ctimeMs, ino } = found;
      facts.push(name, size, mtimeMs, ctimeMs, ino);
      changedAt = Math.max(changedAt, ctimeMs);
    }
    hash.update(JSON.stringify(facts));
  }
  return { hash: hash.digest('hex').slice(0, 32), changedAt };
}

let program: string | undefined;

/** What reads the files is a part of what they say: after an upgrade they are read again. */
function theProgram(): string {
  program ??= hashOfFolder(import.meta.dirname);
  return program;
}

function hashOfFolder(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith('.map'),
  );
  for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).sort())
    hash.update(readFileSync(file));
  return hash.digest('hex');
}
