import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { loadConfig } from './config.ts';
import { complain, exitCodes, NotDone, say } from './farewell.ts';
import { copyEntries, differences, finishCopy, makeRoom } from './storage/copy.ts';
import { keys } from './storage/keys.ts';
import { isStoreUrl, openForCopy, openStore } from './storage/open.ts';
import { restoreInto } from './storage/restoring.ts';
import type { KeptStore } from './storage/store.ts';
import { checkStore } from './store-check.ts';
import { runTool } from './tool.ts';

const usage = `npm run store -- copy FROM TO [--overwrite]
npm run store -- check [STORE]
npm run store -- backup FILE [STORE]
npm run store -- restore FILE [STORE]

  copy     puts everything of one store into another of any engine, and compares both at the end; the bot is stopped
           meanwhile. Done again after it was cut short, it begins anew; until then, no bot starts on the other.
  check    says what does not fit together in the store
  backup   puts a copy of one moment into a file, while the bot runs (SQLite)
  restore  puts everything of such a file in the place of everything in the store, while the bot runs (SQLite)

  FROM, TO and STORE are as STORE_URL is. STORE left out: STORE_URL itself.
  --overwrite  TO is emptied first, instead of refused`;

/** What the command line asks for. */
type Wish =
  | { readonly what: 'copy'; readonly from: string; readonly to: string; readonly overwrite: boolean }
  | { readonly what: 'check'; readonly store: string | undefined }
  | { readonly what: 'backup' | 'restore'; readonly file: string; readonly store: string | undefined };

/** Undefined where the command line cannot be understood. */
function wishOf(args: readonly string[]): Wish | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { overwrite: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [what, first, second, ...rest] = positionals;
    const { overwrite = false } = values;
    const isStore = (url: string | undefined) => url === undefined || isStoreUrl(url);
    if (rest.length > 0 || !isStore(second)) return undefined;
    if (what === 'copy' && first && second && isStore(first)) return { what, from: first, to: second, overwrite };
    if (overwrite) return undefined;
    if (what === 'check' && second === undefined && isStore(first)) return { what, store: first };
    if ((what === 'backup' || what === 'restore') && first) return { what, file: resolve(first), store: second };
    return undefined;
  } catch {
    return undefined; // An unknown option.
  }
}

/** The STORE_URL of a store that is to be there: a SQLite file would be made. */
async function existing(url: string): Promise<string> {
  const file = /^sqlite:\/\/(.+)/.exec(url)?.[1];
  if (file !== undefined) {
    await access(file).catch(() => {
      throw new NotDone(`There is no store at ${resolve(file)}.`);
    });
  }
  return url;
}

/** Opens the store, and closes it whatever happens. */
async function withStore<T>(url: string, task: (store: KeptStore) => Promise<T>): Promise<T> {
  const store = await openStore(url, (file, format) =>
    say(`The store was in format ${format}. As it was then, it lies in ${file}.`),
  );
  try {
    return await task(store);
  } finally {
    await store.close();
  }
}

async function copy(from: KeptStore, url: string, overwrite: boolean): Promise<number> {
  const { store: to, isHalfFilled } = await openForCopy(url);
  try {
    if (from.where === to.where) throw new NotDone('Both stores are the same one.');
    const isKept = (key: string) => key !== keys.version;
    if ((await firstKey(from, isKept)) === undefined) throw new NotDone(`There is nothing in ${from.where}.`);
    if (isHalfFilled) {
      say(`A copy into ${to.where} was cut short. What it has put there is removed, and this one begins anew.`);
    } else if (!overwrite && (await firstKey(to, isKept)) !== undefined) {
      throw new NotDone(`There is something in ${to.where} already. With --overwrite, it is removed first.`);
    }
    await makeRoom(to);
    const total = await count(from);
    await withBar('copied', total, async (onProgress) => copyEntries(from, to, onProgress));
    const differing = await withBar('compared', total, async (onProgress) => differences(from, to, onProgress));
    if (differing.length > 0) {
      for (const key of differing.slice(0, 20)) complain([`differs: ${key}`]);
      complain([`${differing.length} entries differ: has somebody written meanwhile? Stop the bot, and copy again.`]);
      return exitCodes.different;
    }
    await finishCopy(from, to);
    say(`${total} entries are in ${to.where}, each as it is in ${from.where}.`);
    return exitCodes.stopped;
  } finally {
    await to.close();
  }
}

async function firstKey(store: KeptStore, counts: (key: string) => boolean): Promise<string | undefined> {
  for await (const page of store.pages(() => {})) {
    const entry = page.find(({ key }) => counts(key));
    if (entry) return entry.key;
  }
  return undefined;
}

async function count(store: KeptStore): Promise<number> {
  let entries = 0;
  const unreadable = () => {
    entries += 1;
  };
  for await (const page of store.pages(unreadable)) entries += page.length;
  return entries;
}

async function check(store: KeptStore): Promise<number> {
  const total = await count(store);
  const findings = await withBar('checked', total, async (onProgress) => checkStore(store, onProgress));
  for (const { key, problem } of findings) say(`${key} ${problem}`);
  say(`${total} entries, ${findings.length} findings.`);
  return findings.length > 0 ? exitCodes.different : exitCodes.stopped;
}

function fileOf(store: KeptStore) {
  if (store.sqlite) return store.sqlite;
  throw new NotDone(`${store.where} is no SQLite file: its server makes backups, or copy it into one.`);
}

async function fulfil(wish: Wish): Promise<number> {
  if (wish.what === 'copy') {
    return withStore(await existing(wish.from), async (from) => copy(from, wish.to, wish.overwrite));
  }
  const url = wish.store ?? loadConfig({ STORE_URL: process.env.STORE_URL }).storeUrl;
  return withStore(wish.what === 'restore' ? url : await existing(url), async (store) => {
    if (wish.what === 'check') return check(store);
    const file = fileOf(store);
    if (wish.what === 'backup') {
      await file.backUp(wish.file);
      say(`${store.where} is in ${wish.file}, as it was at one moment.`);
    } else {
      await restoreInto(store, file, wish.file);
      say(`${wish.file} is in ${store.where}. A bot that runs takes it up within a minute.`);
    }
    return exitCodes.stopped;
  });
}

/** With a bar where somebody looks on. */
async function withBar<T>(
  what: string,
  total: number,
  task: (onProgress: (done: number) => void) => Promise<T>,
): Promise<T> {
  const bar = new SingleBar({ format: `${what} {bar} {value} of {total}`, noTTYOutput: false }, Presets.shades_classic);
  bar.start(total, 0);
  try {
    return await task((done) => bar.update(done));
  } finally {
    bar.stop();
  }
}

process.exit(await runTool({ usage, wishOf, fulfil, fault: 'that cannot be done' }));
