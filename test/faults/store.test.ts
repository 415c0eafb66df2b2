import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { KeyvSqlite } from '@keyv/sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startBotProcess } from '../../src/playground/bot-process.ts';
import type { Exchange } from '../../src/playground/members.ts';
import { openStore } from '../../src/storage/open.ts';
import { entry, type Foyer, foyerForThisTest } from '../foyer.ts';
import { enginesHere } from '../storage/engines.ts';
import { lineTo } from '../storage/line.ts';

const film = 'never-let-me-go-2010';
const run = promisify(execFile);

async function folderForThisTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-disk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What the program says, and ends with, when its store is there. No Discord is asked before that. */
async function farewellWithStoreAt(path: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const bot = startBotProcess({
    entry,
    apiUrl: 'http://127.0.0.1:9/api',
    token: 'any.token.at-all',
    storeUrl: `sqlite://${path}`,
  });
  const code = await bot.exited;
  return { code, ...bot.output };
}

function cannotBeUsed(why: string, path: string) {
  return {
    code: 74,
    stdout: '',
    stderr: `The store cannot be used: ${why}.\n  It is at ${path}; STORE_URL says so.\n`,
  };
}

/** A whole store, as an earlier run left it. */
async function storeWithContent(path: string): Promise<void> {
  const store = await openStore(`sqlite://${path}`);
  const entries = Array.from({ length: 500 }, (_, index) => ({ key: `some:${index}`, value: 'words '.repeat(40) }));
  await store.putAll(entries);
  await store.close();
}

/** A disk of so many kilobytes; undefined, and a word of it, where this machine lets nobody mount one. */
async function diskForThisTest(kilobytes: number): Promise<string | undefined> {
  const disk = await folderForThisTest();
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', disk]);
  } catch {
    console.log(`left out, for nothing can be mounted here: ${expect.getState().currentTestName}`);
    return undefined;
  }
  onTestFinished(async () => {
    await run('umount', ['-l', disk]);
  });
  return disk;
}

/** Leaves no byte on the disk. Returns how to make room again. */
async function fill(disk: string): Promise<() => Promise<void>> {
  const filler = join(disk, 'filler');
  await run('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k']).catch(() => {});
  return async () => unlink(filler);
}

/** Keeps a store's file locked against writes, as another program can, until the returned function is called. */
async function lockForThisTest(storeUrl: string): Promise<() => Promise<void>> {
  const other = new KeyvSqlite({ uri: storeUrl });
  onTestFinished(async () => other.close());
  await other.query('BEGIN IMMEDIATE');
  return async () => void (await other.query('ROLLBACK'));
}

const linesWith = ({ bot }: Foyer, text: string) =>
  bot()
    .output.stderr.split('\n')
    .filter((line) => line.includes(text));

/** The last that they saw: an answer that took long may have been announced first. */
function expectStoreAway({ id, messages }: Exchange): void {
  const message = messages.at(-1);
  expect(message?.ephemeral).toBe(true);
  expect(message?.text).toBe(
    `Foyer’s memory is out of reach just now; nothing you gave before is lost. Try again in a minute. If it lasts, give the host this reference: \`${id}\``,
  );
}

describe('E3: a store that cannot be opened ends the start with 74, and says what and where', () => {
  test('a folder in the file’s place', async () => {
    const folder = await folderForThisTest();
    expect(await farewellWithStoreAt(folder)).toEqual(cannotBeUsed('the file cannot be opened', folder));
  });

  test('a file in the folder’s place', async () => {
    const folder = await folderForThisTest();
    await writeFile(join(folder, 'file'), '');
    const paths = [join(folder, 'file', 'foyer.sqlite'), join(folder, 'file', 'deeper', 'foyer.sqlite')];
    expect(await Promise.all(paths.map(farewellWithStoreAt))).toEqual(
      paths.map((path) => cannotBeUsed('its folder cannot be made', path)),
    );
  });

  test('a folder that nobody can make anything in', async () => {
    const paths = ['/proc/foyer/foyer.sqlite', '/proc/foyer.sqlite'] as const;
    expect(await Promise.all(paths.map(farewellWithStoreAt))).toEqual([
      cannotBeUsed('its folder cannot be made', paths[0]),
      cannotBeUsed('the file cannot be opened', paths[1]),
    ]);
  });

  test('a file that is something else, or half of what it was; and it is left as it is', async () => {
    const folder = await folderForThisTest();
    const notes = join(folder, 'notes.txt');
    await writeFile(notes, 'Shopping: tea, a cassette, a pencil case.\n'.repeat(50));
    const half = join(folder, 'half.sqlite');
    await storeWithContent(half);
    await truncate(half, 10_000);
    const paths = [notes, half];
    const before = await Promise.all(paths.map(async (path) => readFile(path)));
    expect(await Promise.all(paths.map(farewellWithStoreAt))).toEqual([
      cannotBeUsed('the file is not a whole SQLite database: put a backup in its place', notes),
      cannotBeUsed(
        'the file is damaged: with Foyer stopped, put it aside and a backup in its place; `npm run store -- check` says whether a file is whole',
        half,
      ),
    ]);
    expect(await Promise.all(paths.map(async (path) => readFile(path)))).toEqual(before);
  });

  test('a disk that can only be read', async () => {
    const disk = await diskForThisTest(4000);
    if (disk === undefined) return;
    const path = join(disk, 'foyer.sqlite');
    await storeWithContent(path);
    await run('mount', ['-o', 'remount,ro', disk]);
    expect(await farewellWithStoreAt(path)).toEqual(cannotBeUsed('the file can be read but not written', path));
  });

  test('a disk that is full, be the file there already or not', async () => {
    const disk = await diskForThisTest(1000);
    if (disk === undefined) return;
    const path = join(disk, 'foyer.sqlite');
    const makeRoom = await fill(disk);
    const whyFull = expect.stringMatching(
      `^The store cannot be used: the disk (?:is full|cannot be read or written, or is full)\\.\n  It is at ${path}; STORE_URL says so\\.\n$`,
    );
    expect(await farewellWithStoreAt(path)).toEqual({ code: 74, stdout: '', stderr: whyFull });
    await makeRoom();
    await rm(path, { force: true });
    await storeWithContent(path);
    await fill(disk);
    expect(await farewellWithStoreAt(path)).toEqual({ code: 74, stdout: '', stderr: whyFull });
  });

  test('a disk on which the films find no room', async () => {
    const disk = await diskForThisTest(120);
    if (disk === undefined) return;
    const path = join(disk, 'foyer.sqlite');
    expect(await farewellWithStoreAt(path)).toEqual(cannotBeUsed('the disk is full', path));
  });
});

describe('E3: a disk that fills up while the bot runs', () => {
  test('members are told so with a reference, nothing confirmed is lost, and it works again when there is room', async () => {
    const disk = await diskForThisTest(8000);
    if (disk === undefined) return;
    const path = join(disk, 'foyer.sqlite');
    const foyer = await foyerForThisTest({ env: { STORE_URL: `sqlite://${path}` } });
    const { alice, bob, loopback, server } = foyer;
    const { message: card } = await alice.run('/bookvsfilm', { film });
    await bob.press(card, 'Book');
    const { message: stars } = await alice.run('/rate', { film, stars: '★★★½' });

    const makeRoom = await fill(disk);
    const refused: Exchange[] = [];
    // The log of what SQLite writes may have room left for a few votes.
    let confirmed = 0;
    for (let index = 0; refused.length < 3 && index < 2000; index += 1) {
      const member = loopback.addMember(`Member ${index}`, { server });
      const rating = await member.run('/rate', { film, stars: '★' });
      if (rating.message.text.startsWith('Foyer’s memory')) refused.push(rating);
      else confirmed += 1;
    }
    expect(refused).toHaveLength(3);
    refused.push(await bob.press(card, 'Film'), await alice.press(stars, 'Take back'));
    for (const exchange of refused) expectStoreAway(exchange);
    for (const { id } of refused) {
      const lines = () =>
        foyer
          .bot()
          .output.stderr.split('\n')
          .filter((line) => line.includes(id));
      await expect
        .poll(lines)
        .toEqual([expect.stringMatching(/"type":"StoreUnusable","message":"the disk (?:is full|cannot be read)/)]);
    }
    // What needs no room is answered as ever.
    const { message: review } = await bob.run('/review', { film });
    expect(review.text).toContain('## Never Let Me Go (2010)');

    await makeRoom();
    const after = await bob.run('/rate', { film, stars: '★★★★' });
    expect(after.message.text).toContain(`${confirmed + 2} ratings on this server`);
    await foyer.bot().kill();
    await foyer.restart();
    const { message: again } = await alice.run('/rate', { film, stars: '★★★½' });
    expect(again.text).toContain(`${confirmed + 2} ratings on this server`);
    const { message: ballot } = await bob.press(card, 'Even');
    expect(ballot.text).toContain('Your ballot on Never Let Me Go (2010): **Even**.');
  });
});

describe('D4: a SQLite file that another program keeps locked', () => {
  test('members are told so in time, with a reference, whenever they come, and it goes on by itself', async () => {
    const foyer = await foyerForThisTest();
    const { alice, bob, loopback, server } = foyer;
    const { message: stars } = await alice.run('/rate', { film, stars: '★★★½' });
    const { message: card } = await alice.run('/bookvsfilm', { film });
    await bob.press(card, 'Book');
    await expect.poll(() => card.thread?.messages.length).toBeGreaterThan(0);

    const unlock = await lockForThisTest(foyer.storeUrl);
    /** Each with how long its member waited. */
    const asked: Promise<{ readonly exchange: Exchange; readonly waited: number }>[] = [];
    const ask = (act: () => Promise<Exchange>) => {
      const began = performance.now();
      asked.push(act().then((exchange) => ({ exchange, waited: performance.now() - began })));
    };
    const pressSome = () => {
      ask(async () => bob.run('/rate', { film, stars: '★' }));
      ask(async () => alice.press(stars, 'Take back'));
      ask(async () => bob.press(card, 'Film'));
    };
    pressSome();
    // Who comes while the first wait has no more to wait than they; nor has who comes when those have been told.
    const first = loopback.interactions.at(-1)?.interaction;
    await loopback.until(() => first?.deferred !== false, 'the first to be told that it takes a while');
    pressSome();
    await Promise.all(asked);
    pressSome();
    for (const { exchange, waited } of await Promise.all(asked)) {
      expectStoreAway(exchange);
      expect(waited).toBeLessThan(3000);
      await expect
        .poll(() => linesWith(foyer, exchange.id))
        .toEqual([expect.stringContaining('"message":"another program keeps the file locked"')]);
    }
    // What only reads is answered as ever.
    expect((await bob.run('/review', { film })).message.text).toContain('## Never Let Me Go (2010)');

    await unlock();
    const { message: after } = await bob.run('/rate', { film, stars: '★★★★' });
    expect(after.text).toContain('2 ratings on this server.');
    const { message: ballot } = await bob.press(card, 'Even');
    expect(ballot.text).toContain('Your ballot on Never Let Me Go (2010): **Even**.');
    await foyer.bot().kill();
    await foyer.restart();
    expect((await loopback.addMember('Carol', { server }).run('/rate', { film, stars: '★' })).message.text).toContain(
      '3 ratings on this server:',
    );
  });
});

const servers = (await enginesHere()).filter(({ name }) => name !== 'sqlite');

describe.each(servers)('D4: $name that goes away while the bot runs', ({ emptyStoreUrl }) => {
  test.each(['cut', 'freeze'] as const)(
    '(%s): members are told so in time, with a reference, and it goes on by itself',
    async (how) => {
      const url = new URL(await emptyStoreUrl());
      const line = await lineTo(Number(url.port));
      url.port = String(line.port);
      const foyer = await foyerForThisTest({ env: { STORE_URL: url.href } });
      const { alice, bob, server } = foyer;
      const { message: stars } = await alice.run('/rate', { film, stars: '★★★½' });
      const { message: card } = await alice.run('/bookvsfilm', { film });
      await bob.press(card, 'Book');
      await expect.poll(() => card.thread?.messages.length).toBeGreaterThan(0);
      const publicBefore = server.channels[0]?.messages.length;

      await line[how]();
      const began = performance.now();
      const refused = await Promise.all([
        bob.run('/rate', { film, stars: '★' }),
        alice.press(stars, 'Take back'),
        bob.press(card, 'Film'),
      ]);
      expect(performance.now() - began).toBeLessThan(3000);
      for (const exchange of refused) expectStoreAway(exchange);
      const told = ({ id }: Exchange) =>
        foyer
          .bot()
          .output.stderr.split('\n')
          .filter((text) => text.includes(id));
      for (const exchange of refused) {
        await expect
          .poll(() => told(exchange))
          .toEqual([
            expect.stringMatching(/"type":"StoreUnusable","message":"(?:the connection|no server|the server)/),
          ]);
      }
      expect(server.channels[0]?.messages.length).toBe(publicBefore);

      await line.mend();
      await expect
        .poll(async () => (await bob.run('/rate', { film, stars: '★★★★' })).message.text, { timeout: 15_000 })
        .toContain('2 ratings on this server');
      const { message: ballot } = await bob.press(card, 'Even');
      expect(ballot.text).toContain('Your ballot on Never Let Me Go (2010): **Even**.');
    },
    60_000,
  );
});

describe('a backup', () => {
  test('of a stopped bot’s file, put back, has every vote', async () => {
    const foyer = await foyerForThisTest();
    await foyer.alice.run('/rate', { film, stars: '★★★½' });
    await foyer.bot().stop();
    const path = foyer.storeUrl.replace('sqlite://', '');
    const backup = join(dirname(path), 'backup.sqlite');
    await copyFile(path, backup);
    await mkdir(join(dirname(path), 'restored'));
    const restored = join(dirname(path), 'restored', 'foyer.sqlite');
    await copyFile(backup, restored);
    await foyer.restart({ STORE_URL: `sqlite://${restored}` });
    const { message } = await foyer.bob.run('/rate', { film, stars: '★★' });
    expect(message.text).toContain('2 ratings on this server.');
  });
});
