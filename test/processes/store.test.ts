import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyvSqlite } from '@keyv/sqlite';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startBotProcess } from '../../src/playground/bot-process.ts';
import { openForCopy, openStore } from '../../src/storage/open.ts';
import type { Entry } from '../../src/storage/store.ts';
import { entry } from '../foyer.ts';
import { enginesHere } from '../storage/engines.ts';
import { program, runStore } from './store-program.ts';

const guild = '100000000000000001';
const alice = '200000000000000001';
const rating = { key: `rating:${guild}:film:the-film-2001:${alice}`, value: { version: 1, steps: 7, at: 1 } };
let folder: string;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-keep-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  url = `sqlite://${join(folder, 'foyer.sqlite')}`;
});

/** What `npm run store` says to that command line, and what it ends with. */
const run = async (...args: readonly string[]) => runStore(args, { storeUrl: url, cwd: folder });

async function put(at: string, entries: readonly Entry[]): Promise<void> {
  const store = await openStore(at);
  await store.putAll(entries);
  await store.close();
}

async function everythingIn(at: string): Promise<readonly Entry[]> {
  const store = await openStore(at);
  const entries = await store.entries('');
  await store.close();
  return entries;
}

/** Several processes, one after the other. */
const severalTimesOne = { timeout: 60_000 };

describe.each(await enginesHere())('copy to $name', ({ emptyStoreUrl }) => {
  test('and back has every entry as it was, and does not go over what is there unasked', severalTimesOne, async () => {
    const other = await emptyStoreUrl();
    const votes = Array.from({ length: 2500 }, (_, index) => ({
      key: `rating:${guild}:film:x-2001:${200_000_000_000_000_000n + BigInt(index)}`,
      value: { version: 1, steps: 1 + (index % 10), at: index, note: 'Ænéas 私 \u0000 :o' },
    }));
    await put(url, votes);
    const there = await run('copy', url, other);
    expect(there).toMatchObject({ code: 0, said: expect.stringContaining('2501 entries are in') });
    expect(await everythingIn(other)).toEqual(await everythingIn(url));

    const again = await run('copy', url, other);
    expect(again).toMatchObject({ code: 64, complained: expect.stringContaining('There is something in') });
    await put(other, [{ key: 'rating:1:only-there', value: 1 }]);
    expect(await run('copy', url, other, '--overwrite')).toMatchObject({ code: 0 });
    expect(await everythingIn(other)).toEqual(await everythingIn(url));

    const back = `sqlite://${join(folder, 'back.sqlite')}`;
    expect(await run('copy', other, back)).toMatchObject({ code: 0 });
    expect(await everythingIn(back)).toEqual(await everythingIn(url));
  });
});

describe.each(await enginesHere())('a copy to $name that is killed half-way', ({ emptyStoreUrl }) => {
  test('leaves nothing that a bot starts on, and done again begins anew and says so', severalTimesOne, async () => {
    const other = await emptyStoreUrl();
    const votes = Array.from({ length: 40_000 }, (_, index) => ({
      key: `rating:${guild}:film:x-2001:${200_000_000_000_000_000n + BigInt(index)}`,
      value: { version: 1, steps: 7, at: index },
    }));
    await put(url, votes);
    await put(other, [{ key: 'rating:1:only-there', value: 1 }]);

    const child = spawn(process.execPath, [program, 'copy', url, other, '--overwrite'], { cwd: folder });
    const { store: target } = await openForCopy(other);
    const has = async (vote: Entry | undefined) => (await target.get(vote?.key ?? '')) !== undefined;
    while (!(await has(votes[0])));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await has(votes.at(-1))).toBe(false);
    await target.close();

    const cutShort = 'a copy into it was cut short: do that again, with npm run store -- copy FROM TO';
    expect(await run('check', other)).toMatchObject({ code: 74, complained: expect.stringContaining(cutShort) });
    const bot = startBotProcess({ entry, apiUrl: 'http://127.0.0.1:9', token: 'none', storeUrl: other });
    expect(await bot.exited).toBe(74);
    expect(bot.output.stderr).toContain(cutShort);

    const { code, said } = await run('copy', url, other);
    expect({ code, lines: said.trimEnd().split('\n') }).toEqual({
      code: 0,
      lines: [
        expect.stringMatching(
          /^A copy into .* was cut short\. What it has put there is removed, and this one begins anew\.$/,
        ),
        expect.stringMatching(/^40001 entries are in .*, each as it is in /),
      ],
    });
    expect(await run('check', other)).toMatchObject({ code: 0 });
  });
});

describe.each(await enginesHere())('a store of an older Foyer in $name', ({ name, emptyStoreUrl }) => {
  const matchup = { key: `matchup:${guild}:open`, value: { status: { kind: 'open' } } };
  const due = { key: `due:${guild}:open`, value: { version: 1, due: 0 } };

  test('is brought up to date after a copy of it as it was, and that is said', severalTimesOne, async () => {
    const older = await emptyStoreUrl();
    const asItWas = [matchup, rating, { key: 'store:version', value: { version: 2 } }];
    await put(older, asItWas);
    const { said } = await run('check', older);
    const [, file = ''] = /^The store was in format 2\. As it was then, it lies in (.*)\.$/m.exec(said) ?? [];
    // Beside a SQLite file; of a server's, where the program runs.
    if (name !== 'sqlite') expect(file.startsWith(`${await realpath(folder)}/storage/format-2.`)).toBe(true);
    const copy = new KeyvSqlite(`sqlite://${file}`);
    expect(await copy.query('SELECT key, value FROM keyv ORDER BY key')).toEqual(
      asItWas.map(({ key, value }) => ({ key, value: JSON.stringify({ value }) })),
    );
    await copy.close();
    expect(await everythingIn(older)).toEqual([due, matchup, rating, { key: 'store:version', value: { version: 3 } }]);

    // And what it is for: everything of before can be had back, also by today's Foyer.
    expect(await run('copy', `sqlite://${file}`, older, '--overwrite')).toMatchObject({ code: 0 });
    expect(await everythingIn(older)).toContainEqual(rating);
  });

  test.skipIf(name === 'sqlite')('stays as it is where no copy of it can be made', severalTimesOne, async () => {
    const older = await emptyStoreUrl();
    const asItWas = [matchup, { key: 'store:version', value: { version: 2 } }];
    await put(older, asItWas);
    await writeFile(join(folder, 'storage'), 'a file where the folder should be');
    const { code, complained } = await run('check', older);
    expect(code).toBe(74);
    expect(complained).toContain('its format is older, and first a copy of it as it is goes to ');
    const { store } = await openForCopy(older);
    onTestFinished(async () => store.close());
    expect(await store.entries('')).toEqual(asItWas);
  });
});

test(
  'backup puts one moment into a file while votes come in, and restore brings it back beside whoever reads',
  severalTimesOne,
  async () => {
    await put(url, [rating]);
    const running = await openStore(url);
    onTestFinished(async () => running.close());
    let stop = false;
    let votes = 0;
    const voting = (async () => {
      while (!stop) {
        votes += 1;
        // Both or neither are in a moment.
        await running.putAll([
          { key: 'a:vote', value: votes },
          { key: 'z:vote', value: votes },
        ]);
      }
    })();
    const file = join(folder, 'backup.sqlite');
    const made = await run('backup', file);
    expect(made).toEqual({
      code: 0,
      complained: '',
      said: `${join(folder, 'foyer.sqlite')} is in ${file}, as it was at one moment.\n`,
    });
    expect(await run('backup', file)).toMatchObject({
      code: 74,
      complained: expect.stringContaining(`there is something at ${file} already`),
    });

    await running.put('later', 1);
    expect(await run('restore', file)).toMatchObject({ code: 0 });
    stop = true;
    await voting;
    expect(await running.get('later')).toBeUndefined();
    expect(await running.get(rating.key)).toEqual(rating.value);
    const backup = await everythingIn(`sqlite://${file}`);
    const moment = new Map(backup.map(({ key, value }) => [key, value]));
    expect(moment.get('a:vote')).toBe(moment.get('z:vote'));
  },
);

test('restore refuses what is no whole backup, and leaves everything as it is', severalTimesOne, async () => {
  await put(url, [rating]);
  const notes = join(folder, 'notes.txt');
  await writeFile(notes, 'Shopping: tea.\n'.repeat(500));
  const half = join(folder, 'half.sqlite');
  await run('backup', half);
  await copyFile(half, `${half}.cut`);
  await writeFile(`${half}.cut`, 'SQLite format 3\u0000');
  for (const file of [notes, `${half}.cut`, join(folder, 'not-there.sqlite')]) {
    expect(await run('restore', file)).toMatchObject({
      code: 74,
      complained: expect.stringContaining(`${file} is not a whole backup`),
    });
  }
  expect(await everythingIn(url)).toContainEqual(rating);
});

test('check finds what does not fit together, and nothing in a store that does', severalTimesOne, async () => {
  await put(url, [rating]);
  expect(await run('check')).toMatchObject({ code: 0, said: expect.stringContaining('2 entries, 0 findings.\n') });
  await put(url, [
    { key: `rating:${guild}:film:the-film-2001:200000000000000002`, value: { version: 1, steps: 11, at: 1 } },
    { key: `ballot:${guild}:gone:${alice}`, value: { version: 1, side: 'book', at: 1 } },
    { key: `stale-card:${guild}:lost`, value: true },
    { key: 'something:else', value: 1 },
    { key: 'content:current', value: { version: 1, hash: 'abc' } },
    { key: 'content-manifest:def', value: { version: 1, complete: true, usedAt: 1 } },
  ]);
  const { code, said } = await run('check', url);
  expect(code).toBe(1);
  expect(said.split('\n').filter((line) => line.includes(' '))).toEqual([
    expect.stringMatching(
      `^ballot:${guild}:gone:${alice} belongs to the poll matchup:${guild}:gone, which is not there$`,
    ),
    expect.stringMatching('^content-manifest:def promises films that are not all there'),
    'content:current points to content abc, which is not complete',
    `rating:${guild}:film:the-film-2001:200000000000000002 cannot be read: it is no such record`,
    'something:else is nothing that this Foyer keeps',
    expect.stringMatching(`^stale-card:${guild}:lost belongs to the poll matchup:${guild}:lost, which is not there$`),
    '8 entries, 6 findings.',
  ]);
});

test('check parses every kind of record, and names each that cannot be read', severalTimesOne, async () => {
  const keys = [
    `ballot:${guild}:poll:${alice}`,
    'content-files:abc',
    'content-manifest:abc',
    'content:abc:film:the-film-2001',
    'content:abc:index',
    'content:abc:summaries:000000000',
    'content:current',
    `due:${guild}:poll`,
    `held-take:${guild}:poll:${alice}`,
    `matchup:${guild}:poll`,
    `progress:${guild}:film:the-film-2001:${alice}`,
    `rating:${guild}:film:the-film-2001:${alice}`,
    `server:${guild}`,
    `settings:${guild}`,
    `stale-card:${guild}:poll`,
    'store:restored',
    `take:${guild}:poll:${alice}`,
    'unscrubbed',
  ];
  await put(
    url,
    keys.map((key) => ({ key, value: { nothing: 'of the kind' } })),
  );
  const raw = new KeyvSqlite(url);
  onTestFinished(async () => raw.close());
  await raw.set('rating:garbled', 'no JSON');

  const { code, said } = await run('check');
  expect(code).toBe(1);
  const named = said.split('\n').filter((line) => line.endsWith(' cannot be read: it is no such record'));
  expect(named.map((line) => line.split(' ', 1)[0])).toEqual([...keys, 'rating:garbled'].sort());
  expect(said).toContain('20 entries, 19 findings.\n');
});

test.each([
  [],
  ['copy'],
  ['copy', 'sqlite://a'],
  ['copy', 'a', 'b'],
  ['check', 'nonsense'],
  ['backup'],
  ['check', '--overwrite'],
  ['forget'],
  ['check', '--quickly'],
])('a command line that cannot be understood is answered with those that can: %j', async (...args) => {
  expect(await run(...args)).toMatchObject({
    code: 64,
    said: '',
    complained: expect.stringContaining('npm run store -- copy FROM TO'),
  });
});

test('a store that is not there is not made', async () => {
  expect(await run('check')).toMatchObject({
    code: 64,
    complained: `There is no store at ${join(folder, 'foyer.sqlite')}.\n`,
  });
});
