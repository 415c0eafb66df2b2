import fc from 'fast-check';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../src/storage/open.ts';
import { listRecords, readLines, readRecord, readValues, type WrittenForm } from '../../src/storage/records.ts';
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

describe('many records at once', () => {
  const form: WrittenForm<number> = {
    schema: record.transform(({ steps }) => steps),
    asWritten: /\{"version":1,"steps":(?:10|\d)\}/,
    readAt: (text, start) => Number.parseInt(text.slice(start + '{"version":1,"steps":'.length), 10),
  };

  test('are what a list of them is, and each is found, however it was written', async () => {
    const written = fc.oneof(
      fc.nat({ max: 10 }).map((steps) => ({ version: 1, steps })),
      fc.nat({ max: 10 }).map((steps) => ({ steps, version: 1, colour: 'réd\n\t' })),
      fc.integer({ max: -1 }).map((steps) => ({ version: 1, steps })),
    );
    const rest = fc.stringMatching(/^[ -~]{0,6}$/);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(rest, written, { maxKeys: 12 }), rest, async (records, other) => {
        await store.deleteAll('many:');
        await store.putAll(Object.entries(records).map(([key, value]) => ({ key: `many:${key}`, value })));
        const lines = await readLines(store, 'many:', form);
        const seen: { rest: string; record: number }[] = [];
        lines.each((steps, rest) => seen.push({ rest, record: steps }));
        expect(seen).toEqual(await listRecords(store, 'many:', form.schema));
        const inForm = seen.every(({ record }) => record >= 0) && !JSON.stringify(records).includes('colour');
        expect(await readValues(store, 'many:', form)).toEqual(inForm ? seen.map(({ record }) => record) : undefined);
        for (const key of [...Object.keys(records), other]) {
          expect(lines.find(key)).toBe(Object.hasOwn(records, key) ? records[key]?.steps : undefined);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('are none where there are none', async () => {
    const lines = await readLines(store, 'many:', form);
    lines.each(() => expect.unreachable());
    expect(lines.find('')).toBeUndefined();
    expect(lines.find('a')).toBeUndefined();
  });

  test.each([
    ['of another version', { version: 2, steps: 7 }],
    ['with a value that cannot be', { version: 1, steps: 11 }],
    ['that is no record', 'seven'],
  ])('of which one is a record %s name its key', async (_, value) => {
    await store.put('many:a', { version: 1, steps: 7 });
    await store.put('many:b', value);
    const lines = await readLines(store, 'many:', form);
    expect(lines.find('a')).toBe(7);
    expect(() => lines.find('b')).toThrow('The record at many:b cannot be read');
    expect(() => lines.each(() => {})).toThrow('The record at many:b cannot be read');
    expect(await readValues(store, 'many:', form)).toBeUndefined();
  });
});
