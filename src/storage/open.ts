import { resolve } from 'node:path';
import { copyStore } from './copy.ts';
import { openSqlite } from './sqlite.ts';
import type { KeptStore } from './store.ts';
import { bringUpToDate } from './versions.ts';

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

/**
 * Opens the store and proves that it can be read and written.
 * @throws StoreUnusable with what is wrong and where.
 */
export async function openStore(url: string): Promise<KeptStore> {
  const server = serverOf(url);
  const store = await (server ? server.open(url, server.where) : openSqlite(url.replace(fileForm, '$1')));
  try {
    await bringUpToDate(store, async (from) => backupOf(store, from));
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A copy of the store as it is, before its format changes: beside its own file, or as one in the folder of such files. */
async function backupOf(store: KeptStore, format: number): Promise<string> {
  const name = `format-${format}.${new Date().toISOString().replaceAll(/[:.]/g, '-')}.sqlite`;
  if (store.sqlite) {
    const file = `${store.where}.${name}`;
    await store.sqlite.backUp(file);
    return file;
  }
  const file = resolve('storage', name);
  const backup = await openSqlite(file);
  try {
    await copyStore(store, backup);
  } finally {
    await backup.close();
  }
  return file;
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
