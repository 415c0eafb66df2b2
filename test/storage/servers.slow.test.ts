import { setTimeout as passes } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/storage/open.ts';
import { StoreUnusable } from '../../src/storage/store.ts';
import { enginesHere } from './engines.ts';
import { lineTo, serverSaying } from './line.ts';

const servers = (await enginesHere()).filter(({ name }) => name !== 'sqlite');
/** Members are answered within three seconds. */
const tooLong = 3000;

/** How the call fails, and that it does so in time. */
async function failureOf(call: Promise<unknown>): Promise<StoreUnusable> {
  const start = performance.now();
  const failure: unknown = await call.then(
    () => 'it did not fail',
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(StoreUnusable);
  expect(performance.now() - start).toBeLessThan(tooLong);
  if (!(failure instanceof StoreUnusable)) throw failure;
  return failure;
}

/** Keeps this process from doing anything else, as reading a thousand content files may. */
function busyFor(milliseconds: number): void {
  const start = performance.now();
  while (performance.now() - start < milliseconds);
}

async function whyNot(url: string): Promise<string> {
  const { message, where } = await failureOf(openStore(url));
  expect(`${message} ${where}`).not.toMatch(/secret|alice/);
  return message;
}

describe.each(servers)('a store in $name', ({ emptyStoreUrl }) => {
  async function overALine() {
    const url = new URL(await emptyStoreUrl());
    const line = await lineTo(Number(url.port));
    url.port = String(line.port);
    const open = async () => {
      const store = await openStore(url.href);
      onTestFinished(async () => {
        await line.mend();
        await store.close().catch(() => {});
      });
      return store;
    };
    return { line, open };
  }

  test.each(['cut', 'freeze'] as const)(
    'says so in time while its server is away (%s), and goes on by itself',
    async (how) => {
      const { line, open } = await overALine();
      const store = await open();
      await store.put('before', 1);
      await line[how]();
      const calls = [
        store.get('before'),
        store.entries(''),
        store.lines(''),
        store.put('during', 1),
        store.put('during:2', 1),
        store.delete('during'),
        store.deleteAll('during'),
      ];
      const failures = await Promise.all(calls.map(failureOf));
      expect(new Set(failures.map(({ where }) => where)).size).toBe(1);
      for (const { message } of failures) {
        expect(message).toMatch(
          /^(?:the connection to the server is gone|no server answers there|the server does not answer)$/,
        );
      }
      await failureOf(store.put('during', 1));
      await line.mend();
      await expect
        .poll(async () => store.put('after', 2).then(() => 'written', String), { timeout: 15_000 })
        .toBe('written');
      expect(await store.get('before')).toBe(1);
      expect(await store.get('after')).toBe(2);
    },
  );

  test('is not opened while its server hangs, and that is said in time', async () => {
    const { line, open } = await overALine();
    line.freeze();
    expect((await failureOf(open())).message).toBe('the server does not answer');
  });

  test('counts as answering when it was this process that had no time to listen', async () => {
    const store = await openStore(await emptyStoreUrl());
    onTestFinished(() => store.close());
    await store.put('before', 1);
    const asked = [store.get('before'), store.entries('before'), store.lines('before'), store.put('during', 1)];
    // Long enough for all of them to be under way.
    await passes(1);
    busyFor(5000);
    expect(await Promise.all(asked)).toEqual([1, [{ key: 'before', value: 1 }], '\t{"value":1}', undefined]);
    // Nothing is under way, and what comes next is called before anything else can happen.
    await passes(10);
    busyFor(5000);
    expect(await store.get('during')).toBe(1);
  });

  test('is reached on another connection when the one to it hears nothing any more', async () => {
    const { line, open } = await overALine();
    const store = await open();
    await store.put('before', 1);
    line.lose();
    await expect.poll(async () => store.get('before').catch(String), { timeout: 15_000 }).toBe(1);
  });

  test('is open to several at once, from the first moment on', async () => {
    const url = await emptyStoreUrl();
    const stores = await Promise.all(Array.from({ length: 4 }, async () => openStore(url)));
    await Promise.all(stores.map(async (store, index) => store.put(`by:${index}`, index)));
    const [first] = stores;
    expect(await first?.entries('by:')).toHaveLength(4);
    for (const store of stores) await store.close();
  });
});

describe('a server that cannot be used ends the start with what is wrong, and without the password', () => {
  test.each(['redis', 'rediss', 'valkey', 'postgresql', 'postgres'])('%s: where nobody listens', async (scheme) => {
    const place = '127.0.0.1:9/1';
    const failure = await failureOf(openStore(`${scheme}://alice:secret@${place}`));
    expect({ message: failure.message, where: failure.where }).toEqual({
      message: 'no server answers there',
      where: `${scheme}://${place}`,
    });
  });

  test.each(['redis', 'postgresql'])('%s: a name that does not exist', async (scheme) => {
    expect(await whyNot(`${scheme}://alice:secret@no-such-host.invalid/1`)).toBe('there is no server of that name');
  });

  test.each([
    ['NOAUTH Authentication required.', 'the server refuses its name or password'],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'the server refuses its name or password'],
    [
      'NOPERM this user has no permissions',
      'the server does not permit what Foyer needs: reading, writing, SCAN and INFO',
    ],
    [
      'READONLY You can’t write against a read only replica.',
      'the server is a replica, which can only be read: name the primary',
    ],
    ['OOM command not allowed when used memory > ‘maxmemory’.', 'the server’s memory is full'],
    [
      'MISCONF Redis is configured to save RDB snapshots',
      'the server cannot write its files, and takes nothing until it can',
    ],
    ['LOADING Redis is loading the dataset in memory', 'the server is still reading its files'],
    ['ERR DB index is out of range', 'the server has no database of that number'],
    ['MOVED 1 10.0.0.1:6379', 'the server is part of a cluster, which Foyer does not speak to: name a single server'],
  ])('Redis that says %s', async (answer, why) => {
    const port = await serverSaying(`-${answer}\r\n`.repeat(20));
    expect(await whyNot(`redis://alice:secret@127.0.0.1:${port}`)).toBe(why);
  });

  test('TLS that the server does not speak', async () => {
    const port = await serverSaying('N');
    expect(await whyNot(`postgresql://alice:secret@127.0.0.1:${port}/db?sslmode=verify-full`)).toBe(
      'the server and Foyer do not agree on TLS',
    );
    const other = await serverSaying('-ERR unknown command\r\n');
    expect(await whyNot(`rediss://alice:secret@127.0.0.1:${other}`)).toBe('the server and Foyer do not agree on TLS');
  });
});

describe.each(servers.filter(({ name }) => name === 'postgresql'))('$name that', ({ emptyStoreUrl }) => {
  test.each([['has no such database', '/no_such_database', 'the server has no database of that name: make it first']])(
    '%s',
    async (_, path, why) => {
      const url = new URL(await emptyStoreUrl());
      url.pathname = path;
      expect(await whyNot(url.href)).toBe(why);
    },
  );

  test('is being read for long: it is cleaned all the same, and votes go on', async () => {
    const url = await emptyStoreUrl();
    const store = await openStore(url);
    onTestFinished(() => store.close());
    await store.put('vote', 1);
    const { default: pg } = await import('pg');
    const reader = new pg.Client({ connectionString: url });
    await reader.connect();
    onTestFinished(() => reader.end());
    await reader.query('BEGIN; SELECT count(*) FROM public.keyv');
    await Promise.all([store.scrub(), store.put('vote', 2)]);
    expect(await store.get('vote')).toBe(2);
  });

  test('knows no such user', async () => {
    const url = new URL(await emptyStoreUrl());
    url.username = 'no_such_user';
    url.password = 'secret';
    expect(await whyNot(url.href)).toBe('the server does not let that user in');
  });

  test('has a table of Keyv’s own: it is used, with its keys in another order', async () => {
    const url = await emptyStoreUrl();
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('CREATE TABLE public.keyv (key VARCHAR(255) COLLATE "en-x-icu" PRIMARY KEY, value TEXT)');
    await client.query(
      `INSERT INTO public.keyv VALUES ('b', '{"value":1}'), ('B', '{"value":2}'), ('a', '{"value":3}')`,
    );
    await client.end();
    const store = await openStore(url);
    expect((await store.entries('')).map(({ key }) => key)).toEqual(['B', 'a', 'b', 'store:version']);
    await store.close();
  });
});
