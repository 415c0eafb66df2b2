import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A store that has the films already. */
    readonly warmStore: string;
  }
}

let folder = '';

/**
 * Reads the films once for all tests, with the compiled program that they start: every start but a host's first finds
 * them read, and a hundred first starts would be most of what the tests take.
 */
export async function setup(project: TestProject): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'foyer-warm-'));
  const file = join(folder, 'foyer.sqlite');
  const program = async (path: string) => import(pathToFileURL(resolve('dist/src', path)).href);
  const [{ openStore }, { openLibrary }] = [await program('storage/open.js'), await program('catalogue/library.js')];
  const store = await openStore(`sqlite://${file}`);
  await openLibrary(store, [resolve('data/films')], Date.now);
  await store.close();
  project.provide('warmStore', file);
}

export async function teardown(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
