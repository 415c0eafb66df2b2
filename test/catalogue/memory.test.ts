import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLibrary } from '../../src/catalogue/library.ts';
import { keys } from '../../src/storage/keys.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/store.ts';
import { called, folderWith, shortest } from './files.ts';

/** Long after the files of a test were written. */
const later = () => Date.now() + 60_000;

async function someFiles() {
  const folder = await folderWith({
    'the-film-2001.yaml': shortest,
    'zoo-2001.yaml': called('Zoo'),
    'bad-2001.yaml': 'title: 1',
  });
  const store = await openStore(`sqlite://${join(await folderWith({}), 'foyer.sqlite')}`);
  const open = async (now = later) => openLibrary(store, [folder], now);
  return { folder, store, open };
}

/** Puts another title into what is remembered, so that it shows where a title comes from. */
async function mark(store: Store, title: string): Promise<void> {
  const [first] = (await store.entries('content:')).filter(({ key }) => key.includes(':summaries:'));
  if (!first) throw new Error('nothing is remembered');
  await store.put(first.key, JSON.parse(JSON.stringify(first.value).replaceAll('"Zoo"', JSON.stringify(title))));
}

const zooOf = ({ catalogue }: Awaited<ReturnType<typeof openLibrary>>) => catalogue.find('zoo-2001').title;

describe('a start with the same files as before', () => {
  test('takes what was read then, mistakes included', async () => {
    const { store, open } = await someFiles();
    const first = await open();
    await mark(store, 'Zoo, remembered');
    const second = await open();
    expect(zooOf(second)).toBe('Zoo, remembered');
    expect(second.mistakes).toEqual(first.mistakes);
    expect(second.mistakes.length).toBeGreaterThan(0);
    expect((await second.catalogue.film('zoo-2001')).title).toBe('Zoo');
  });

  test.each([
    ['is gone', async (store: Store) => store.deleteAll(keys.allContentFiles)],
    ['has lost a part', async (store: Store) => deleteSummaries(store)],
    [
      'is something else',
      async (store: Store) => replaceSummaries(store, { version: 1, summaries: [{ title: 'Zoo' }] }),
    ],
    ['has an index that is none', async (store: Store) => spoilIndex(store)],
    ['leads to content that is not whole', async (store: Store) => store.deleteAll(keys.contentManifests)],
  ])('reads them again where what is remembered %s', async (_, spoil) => {
    const { store, open } = await someFiles();
    await open();
    await mark(store, 'Zoo, remembered');
    await spoil(store);
    expect(zooOf(await open())).toBe('Zoo');
    expect(zooOf(await open())).toBe('Zoo');
  });
});

describe('a start reads the files anew', () => {
  test('that were changed, even to the same length and with the old time of change', async () => {
    const { folder, open } = await someFiles();
    await open();
    const file = join(folder, 'zoo-2001.yaml');
    await writeFile(file, called('Zap'));
    await utimes(file, new Date(0), new Date(0));
    expect(zooOf(await open())).toBe('Zap');
  });

  test('when one came or went', async () => {
    const { folder, open } = await someFiles();
    expect((await open()).catalogue.size).toBe(2);
    await rm(join(folder, 'zoo-2001.yaml'));
    expect((await open()).catalogue.size).toBe(1);
    await writeFile(join(folder, 'zoo-2001.yaml'), called('Zoo'));
    expect((await open()).catalogue.size).toBe(2);
  });

  test('that changed just now: they might change again within a tick of the file system', async () => {
    const { store, open } = await someFiles();
    await open(Date.now);
    expect(await store.entries(keys.allContentFiles)).toEqual([]);
  });
});

test('what a file was read as is forgotten with its content', async () => {
  const { folder, store, open } = await someFiles();
  const day = 24 * 60 * 60 * 1000;
  await open();
  await writeFile(join(folder, 'zoo-2001.yaml'), called('Zap'));
  await open(() => later() + 31 * day);
  expect(await store.entries(keys.allContentFiles)).toHaveLength(1);
  expect(await store.entries(keys.contentManifests)).toHaveLength(1);
});

const summariesOf = async (store: Store) =>
  (await store.entries('content:')).filter(({ key }) => key.includes(':summaries:'));

async function deleteSummaries(store: Store): Promise<void> {
  await store.deleteKeys((await summariesOf(store)).map(({ key }) => key));
}

async function replaceSummaries(store: Store, value: unknown): Promise<void> {
  await store.putAll((await summariesOf(store)).map(({ key }) => ({ key, value })));
}

async function spoilIndex(store: Store): Promise<void> {
  const all = (await store.entries('content:')).filter(({ key }) => key.endsWith(':index'));
  await store.putAll(all.map(({ key }) => ({ key, value: { version: 1, index: 'AAAA' } })));
}
