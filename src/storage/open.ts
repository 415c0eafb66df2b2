import { openPostgres } from './postgres.ts';
import { openRedis } from './redis.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

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
export async function openStore(url: string): Promise<Store> {
  const server = serverOf(url);
  if (server) return server.open(url, server.where);
  return openSqlite(url.replace(fileForm, '$1'));
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
