import { resolve } from 'node:path';
import { copyStore } from './copy.ts';
import { keys } from './keys.ts';
import { openSqlite } from './sqlite.ts';
import { type KeptStore, StoreUnusable } from './store.ts';
import { bringUpToDate, formatOf, isHalfFilled } from './versions.ts';

type OpenServer = (url: string, where: string) => Promise<KeptStore>;

// Loaded where they are asked for: together they take longer to load than SQLite's whole start.
const openRedis: OpenServer = async (url, where) => (await import('./redis.ts')).openRedis(url, where);
const openPostgres: OpenServer = async (url, where) => (await import('./postgres.ts')).openPostgres(url, where);

const servers = {
  'redis:': openRedis,
  'rediss:': openRedis,
  'valkey:': openRedis,
  'postgresql:': openPostgres,
  'postgres:': openPostgres,
};

const fileForm = /^sqlite:\/\/(.+)/;

/** The forms of STORE_URL, for whoever gave another. */
export const storeUrlForms =
  'sqlite://path/to/file.sqlite, redis://user:password@host:6379/0 or postgresql://user:password@host:5432/database';

/** Whether {@link openStore} understands that. */
export function isStoreUrl(url: string): boolean {
  return fileForm.test(url) || serverOf(url) !== undefined;
}

/** Hears where a copy of the store lies as it was before its format changed. */
export type OnBackup = (file: string, format: number) => void;

/**
 * Opens the store and proves that it can be read and written. One in an older format is brought up to date first, after
 * a copy.
 * @throws StoreUnusable with what is wrong and where.
 */
export async function openStore(url: string, onBackup: OnBackup = () => {}): Promise<KeptStore> {
  return opened(url, async (store) => {
    await bringUpToDate(store, async (from) => {
      const file = await backupOf(store, from);
      onBackup(file, from);
      return file;
    });
  });
}

/**
 * Opens a store that a copy is to go into, also one that a copy was cut short in: it is left as it is.
 * @throws StoreUnusable like {@link openStore}
 */
export async function openForCopy(url: string): Promise<{ readonly store: KeptStore; readonly isHalfFilled: boolean }> {
  let isHalf = false;
  const store = await opened(url, async (to) => {
    const format = await to.get(keys.version);
    isHalf = isHalfFilled(format);
    if (!isHalf) formatOf(format, to.where);
  });
  return { store, isHalfFilled: isHalf };
}

async function opened(url: string, prepare: (store: KeptStore) => Promise<void>): Promise<KeptStore> {
  const server = serverOf(url);
  const store = await (server ? server.open(url, server.where) : openSqlite(url.replace(fileForm, '$1')));
  try {
    await prepare(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A copy of the store as it is, before its format changes: beside its own file, or as one in the folder of such files. */
async function backupOf(store: KeptStore, format: number): Promise<string> {
  const name = `format-${format}.${new Date().toISOString().replaceAll(/[:.]/g, '-')}.sqlite`;
  const file = store.sqlite ? `${store.where}.${name}` : resolve('storage', name);
  try {
    if (store.sqlite) await store.sqlite.backUp(file);
    else await copyInto(store, file);
    return file;
  } catch (error) {
    if (!(error instanceof StoreUnusable)) throw error;
    const why = `its format is older, and first a copy of it as it is goes to ${file}, which failed: ${error.message}`;
    throw new StoreUnusable(why, store.where, error);
  }
}

async function copyInto(store: KeptStore, file: string): Promise<void> {
  const backup = await openSqlite(file);
  try {
    await copyStore(store, backup);
  } finally {
    await backup.close();
  }
}

/** Who opens it, and where it is, without the name and the password. */
function serverOf(url: string) {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, host, pathname, username, password } = new URL(url);
  if (!hostname || !isServer(protocol) || !(isDecodable(username) && isDecodable(password))) return undefined;
  const path = protocol.startsWith('postgres') ? /^\/[^/]+$/ : /^\/?\d*$/;
  if (!path.test(pathname) || !isDecodable(pathname)) return undefined;
  return { open: servers[protocol], where: `${protocol}//${host}${pathname}` };
}

function isServer(protocol: string): protocol is keyof typeof servers {
  return Object.hasOwn(servers, protocol);
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
