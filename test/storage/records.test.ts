import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../src/storage/open.ts';
import { listRecords, readRecord } from '../../src/storage/records.ts';
import type { Store } from '../../src/storage/store.ts';

const record = z.object({ version: z.literal(1), steps: z.number().int().max(10) });
let store: Store;

beforeEach(async () => {
  store = await openStore('sqlite://:memory:');
  onTestFinished(async () => store.close());
});

test('a record is read, without what it does not know', async () => {
  await store.put('rating:1:2', { version: 1, steps: 7, colour: 'red' });
  expect(await readRecord(store, 'rating:1:2', record)).toEqual({ version: 1, steps: 7 });
});

test('no record is undefined, and no fault', async () => {
  expect(await readRecord(store, 'rating:1:2', record)).toBeUndefined();
  expect(await listRecords(store, 'rating:', record)).toEqual([]);
});

test('records are listed in order, with the rest of their keys', async () => {
  await store.put('rating:1:b', { version: 1, steps: 2 });
  await store.put('rating:1:a:x', { version: 1, steps: 1 });
  await store.put('rating:10:c', { version: 1, steps: 3 });
  expect(await listRecords(store, 'rating:1:', record)).toEqual([
    { rest: 'a:x', record: { version: 1, steps: 1 } },
    { rest: 'b', record: { version: 1, steps: 2 } },
  ]);
});

test.each([
  ['of another version', { version: 2, steps: 7 }],
  ['with a value that cannot be', { version: 1, steps: 11 }],
  ['that is no record', 'seven'],
  ['that is null', null],
  ['that is empty', {}],
])('one %s is a fault that names its key, and never "no record"', async (_, damaged) => {
  await store.put('rating:1:good', { version: 1, steps: 7 });
  await store.put('rating:1:other', damaged);
  await expect(readRecord(store, 'rating:1:other', record)).rejects.toThrow(
    /^The record at rating:1:other cannot be read: /,
  );
  await expect(listRecords(store, 'rating:', record)).rejects.toThrow(/^The record at rating:1:other cannot be read: /);
});

test('what was damaged is told without its value, which could be a member’s', async () => {
  await store.put('rating:1:2', { version: 1, steps: 'a member wrote this' });
  await expect(readRecord(store, 'rating:1:2', record)).rejects.toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('a member wrote this') }),
  );
});
