import { createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { foyerForThisTest } from '../foyer.ts';

const film = 'never-let-me-go-2010';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A bot that can be asked how it is. */
async function watchedForThisTest() {
  const port = await freePort();
  const foyer = await foyerForThisTest({ env: { HEALTH_PORT: String(port) } });
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
  };
  const figures = async () => (await ask('/metrics')).text.split('\n').filter((line) => /^foyer_/.test(line));
  return { ...foyer, port, ask, figures };
}

test('it is ready while Discord is connected and the store can be read, and alive all the while', async () => {
  const { loopback, ask, bot } = await watchedForThisTest();
  expect(await ask('/live')).toMatchObject({ status: 200, text: 'live\n' });
  expect(await ask('/ready')).toMatchObject({ status: 200, text: 'ready\n' });
  loopback.gateway.refuseConnections(true);
  loopback.gateway.drop();
  await vi.waitFor(async () => expect(await ask('/ready')).toMatchObject({ status: 503, text: 'not ready\n' }), 10_000);
  expect(await ask('/live')).toMatchObject({ status: 200 });
  loopback.gateway.refuseConnections(false);
  await vi.waitFor(async () => expect(await ask('/ready')).toMatchObject({ status: 200 }), 10_000);
  expect(await bot().stop()).toBe(0);
  await expect(ask('/live')).rejects.toThrow('fetch failed');
});

test('figures tell of requests, the store, the gateway and open polls, and of no member', async () => {
  const { alice, bob, ask, figures } = await watchedForThisTest();
  await alice.run('/rate', { film, stars: '★★★★' });
  await bob.run('/rate', { film: 'xyzzy', stars: '★★★★' });
  const { message: card } = await alice.run('/bookvsfilm', { film });
  await bob.press(card, 'Book');
  await bob.pressForged(card, 'made-up-by-somebody/v1/x');
  const told = await figures();
  expect(told).toContain('foyer_interactions_total{action="/rate",outcome="answered"} 1');
  expect(told).toContain('foyer_interactions_total{action="/rate",outcome="user error"} 1');
  expect(told).toContain('foyer_interactions_total{action="matchup.cast",outcome="answered"} 1');
  expect(told).toContain('foyer_interactions_total{action="unknown",outcome="user error"} 1');
  expect(told).toContain('foyer_interaction_seconds_count{action="/rate"} 2');
  expect(told).toContain('foyer_gateway_up{shard="0"} 1');
  expect(told).toContain('foyer_matchups_open 1');
  expect(told).toContain('foyer_servers 1');
  expect(told.some((line) => /^foyer_store_seconds_count\{operation="put",outcome="done"\} [1-9]/.test(line))).toBe(
    true,
  );
  const { text, type } = await ask('/metrics');
  expect(type).toContain('text/plain');
  expect(text).toContain('process_resident_memory_bytes');
  for (const secret of [alice.id, bob.id, 'made-up', 'xyzzy', film]) expect(text).not.toContain(secret);
});

test('nothing else is answered there', async () => {
  const { ask } = await watchedForThisTest();
  expect(await ask('/')).toMatchObject({ status: 404, text: 'There are /live, /ready and /metrics here.\n' });
  expect(await ask('/live', 'POST')).toMatchObject({ status: 405 });
});

test('a port that is taken ends the start with 78, and says which', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const foyer = await foyerForThisTest();
  await foyer.bot().stop();
  const starting = foyer.restart({ HEALTH_PORT: String(port) });
  await expect(starting).rejects.toThrow(`HEALTH_PORT cannot be opened: 127.0.0.1:${port} is taken`);
  expect(await foyer.bot().exited).toBe(78);
});
