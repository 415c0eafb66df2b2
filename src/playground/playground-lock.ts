import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from './json.ts';

/*
 * Two playgrounds on one folder would save over each other. Who holds the folder writes down where its page is, with a
 * word that the page answers with: so a lock that a power cut left behind is told from one that is held, which the id
 * of a process, soon given to another, could not do.
 */

const running = new WeakMap<object, string>();

/** Where the playground is that kept another one from starting; undefined for any other error. */
export function addressOfRunning(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? running.get(error) : undefined;
}

function runsAlready(url: string): Error {
  const error = new Error(`The playground runs already, at ${url}.`);
  running.set(error, url);
  return error;
}

/** The answer header in which a page says its word. */
export const lockHeader = 'X-Foyer-Playground';

/** A folder held. */
export interface PlaygroundLock {
  readonly word: string;
  /** Writes down where the page is. */
  hold(url: string): Promise<void>;
  release(): Promise<void>;
}

const written = z.object({ url: z.string(), word: z.string() });
/** A page that has gone refuses at once; one that is there may be slow, on a machine that has much else to do. */
const patience = 10_000;

/** Finds out whether a folder is free. @throws an error that {@link addressOfRunning} knows */
export async function lockFolder(folder: string): Promise<PlaygroundLock> {
  const path = join(folder, 'running.json');
  const { data } = written.safeParse(parseJson(await readFile(path, 'utf8').catch(() => '')));
  if (data && (await wordAt(data.url)) === data.word) throw runsAlready(data.url);
  const word = randomBytes(16).toString('hex');
  return {
    word,
    hold: async (url) => {
      await mkdir(folder, { recursive: true });
      await writeFile(path, JSON.stringify({ url, word }), { mode: 0o600 });
    },
    release: () => rm(path, { force: true }),
  };
}

async function wordAt(url: string): Promise<string | undefined> {
  try {
    const { headers } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(patience) });
    return headers.get(lockHeader) ?? undefined;
  } catch {
    return undefined;
  }
}
