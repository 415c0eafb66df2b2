import fc from 'fast-check';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/store.ts';
import { enginesHere } from './engines.ts';

/** Every engine keeps the same promises. */
describe.each(await enginesHere())('a store in $name', ({ emptyStoreUrl, rawBytes }) => {
  let url: string;
  let store: Store;

  async function open(): Promise<Store> {
    const opened = await openStore(url);
    onTestFinished(() => opened.close().catch(() => {}));
    return opened;
  }

  const keysUnder = async (prefix: string) => (await store.entries(prefix)).map(({ key }) => key);

  beforeEach(async () => {
    url = await emptyStoreUrl();
    store = await open();
  });

  test('has nothing at a key that was never written', async () => {
    expect(await store.get('rating:1:film:a-2000:2')).toBeUndefined();
    expect(await store.entries('rating:')).toEqual([]);
  });

  test('gives back what was put, and the later value of two', async () => {
    await store.put('a', { version: 1, steps: 7 });
    expect(await store.get('a')).toEqual({ version: 1, steps: 7 });
    await store.put('a', { version: 1, steps: 8 });
    expect(await store.get('a')).toEqual({ version: 1, steps: 8 });
    expect(await store.entries('a')).toEqual([{ key: 'a', value: { version: 1, steps: 8 } }]);
  });

  test('has nothing any more at a key that was deleted; deleting it again is no fault', async () => {
    await store.put('a', 1);
    await store.delete('a');
    await store.delete('a');
    expect(await store.get('a')).toBeUndefined();
  });

  test.each([
    ['null', null],
    ['false', false],
    ['zero', 0],
    ['an empty text', ''],
    ['a fraction', 0.1],
    ['a large number', Number.MAX_SAFE_INTEGER],
    ['a text in every script', 'Ænéas \u202e 私を離さないで 🎬 \u0000 \ud83d"\\\n'],
    ['a text that begins with a colon', ':o'],
    ['a text that looks like bytes to Keyv', ':base64:AAAA'],
    ['an empty list', []],
    ['an empty record', {}],
    ['a nested value', { a: [1, { b: null, ':c': '::' }], __proto__x: true, toJSON: 'x', value: { value: 1 } }],
    ['a long text', 'tea '.repeat(50_000)],
  ])('keeps %s, whichever way it is written and read', async (_, value) => {
    await store.put('value:put', value);
    await store.putAll([{ key: 'value:put-all', value }]);
    expect(await store.get('value:put')).toEqual(value);
    expect(await store.get('value:put-all')).toEqual(value);
    expect((await store.entries('value:')).map((entry) => entry.value)).toEqual([value, value]);
  });

  test('keeps any JSON value, whichever way it is written and read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        // -0 is not JSON.
        const plain: unknown = JSON.parse(JSON.stringify(value));
        await store.put('value:put', plain);
        await store.putAll([{ key: 'value:put-all', value: plain }]);
        expect(await store.get('value:put')).toEqual(plain);
        expect(await store.get('value:put-all')).toEqual(plain);
        expect((await store.entries('value:')).map((entry) => entry.value)).toEqual([plain, plain]);
      }),
      { numRuns: 100 },
    );
  });

  test('a prefix that ends with its separator is no other’s beginning', async () => {
    await store.putAll(['rating:1:x', 'rating:10:x', 'rating:1', 'rating:', 'rating', 'ratings:1:x'].map(entryWith));
    expect(await keysUnder('rating:1:')).toEqual(['rating:1:x']);
    expect(await keysUnder('rating:')).toEqual(['rating:', 'rating:1', 'rating:10:x', 'rating:1:x']);
    await store.deleteAll('rating:1:');
    expect(await keysUnder('rating')).toEqual(['rating', 'rating:', 'rating:1', 'rating:10:x', 'ratings:1:x']);
  });

  test('takes no character of a prefix for a wildcard, and no case for the other', async () => {
    await store.putAll(['a_b', 'aXb', 'a%b', 'a*b', 'a?b', 'a[b', 'A_b'].map(entryWith));
    for (const prefix of ['a_', 'a%', 'a*', 'a?', 'a[', 'A']) {
      expect(await keysUnder(prefix)).toEqual([prefix === 'A' ? 'A_b' : `${prefix}b`]);
    }
    await store.deleteAll('a_');
    await store.deleteAll('a%');
    expect(await keysUnder('a')).toEqual(['a*b', 'a?b', 'aXb', 'a[b']);
  });

  test('lists entries in the order of their keys, however they were written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.stringMatching(/^[!-~]{1,60}$/), { maxLength: 40 }), async (rest) => {
        await store.deleteAll('order:');
        const keys = rest.map((each) => `order:${each}`);
        await Promise.all(keys.map(async (key) => store.put(key, key)));
        const sorted = [...keys].sort();
        expect(await store.entries('order:')).toEqual(sorted.map((key) => ({ key, value: key })));
      }),
      { numRuns: 25 },
    );
  });

  test('gives entries as lines of what it keeps, in the order of their keys', async () => {
    expect(await store.lines('line:')).toBe('');
    await store.putAll([
      { key: 'line:b', value: 'two\nlines\tand a tab' },
      { key: 'line:a:1', value: { version: 1 } },
      { key: 'other', value: 1 },
      { key: 'line:', value: null },
    ]);
    const lines = ['\t{"value":null}', 'a:1\t{"value":{"version":1}}', 'b\t{"value":"two\\nlines\\tand a tab"}'];
    expect(await store.lines('line:')).toBe(lines.join('\n'));
    if (!store.values) return;
    expect(await store.values('line:')).toBe(lines.map((line) => line.slice(line.indexOf('\t') + 1)).join('\n'));
    expect(await store.values('nothing:')).toBe('');
  });

  test.each(['', 'a\u0000b', 'Ænéas', 'two\nlines', 'namespace:a', 'k'.repeat(256)])(
    'refuses %j as a key',
    async (key) => {
      await expect(store.put(key, 1)).rejects.toThrow(RangeError);
      await expect(store.putAll([entryWith('a'), entryWith(key)])).rejects.toThrow(RangeError);
      await expect(store.delete(key)).rejects.toThrow(RangeError);
      expect(await store.get('a')).toBeUndefined();
      expect(await store.get(key)).toBeUndefined();
    },
  );

  test('takes keys of up to 255 characters', async () => {
    const key = `rating:${'k'.repeat(248)}`;
    await store.put(key, 'long');
    expect(await store.get(key)).toBe('long');
    expect(await keysUnder('rating:')).toEqual([key]);
  });

  test('an un-awaited write of a key never overtakes an earlier one', async () => {
    const writes: Promise<void>[] = [];
    for (let value = 0; value < 200; value += 1) writes.push(store.put('one', value));
    writes.push(store.delete('one'), store.put('one', 'the last'));
    await Promise.all(writes);
    expect(await store.get('one')).toBe('the last');
  });

  test('nor does one of many keys at once, or a removal of many', async () => {
    for (let round = 0; round < 30; round += 1) {
      await Promise.all([
        store.put('many:a', 'first'),
        store.put('many:a', 'second'),
        store.putAll([
          { key: 'many:a', value: 'third' },
          { key: 'many:b', value: 'third' },
        ]),
        store.put('many:b', 'fourth'),
        store.put('many:c', 'first'),
      ]);
      expect((await store.entries('many:')).map(({ value }) => value)).toEqual(['third', 'fourth', 'first']);
      await Promise.all([
        store.put('many:a', 'first'),
        store.put('many:a', 'second'),
        store.deleteAll('many:'),
        store.put('many:b', 'after'),
      ]);
      expect(await store.entries('many:')).toEqual([{ key: 'many:b', value: 'after' }]);
      await store.deleteAll('many:');
    }
  });

  test('writes many keys at once: of two entries with one key, the later; of none, nothing', async () => {
    await store.putAll([]);
    await store.put('b', 'old');
    await store.putAll([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
      { key: 'a', value: 3 },
    ]);
    expect(await Promise.all(['a', 'b'].map(async (key) => store.get(key)))).toEqual([3, 2]);
  });

  test('writes all of many keys or none of them', async () => {
    await store.put('all:a', 'old');
    const entries = [
      { key: 'all:a', value: 'new' },
      { key: 'all:b', value: 'new' },
      // No JSON, so it cannot be written.
      { key: 'all:c', value: 1n },
    ];
    await expect(store.putAll(entries)).rejects.toThrow();
    expect(await store.entries('all:')).toEqual([{ key: 'all:a', value: 'old' }]);
  });

  test('keeps everything over a close, and over a second opening beside the first', async () => {
    await store.put('kept', { at: 1 });
    const beside = await open();
    expect(await beside.get('kept')).toEqual({ at: 1 });
    await beside.put('kept', { at: 2 });
    expect(await store.get('kept')).toEqual({ at: 2 });
    await beside.close();
    await store.close();
    store = await open();
    expect(await store.get('kept')).toEqual({ at: 2 });
  });

  test('finds what begins and ends alike, in the order of the keys: one member’s votes', async () => {
    const votes = [
      'rating:1:film:b:7',
      'rating:1:film:a:7',
      'rating:1:film:a:17',
      'rating:1:film:a:70',
      'rating:2:film:a:7',
    ];
    await store.putAll([...votes, 'ballot:1:x:7'].map(entryWith));
    const found = async (prefix: string, suffix: string) =>
      (await store.entriesOf(prefix, suffix)).map(({ key }) => key);
    expect(await found('rating:', ':7')).toEqual(['rating:1:film:a:7', 'rating:1:film:b:7', 'rating:2:film:a:7']);
    expect(await found('rating:1:', ':7')).toEqual(['rating:1:film:a:7', 'rating:1:film:b:7']);
    expect(await found('', ':7')).toHaveLength(4);
    expect(await found('rating:2:', '')).toEqual(['rating:2:film:a:7']);
    expect(await found('rating:', 'x'.repeat(300))).toEqual([]);
    expect(await store.entriesOf('ballot:', ':7')).toEqual([{ key: 'ballot:1:x:7', value: 'ballot:1:x:7' }]);
  });

  test('takes no character of an ending for a wildcard, and no case for the other', async () => {
    await store.putAll(['k:_a', 'k:%a', 'k:*a', 'k:?a', 'k:[a', 'k:Xa'].map(entryWith));
    for (const suffix of [':_a', ':%a', ':*a', ':?a', ':[a', ':Xa', ':xa']) {
      const found = (await store.entriesOf('k', suffix)).map(({ key }) => key);
      expect(found).toEqual(suffix === ':xa' ? [] : [`k${suffix}`]);
    }
  });

  test('finds by beginning and ending what a look at every key finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[ab:_%]{0,6}$/), { maxLength: 30 }),
        fc.stringMatching(/^[ab:_%]{0,3}$/),
        fc.stringMatching(/^[ab:_%]{0,8}$/),
        async (rest, start, suffix) => {
          await store.deleteAll('ends:');
          const keys = rest.map((each) => `ends:${each}`);
          await store.putAll(keys.map(entryWith));
          const prefix = `ends:${start}`;
          const expected = keys.filter((key) => key.startsWith(prefix) && key.endsWith(suffix)).sort();
          expect((await store.entriesOf(prefix, suffix)).map(({ key }) => key)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('removes the keys it is given and no other; of none, nothing', async () => {
    await store.putAll(['a', 'a:b', 'ab', 'A', 'b"\\'].map(entryWith));
    await store.deleteKeys([]);
    await store.deleteKeys(['a', 'ab', 'ab', 'never there', 'b"\\', '%']);
    expect(await keysUnder('')).toEqual(expect.arrayContaining(['A', 'a:b']));
    expect(await keysUnder('')).toEqual(['A', 'a:b', 'store:version']);
  });

  test('removes twenty thousand keys at once, in the order of the calls', async () => {
    const keys = manyKeys(20_000, () => 'rating:1:film:a-2000:');
    await store.putAll(keys.map(entryWith));
    const [first = ''] = keys;
    await Promise.all([store.put(first, 'before'), store.deleteKeys(keys), store.put(first, 'after')]);
    expect(await store.entries('rating:')).toEqual([{ key: first, value: 'after' }]);
  });

  test('is unchanged by a scrub, also while it is read and written', async () => {
    const keys = manyKeys(2000, () => 'rating:1:film:a-2000:');
    await store.putAll(keys.map(entryWith));
    const votes = keys.slice(0, 50);
    await Promise.all([
      ...votes.map(async (key) => store.put(key, 'changed')),
      store.scrub(),
      ...votes.map(async (key) => store.get(key)),
      store.entries('rating:'),
      store.scrub(),
      store.put('rating:last', 'x'),
    ]);
    expect(await store.entries('rating:')).toHaveLength(2001);
    expect(await store.get(keys[0] ?? '')).toBe('changed');
  });

  if (rawBytes)
    test('leaves no byte of what was deleted or replaced in its files', async () => {
      const bytes = async () => rawBytes?.(url);
      // Writes in no order, one by one, split pages and move rows between them; large values overflow.
      const random = createRandom(7);
      const live = new Map<string, string>();
      const dead = new Set<string>();
      const token = () => String(10n ** 17n + BigInt(Math.floor(random() * 8e9)) * 100_000_007n);
      const write = async (key: string, mark: string) => {
        live.set(key, mark);
        await store.put(
          key,
          `${mark}${'x'.repeat(Math.floor(random() * 300))}${random() < 0.01 ? 'y'.repeat(9000) : ''}`,
        );
      };
      for (let step = 0; step < 3000; step += 1) {
        const known = [...live.keys()];
        const some = known[Math.floor(random() * known.length)];
        if (some === undefined || random() < 0.6) {
          const mark = token();
          await write(`rating:${Math.floor(random() * 5)}:film:x-${Math.floor(random() * 30)}:${mark}`, mark);
        } else if (random() < 0.5) {
          dead.add(live.get(some) ?? '');
          await store.delete(some);
          live.delete(some);
        } else {
          await write(some, live.get(some) ?? '');
        }
      }
      const gone = [...live.keys()].filter((_, index) => index % 2 === 0);
      for (const key of gone) dead.add(live.get(key) ?? '');
      await store.deleteKeys(gone);
      const beside = await open();
      expect(await beside.entries('rating:')).toHaveLength(live.size - gone.length);
      await store.scrub();
      const raw = (await bytes())?.toString('latin1') ?? '';
      expect([...dead].filter((mark) => raw.includes(mark))).toEqual([]);
      expect(dead.size).toBeGreaterThan(500);
      expect(await beside.entries('rating:')).toHaveLength(live.size - gone.length);
    });

  test('rejects every call once it is closed, instead of losing it', async () => {
    await store.close();
    const calls = [
      store.get('a'),
      store.put('a', 1),
      store.putAll([{ key: 'a', value: 1 }]),
      store.delete('a'),
      store.entries('a'),
      store.deleteAll('a'),
      store.entriesOf('a', 'b'),
      store.lines('a'),
      store.deleteKeys(['a']),
      store.scrub(),
    ];
    const settled = await Promise.allSettled(calls);
    expect(settled.map(({ status }) => status)).toEqual(calls.map(() => 'rejected'));
  });

  test('holds more than twenty thousand votes: each is there, and is found under its own prefix', async () => {
    const keys = manyKeys(20_100, (index) => `rating:${index % 2}:film:a-2000:`);
    await store.putAll(keys.map(entryWith));
    const found = await keysUnder('rating:1:film:a-2000:');
    expect(found).toHaveLength(10_050);
    const lines = (await store.lines('rating:')).split('\n').map((line) => `rating:${line.split('\t')[0]}`);
    expect(lines).toEqual([...keys].sort());
    expect(new Set(found)).toEqual(new Set(keys.filter((_, index) => index % 2 === 1)));
    await store.deleteAll('rating:1:');
    expect(await keysUnder('rating:')).toHaveLength(10_050);
  });

  test('takes a thousand votes at the same moment', async () => {
    const keys = manyKeys(1000, () => 'rating:1:film:a-2000:');
    await Promise.all(keys.map(async (key) => store.put(key, key)));
    expect(await keysUnder('rating:')).toEqual([...keys].sort());
  });
});

function entryWith(key: string): { key: string; value: string } {
  return { key, value: key };
}

/** Chance that can be had again: mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Keys as votes have them, each of another member. */
function manyKeys(length: number, prefixOf: (index: number) => string): readonly string[] {
  return Array.from({ length }, (_, index) => `${prefixOf(index)}1${String(index).padStart(17, '0')}`);
}
