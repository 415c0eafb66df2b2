import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from './json.ts';
import type { SavedLoopback } from './loopback.ts';
import { type FileBytes, savedWorld } from './saved-world.ts';

/*
 * What the playground keeps between two runs: `world.json`, replaced as a whole, and the files of messages, each
 * written once. The bot's own store lies beside them.
 */

/** All that is kept. */
export interface PlaygroundState {
  readonly loopback: SavedLoopback;
  /** How far time was moved on, in milliseconds. */
  readonly ahead: number;
}

/** What was found, or is to be kept. */
export interface KeptState {
  readonly state: PlaygroundState;
  readonly files: FileBytes;
}

/** Where the playground's state is kept. */
export interface StateStore {
  /** What the last run left; undefined where there is nothing, or nothing that can be read. */
  readonly found: KeptState | undefined;
  /** Where the bot keeps its data. */
  readonly botStoreUrl: string;
  /** Saves soon; many changes together are saved once. */
  saveSoon(): void;
  /** Saves now. Resolves when the state is on the disk. */
  save(): Promise<void>;
}

const stored = z.object({
  version: z.literal(1),
  ahead: z.number().nonnegative(),
  token: z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  lastId: z.string().regex(/^\d{17,20}$/),
  world: savedWorld,
  commands: z
    .array(
      z.object({ serverId: z.string().optional(), definitions: z.array(z.record(z.string(), z.unknown())).readonly() }),
    )
    .readonly(),
});

const worldFile = 'world.json';
const filesFolder = 'attachments';
const botStore = 'foyer.sqlite';
const ours = [
  worldFile,
  `${worldFile}.new`,
  filesFolder,
  ...['', '-wal', '-shm', '-journal'].map((end) => botStore + end),
];
const pauseBeforeSaving = 300;

/** Opens what is kept in a folder. `fresh` forgets it first; `current` says what is to be kept whenever it is saved. */
export async function openStateStore({
  folder,
  fresh,
  current,
  log,
}: {
  readonly folder: string;
  readonly fresh: boolean;
  readonly current: () => KeptState;
  readonly log: (line: string) => void;
}): Promise<StateStore> {
  const inFolder = (...names: readonly string[]) => join(folder, ...names);
  await mkdir(inFolder(filesFolder), { recursive: true });
  if (fresh) await forget(folder);

  const found = await read(folder, log);
  const written = new Set(await readdir(inFolder(filesFolder)));
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const { state, files } = current();
    for (const [id, bytes] of files) {
      if (written.has(id)) continue;
      await writeFile(inFolder(filesFolder, id), bytes);
      written.add(id);
    }
    const { loopback, ahead } = state;
    const text = JSON.stringify({ version: 1, ahead, ...loopback } satisfies z.input<typeof stored>);
    await replace(inFolder(worldFile), text);
    for (const id of written) {
      if (files.has(id)) continue;
      await rm(inFolder(filesFolder, id), { force: true });
      written.delete(id);
    }
  };

  /** Saves one after the other, and goes on after a failure: the next one may succeed. */
  const save = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    last = last.then(write).catch((error: unknown) => log(`The playground could not be saved: ${reason(error)}`));
    return last;
  };

  return {
    found,
    botStoreUrl: `sqlite://${inFolder(botStore)}`,
    save,
    saveSoon: () => {
      timer ??= setTimeout(() => void save(), pauseBeforeSaving);
    },
  };
}

/** Whoever reads the file finds the old text or the new one, also after a power cut. */
async function replace(path: string, text: string): Promise<void> {
  const next = `${path}.new`;
  // The bot's token is in it: not for other people of this machine.
  const file = await open(next, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, path);
}

async function forget(folder: string): Promise<void> {
  for (const name of ours) await rm(join(folder, name), { recursive: true, force: true });
  await mkdir(join(folder, filesFolder));
}

async function read(folder: string, log: (line: string) => void): Promise<KeptState | undefined> {
  const text = await readFile(join(folder, worldFile), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = stored.safeParse(parseJson(text));
  if (!parsed.success) {
    const aside = await putAside(folder);
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ? ` at ${issue.path.join('.')}` : '';
    log(
      `The playground's state could not be read (${issue?.message}${where}); it is now in ${aside}, a new one begins.`,
    );
    return undefined;
  }
  const { version: _, ahead, ...loopback } = parsed.data;
  const ids = loopback.world.rooms.flatMap(({ messages }) =>
    messages.flatMap(({ files }) => files.map(({ id }) => id)),
  );
  const files = new Map<string, Uint8Array>();
  for (const id of ids) {
    const bytes = await readFile(join(folder, filesFolder, id)).catch(() => undefined);
    if (bytes) files.set(id, bytes);
  }
  return { state: { loopback, ahead }, files };
}

/** Moves everything into a folder of its own: the bot's data speaks of servers that the new world does not have. */
async function putAside(folder: string): Promise<string> {
  const aside = join(folder, `unreadable-${new Date().toISOString().replaceAll(':', '-')}`);
  await mkdir(aside);
  for (const name of ours) await rename(join(folder, name), join(aside, name)).catch(() => {});
  await mkdir(join(folder, filesFolder), { recursive: true });
  return aside;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
