import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { KeyvSqlite } from '@keyv/sqlite';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/storage/open.ts';
import type { KeptStore } from '../../src/storage/store.ts';
import { bringUpToDate, type Migration, migrations } from '../../src/storage/versions.ts';
import { enginesHere } from './engines.ts';

const latest = migrations.at(-1)?.to;

describe.each(await enginesHere())('a store in $name', ({ emptyStoreUrl }) => {
  let url: string;
  let store: KeptStore;

  async function open(): Promise<KeptStore> {
    const opened = await openStore(url);
    onTestFinished(async () => opened.close());
    return opened;
  }

  beforeEach(async () => {
    url = await emptyStoreUrl();
    store = await open();
  });

  test('says in which format it is', async () => {
    expect(await store.get('store:version')).toEqual({ version: latest });
  });

  test('of a newer Foyer is refused, and left as it is', async () => {
    await store.put('store:version', { version: 1000, by: 'a newer one' });
    await expect(open()).rejects.toMatchObject({
      name: 'StoreUnusable',
      where: store.where,
      message: `a newer Foyer wrote it, in format 1000, and this one knows formats up to ${latest}: upgrade Foyer`,
    });
    expect(await store.entries('')).toEqual([{ key: 'store:version', value: { version: 1000, by: 'a newer one' } }]);
  });

  test('that does not say so in words that are understood is refused', async () => {
    await store.put('store:version', 'two');
    await expect(open()).rejects.toThrow('it does not say in which format it is');
  });

  test('of an older Foyer is brought up to date, step by step, after a backup', async () => {
    const done: string[] = [];
    const step = (to: number, concerned = true): Migration => ({
      to,
      concerns: async () => concerned,
      run: async (opened) => {
        done.push(`to ${to}`);
        await opened.put('record', { version: to });
      },
    });
    const backUp = async (from: number) => {
      done.push(`backup of ${from}`);
      return 'there';
    };
    await store.put('record', { version: 2 });
    await store.put('store:version', { version: 2 });
    const steps = [step(2), step(3), step(4, false), step(5)];
    expect(await bringUpToDate(store, backUp, steps)).toBe('there');
    expect(done).toEqual(['backup of 2', 'to 3', 'to 5']);
    expect(await store.get('record')).toEqual({ version: 5 });
    expect(await store.get('store:version')).toEqual({ version: 5 });
    expect(await bringUpToDate(store, backUp, steps)).toBeUndefined();
    expect(done).toHaveLength(3);
  });

  test('whose step fails stays in the format before, and is brought up to date the next time', async () => {
    let fails = true;
    const step: Migration = {
      to: 4,
      concerns: async () => true,
      run: async () => {
        if (fails) throw new Error('the disk is full');
      },
    };
    await expect(bringUpToDate(store, async () => 'there', [step])).rejects.toThrow('the disk is full');
    expect(await store.get('store:version')).toEqual({ version: 3 });
    fails = false;
    expect(await bringUpToDate(store, async () => 'there', [step])).toBe('there');
    expect(await store.get('store:version')).toEqual({ version: 4 });
  });
});

test('a SQLite file from before formats were numbered gets its rows in order; a backup of it lies beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-format-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'foyer.sqlite');
  const before = new KeyvSqlite(`sqlite://${file}`);
  for (const key of ['b', 'a', 'c']) await before.set(key, JSON.stringify({ value: key }));
  await before.close();

  const store = await openStore(`sqlite://${file}`);
  onTestFinished(async () => store.close());
  expect(await store.sqlite?.isHeap()).toBe(false);
  expect((await store.entries('')).map(({ key }) => key)).toEqual(['a', 'b', 'c', 'store:version']);

  const [backup, ...others] = (await readdir(dirname(file))).filter((name) => name.includes('.format-1.'));
  expect(others).toEqual([]);
  const old = new KeyvSqlite(`sqlite://${join(folder, backup ?? '')}`);
  onTestFinished(async () => old.close());
  expect(await old.query('SELECT key FROM keyv ORDER BY key')).toEqual([{ key: 'a' }, { key: 'b' }, { key: 'c' }]);

  const again = await openStore(`sqlite://${file}`);
  await again.close();
  expect((await readdir(folder)).filter((name) => name.includes('.format-1.'))).toHaveLength(1);
});

test('polls from before they were marked are marked where something is still to be done about them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-format-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const url = `sqlite://${join(folder, 'foyer.sqlite')}`;
  const before = await openStore(url);
  await before.putAll([
    { key: 'store:version', value: { version: 2 } },
    { key: 'matchup:100000000000000001:open', value: { status: { kind: 'open' } } },
    { key: 'matchup:100000000000000001:unsaid', value: { status: { kind: 'closed', at: 1, announced: false } } },
    { key: 'matchup:100000000000000001:said', value: { status: { kind: 'closed', at: 1, announced: true } } },
  ]);
  await before.close();
  const store = await openStore(url);
  onTestFinished(() => store.close());
  expect((await store.entries('due:')).map(({ key }) => key)).toEqual([
    'due:100000000000000001:open',
    'due:100000000000000001:unsaid',
  ]);
});
