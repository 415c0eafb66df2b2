import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

/** The forms of STORE_URL that {@link openStore} understands. */
export const storeUrlForm = /^sqlite:\/\/.+/;

/**
 * Opens the store and proves that it can be read and written.
 * @throws StoreUnusable with what is wrong and where.
 */
export async function openStore(url: string): Promise<Store> {
  return openSqlite(url.replace(/^sqlite:\/\//, ''));
}
