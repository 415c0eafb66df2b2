import type { z } from 'zod';
import type { Store } from './store.ts';

/**
 * The record at `key`, or undefined where there is none.
 * @throws Error naming the key when what is stored is not such a record.
 */
export async function readRecord<T extends z.ZodType>(
  store: Store,
  key: string,
  schema: T,
): Promise<z.output<T> | undefined> {
  const value = await store.get(key);
  return value === undefined ? undefined : parseRecord(key, value, schema);
}

/**
 * All records whose keys begin with `prefix`, with the rest of the key.
 * @throws Error naming the key of the first one that is not such a record.
 */
export async function listRecords<T extends z.ZodType>(
  store: Store,
  prefix: string,
  schema: T,
): Promise<readonly { readonly rest: string; readonly record: z.output<T> }[]> {
  const entries = await store.entries(prefix);
  return entries.map(({ key, value }) => ({
    rest: key.slice(prefix.length),
    record: parseRecord(key, value, schema),
  }));
}

function parseRecord<T extends z.ZodType>(key: string, value: unknown, schema: T): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`The record at ${key} cannot be read: ${parsed.error.message}`, { cause: parsed.error });
}
