import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { openStore } from '../../src/storage/open.ts';
import { migrations } from '../../src/storage/versions.ts';
import { type Foyer, foyerForThisTest } from '../foyer.ts';
import { runStore } from './store-program.ts';

vi.setConfig({ testTimeout: 60_000 });

const film = 'never-let-me-go-2010';
const hour = 3_600_000;
/** Within that, a bot that runs has taken a restore up. */
const aMinute = 60_000;
const guild = '100000000000000001';
const latest = migrations.at(-1)?.to ?? 0;

async function folderForThisTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-restore-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A store for the command line alone. */
async function keeper(storeUrl: string) {
  const folder = await folderForThisTest();
  const backup = join(folder, 'backup.sqlite');
  const run = async (...args: readonly string[]) => runStore(args, { storeUrl, cwd: folder });
  return { folder, backup, run };
}

async function open(foyer: Foyer, hours: number): Promise<SeenMessage> {
  const { message } = await foyer.alice.run('/bookvsfilm', { film, hours });
  await foyer.loopback.until(() => (message.thread?.messages.length ?? 0) > 0, 'the talk');
  return message;
}

test('a bot that runs takes a restore up by itself: deadlines, cards, tallies and ratings', async () => {
  const foyer = await foyerForThisTest();
  const { alice, bob, loopback } = foyer;
  const { backup, run } = await keeper(foyer.storeUrl);
  const card = await open(foyer, 10);
  await alice.press(card, 'Book');
  await alice.run('/rate', { film, stars: '★★★' });
  await loopback.until(() => card.text.includes('1 ballot'), 'the ballot on the card');
  expect(await run('backup', backup)).toMatchObject({ code: 0 });

  await bob.press(card, 'Film');
  await bob.run('/rate', { film, stars: '★' });
  const { message: panel } = await alice.press(card, 'Manage');
  await alice.press(panel, 'Close');
  await loopback.until(() => card.text.includes('The poll is closed'), 'the close');
  await loopback.until(() => card.thread?.messages.length === 2, 'the result');

  expect(await run('restore', backup)).toEqual({
    code: 0,
    complained: '',
    said: `${backup} is in ${foyer.storeUrl.replace('sqlite://', '')}. A bot that runs takes it up within a minute.\n`,
  });
  await foyer.bot().advance(aMinute);
  await loopback.until(() => card.text.includes('1 ballot') && card.text.includes('Closes'), 'the card of then');
  const { message: ratings } = await alice.run('/ratings', { film });
  expect(ratings.text).toContain('**Film** · 1 rating.');
  await foyer.bot().advance(10 * hour);
  await loopback.until(() => card.text.includes('The poll is closed'), 'the close at its deadline');
});

test('a poll that was removed since the backup closes at its deadline, and is no fault', async () => {
  const foyer = await foyerForThisTest();
  const { alice, loopback } = foyer;
  const { backup, run } = await keeper(foyer.storeUrl);
  const card = await open(foyer, 10);
  expect(await run('backup', backup)).toMatchObject({ code: 0 });
  const { message: panel } = await alice.press(card, 'Manage');
  await alice.press(panel, 'Remove');
  await alice.press(panel, 'Yes, remove');
  await loopback.until(() => card.deleted, 'the card to go');

  expect(await run('restore', backup)).toMatchObject({ code: 0 });
  await foyer.bot().advance(aMinute);
  const isTakenUp = () => foyer.bot().output.stderr.includes('a backup was restored: it is taken up');
  await vi.waitFor(() => expect(isTakenUp()).toBe(true), 10_000);
  await foyer.bot().advance(10 * hour);
  await loopback.until(() => card.thread?.messages.length === 2, 'the result in the talk');
  expect(foyer.bot().output.stderr).not.toMatch(/"level":(?:40|50|60)/);
});

test('a bot that runs has its films also where the backup has none of them', async () => {
  const foyer = await foyerForThisTest();
  const { folder, backup, run } = await keeper(foyer.storeUrl);
  await (await openStore(`sqlite://${join(folder, 'empty.sqlite')}`)).close();
  await run('backup', backup, `sqlite://${join(folder, 'empty.sqlite')}`);
  expect(await run('restore', backup)).toMatchObject({ code: 0 });
  await foyer.bot().advance(aMinute);
  const isThere = () => foyer.bot().output.stderr.includes('a backup was restored: it is taken up');
  await vi.waitFor(() => expect(isThere()).toBe(true), 10_000);
  const { message } = await foyer.alice.run('/review', { film });
  expect(message.text).toContain('Never Let Me Go');
  expect(await run('check')).toMatchObject({ code: 0 });
  // Nor does the backup's silence on the server count as having been taken off it.
  const store = await openStore(foyer.storeUrl);
  onTestFinished(async () => store.close());
  expect(await store.get(`server:${foyer.server.id}`)).toEqual({ version: 1 });
});

/** A store with a poll that is open, in that format, and a backup of it. */
async function backupInFormat(version: number) {
  const storeUrl = `sqlite://${join(await folderForThisTest(), 'foyer.sqlite')}`;
  const { folder, backup, run } = await keeper(storeUrl);
  const store = await openStore(`sqlite://${join(folder, 'other.sqlite')}`);
  await store.put(`matchup:${guild}:open`, { status: { kind: 'open' } });
  // No program of today's makes a backup of what it does not know.
  await store.put('store:version', { version });
  await store.sqlite?.backUp(backup);
  await store.close();
  return { backup, run, storeUrl };
}

test('a backup in an older format is brought up to date', async () => {
  const { backup, run, storeUrl } = await backupInFormat(2);
  expect(await run('restore', backup)).toMatchObject({ code: 0 });
  const store = await openStore(storeUrl);
  onTestFinished(async () => store.close());
  // What is still to be done about polls has marks since the format after that one.
  expect((await store.entries('due:')).map(({ key }) => key)).toEqual([`due:${guild}:open`]);
  expect(await store.get('store:version')).toEqual({ version: latest });
});

test('a backup of a newer Foyer is refused, and everything stays as it is', async () => {
  const { backup, run } = await backupInFormat(latest + 1);
  expect(await run('restore', backup)).toMatchObject({
    code: 74,
    complained: expect.stringContaining(
      `${backup} is not taken: a newer Foyer wrote it, in format ${latest + 1}, and this one knows formats up to ${latest}: upgrade Foyer`,
    ),
  });
  expect(await run('check')).toMatchObject({ code: 0, said: expect.stringContaining('1 entries, 0 findings') });
});
