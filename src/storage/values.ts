import { z } from 'zod';
import type { Entry } from './store.ts';
import type { Row } from './writes.ts';

/*
 * How every engine keeps an entry: the key as it is, the value in Keyv's envelope as JSON text. Keyv's own way of
 * writing values takes a colon at the start of a text for a mark of its own, so it is not used.
 */

const envelope = z.object({ value: z.unknown() });

/** What an engine keeps for a value begins and ends with this. */
export const envelopeEnds = ['{"value":', '}'] as const;

/** No engine keeps longer keys; and of one that begins like this, Keyv would cut the beginning. */
const fitKey = /^(?!namespace:)[ -~]{1,255}$/;

/**
 * The entry as an engine keeps it.
 * @throws RangeError where no engine could: the key is not fit, or the value is no JSON
 */
export function rowOf({ key, value }: Entry): Row {
  return { key: checkedKey(key), value: JSON.stringify({ value }) };
}

/** Whether a store can have such a key. */
export const isKey = (key: string): boolean => fitKey.test(key);

/** @throws RangeError where no store can have such a key */
export function checkedKey(key: string): string {
  if (!isKey(key)) throw new RangeError(`${JSON.stringify(key.slice(0, 300))} cannot be a key`);
  return key;
}

/** @throws Error naming the key where that is not what Foyer writes */
export function entryOf({ key, value }: Row): Entry {
  try {
    return { key, value: envelope.parse(JSON.parse(value)).value };
  } catch {
    throw unreadable(key);
  }
}

/** Names the key alone: the error of JSON.parse would repeat what is stored. */
export const unreadable = (key: string) =>
  new Error(`The record at ${key} cannot be read: it is not what Foyer writes`);
