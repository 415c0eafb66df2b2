import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The shortest content file that is whole. It belongs into `the-film-2001.yaml`. */
export const shortest = `title: The Film
year: 2001
medium: film
directors:
  - name: Ada Example
book:
  key: example-the-book-1999
  title: The Book
  authors: [Bea Example]
  year: 1999
  form: novel
`;

/** The shortest film under another title, and so of another key. */
export const called = (title: string) => shortest.replace('The Film', title);

/** A folder with these files in it, for the length of one test. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-films-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}
