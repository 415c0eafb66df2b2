import { execFile } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Exchange } from '../../src/playground/members.ts';
import { openStore } from '../../src/storage/open.ts';
import { type Foyer, foyerForThisTest } from '../foyer.ts';

const film = 'never-let-me-go-2010';
/** What SQLite reads at a time. */
const pageSize = 4096;
const whatToDo =
  'the file is damaged: with Foyer stopped, put it aside and a backup in its place; `npm run store -- check` says whether a file is whole';

/** Votes of so many on one server, more than fit on a few pages. */
async function fillWithVotes(storeUrl: string, guild: string, work: string): Promise<void> {
  const store = await openStore(storeUrl);
  const entries = Array.from({ length: 2000 }, (_, index) => ({
    key: `rating:${guild}:${work}:${300_000_000_000_000_000n + BigInt(index)}`,
    value: { version: 1, steps: 1 + (index % 10), at: 1_800_000_000_000 + index },
  }));
  await store.putAll(entries);
  await store.close();
}

/** Writes noise over the beginning of the page that has the middle of those votes; returns where, and what it is then. */
async function damage(file: string, guild: string, work: string) {
  const bytes = await readFile(file);
  const votes: number[] = [];
  for (let at = bytes.indexOf(`rating:${guild}:${work}:`); at !== -1; at = bytes.indexOf(`rating:${guild}:`, at + 1)) {
    votes.push(at);
  }
  const page = Math.floor((votes[Math.floor(votes.length / 2)] ?? Number.NaN) / pageSize);
  const noise = Buffer.alloc(200, 0xa5);
  const handle = await open(file, 'r+');
  try {
    await handle.write(noise, 0, noise.length, page * pageSize);
    await handle.sync();
  } finally {
    await handle.close();
  }
  const damaged = async () => (await readFile(file)).subarray(page * pageSize, (page + 1) * pageSize);
  return { damaged, asItWas: await damaged() };
}

const linesOf = ({ bot }: Foyer, { id }: Exchange) =>
  bot()
    .output.stderr.split('\n')
    .filter((line) => line.includes(id));

/** The member was told what they can do, the log says once what the host can. */
function expectDamageTold(foyer: Foyer, exchange: Exchange): void {
  const message = exchange.messages.at(-1);
  expect(message?.ephemeral).toBe(true);
  expect(message?.text).toBe(
    `A part of Foyer’s memory is damaged, and this needed it. I cannot say whether it was done. Only the host can mend that: give them this reference: \`${exchange.id}\``,
  );
  const [line = '', ...more] = linesOf(foyer, exchange);
  expect(more).toEqual([]);
  expect(line).toContain(`"type":"StoreUnusable","message":"${whatToDo}"`);
}

test('D3: a page that is damaged, and met only while the bot runs: told to whom it concerns, and nothing is overwritten', async () => {
  const foyer = await foyerForThisTest();
  const { alice, bob, bot, loopback, server, storeUrl } = foyer;
  const file = storeUrl.replace('sqlite://', '');
  const elsewhere = loopback.addServer();
  const carol = loopback.addMember('Carol', { server: elsewhere });
  await carol.run('/rate', { film, stars: '★★★' });
  await alice.run('/rate', { film, stars: '★★★' });
  const { message: kept } = await alice.run('/mydata');
  await alice.press(kept, 'Delete everywhere');
  await bot().stop();
  await fillWithVotes(storeUrl, server.id, `film:${film}`);
  const { damaged, asItWas } = await damage(file, server.id, `film:${film}`);

  // Nothing that a start reads is on that page.
  await foyer.restart();
  expectDamageTold(foyer, await alice.run('/ratings', { film }));
  expectDamageTold(foyer, await bob.run('/rate', { film, stars: '★★★' }));
  expectDamageTold(foyer, await bob.run('/mydata'));
  expectDamageTold(foyer, await alice.press(kept, 'Yes, delete'));

  // Elsewhere it goes on, and what needs none of it is answered here too.
  const { message } = await carol.run('/rate', { film, stars: '★★★★' });
  expect(message.text).toContain('1 rating on this server.');
  expect((await alice.run('/help')).outcome).toBe('message');
  expect((await alice.run('/rate', { film: 'rashomon-1950', stars: '★★★★' })).message.text).toContain('1 rating');
  expect(bot().process.exitCode).toBeNull();

  await bot().stop();
  expect(await damaged()).toEqual(asItWas);
  const { size } = await stat(file);
  const checked = await check(storeUrl);
  expect(checked).toEqual({
    code: 74,
    said: '',
    complained: `The store cannot be used: ${whatToDo}.\n  It is at ${file}; STORE_URL says so.\n`,
  });
  expect((await stat(file)).size).toBe(size);
  expect(await damaged()).toEqual(asItWas);
});

/** What `npm run store -- check` says. */
async function check(storeUrl: string): Promise<{ code: number; said: string; complained: string }> {
  return new Promise((done) => {
    const args = [resolve('dist/src/store.js'), 'check', storeUrl];
    execFile(process.execPath, args, (error, said, complained) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, said, complained });
    });
  });
}
