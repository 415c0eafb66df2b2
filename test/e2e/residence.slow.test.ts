import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Server } from '../../src/playground/loopback.ts';
import { openStore } from '../../src/storage/open.ts';
import { type Foyer, startFoyer } from '../foyer.ts';

const film = 'never-let-me-go-2010';
const day = 24 * 60 * 60 * 1000;

let foyer: Foyer;

beforeAll(async () => {
  foyer = await startFoyer();
});
afterAll(() => foyer.end());

/** A server on which somebody has rated a film and opened a poll. */
async function usedServer(): Promise<Server> {
  const server = foyer.loopback.addServer();
  const alice = foyer.loopback.addMember('Alice', { server });
  await alice.run('/rate', { film, stars: '★★★' });
  const { message } = await alice.run('/bookvsfilm', { film });
  await foyer.loopback.until(() => (message.thread?.messages.length ?? 0) > 0, 'the talk', 15_000);
  return server;
}

/** How many keys of that server there are, those that only say whether Foyer is there aside. */
async function keysOf({ id }: Server): Promise<number> {
  const { store, close } = await openedStore();
  const entries = await store.entries('');
  await close();
  return entries.filter(({ key }) => key.includes(`:${id}`) && !key.startsWith('server:')).length;
}

async function markOf({ id }: Server): Promise<unknown> {
  const { store, close } = await openedStore();
  const mark = await store.get(`server:${id}`);
  await close();
  return mark;
}

async function openedStore() {
  const store = await openStore(foyer.storeUrl);
  return { store, close: async () => store.close() };
}

/** Looks until it holds: what the gateway brings has no answer to wait for. */
async function eventually(look: () => Promise<boolean>): Promise<void> {
  while (!(await look())) await new Promise((resolve) => setImmediate(resolve));
}

const isLeft = async (server: Server) => JSON.stringify(await markOf(server)).includes('left');

async function rawStore(): Promise<string> {
  const folder = dirname(foyer.storeUrl.replace('sqlite://', ''));
  const names = (await readdir(folder)).filter((name) => name.includes('.sqlite'));
  return Buffer.concat(await Promise.all(names.map(async (name) => readFile(join(folder, name))))).toString('latin1');
}

describe('D2: a server that takes Foyer off', () => {
  test('loses its data after thirty days, and no byte of it stays', async () => {
    const server = await usedServer();
    const other = await usedServer();
    const kept = await keysOf(server);
    expect(kept).toBeGreaterThan(1);
    foyer.loopback.removeServer(server);
    await eventually(async () => isLeft(server));
    await foyer.bot().advance(29 * day);
    expect(await keysOf(server)).toBe(kept);
    await foyer.bot().advance(2 * day);
    await eventually(async () => (await markOf(server)) === undefined);
    expect(await keysOf(server)).toBe(0);
    await eventually(async () => !(await rawStore()).includes(server.id));
    expect(await keysOf(other)).toBeGreaterThan(0);
  });

  test('and returns in time, keeps it', async () => {
    const server = await usedServer();
    foyer.loopback.removeServer(server);
    await eventually(async () => isLeft(server));
    await foyer.bot().advance(20 * day);
    foyer.loopback.restoreServer(server);
    await eventually(async () => !(await isLeft(server)));
    await foyer.bot().advance(40 * day);
    expect(await keysOf(server)).toBeGreaterThan(0);
    const bob = foyer.loopback.addMember('Bob', { server });
    expect((await bob.run('/rate', { film, stars: '★' })).message.text).toContain('2 ratings on this server');
  });

  test('is no server that is out of reach for a while', async () => {
    const server = await usedServer();
    foyer.loopback.removeServer(server, { unavailable: true });
    const other = await usedServer();
    foyer.loopback.removeServer(other);
    // The outage was told first: it would have been noted by now.
    await eventually(async () => isLeft(other));
    expect(await isLeft(server)).toBe(false);
    await foyer.bot().advance(40 * day);
    expect(await keysOf(server)).toBeGreaterThan(0);
    foyer.loopback.restoreServer(server);
  });

  test('is asked nothing more: an open poll of its ends without a storm', async () => {
    const server = await usedServer();
    foyer.loopback.removeServer(server);
    await eventually(async () => isLeft(server));
    const before = foyer.loopback.requests.length;
    await foyer.bot().advance(4 * day);
    await foyer.bot().advance(day);
    const asked = foyer.loopback.requests.slice(before).filter(({ path }) => /channels/.test(path));
    expect(asked.length).toBeLessThan(6);
  });

  test('while Foyer is down is found out at the next start; one that is out of reach then is not', async () => {
    const server = await usedServer();
    const away = await usedServer();
    await foyer.bot().stop();
    foyer.loopback.removeServer(server);
    foyer.loopback.removeServer(away, { unavailable: true });
    await foyer.restart();
    await eventually(async () => isLeft(server));
    expect(await isLeft(away)).toBe(false);
    // discord.js gives a server that is out of reach fifteen seconds before it counts as ready.
  }, 60_000);
});
