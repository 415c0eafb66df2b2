import { expect, test } from 'vitest';
import { refusalOf, startApp } from './app.ts';

const commandsPath = { method: 'GET', path: /\/commands$/ };

async function appWithFetch() {
  const app = await startApp();
  return { ...app, fetchCommands: () => app.client.application.commands.fetch() };
}

test('a planned status is answered once, without taking effect', async () => {
  const { loopback, client, server, alice } = await startApp();
  loopback.faults.next(
    { method: 'POST', path: /\/messages$/ },
    { kind: 'status', status: 403, body: { message: 'No', code: 50013 } },
  );
  const path = `/channels/${server.channels[0]?.id}/messages` as const;
  expect(await refusalOf(client.rest.post(path, { body: { content: 'x' } }))).toMatchObject({ code: 50013 });
  expect(alice.sees()).toEqual([]);
  await client.rest.post(path, { body: { content: 'x' } });
  expect(alice.sees()).toHaveLength(1);
});

test('a server error is met as often as planned, and retried by the client', async () => {
  const { loopback, fetchCommands } = await appWithFetch();
  loopback.faults.next({ ...commandsPath, times: 2 }, { kind: 'status', status: 500 });
  expect((await fetchCommands()).size).toBe(2);
  expect(loopback.requests.slice(-3).map(({ status }) => status)).toEqual([500, 500, 200]);
});

test('a rate limit is waited out', async () => {
  const { loopback, fetchCommands } = await appWithFetch();
  loopback.faults.next(commandsPath, { kind: 'rate-limit', retryAfterSeconds: 0.02 });
  expect((await fetchCommands()).size).toBe(2);
  expect(loopback.requests.slice(-2).map(({ status }) => status)).toEqual([429, 200]);
});

test('a connection is cut before or after the request took effect', async () => {
  const { loopback, client, server, alice } = await startApp();
  const path = `/channels/${server.channels[0]?.id}/messages` as const;
  const send = () => client.rest.post(path, { body: { content: 'x' } });
  const match = { method: 'POST', path: /\/messages$/ };
  loopback.faults.next({ ...match, times: 4 }, { kind: 'cut', when: 'before' });
  await expect(send()).rejects.toThrow();
  expect(alice.sees()).toHaveLength(0);
  loopback.faults.clear();
  loopback.faults.next({ ...match, times: 4 }, { kind: 'cut', when: 'after' });
  await expect(send()).rejects.toThrow();
  expect(alice.sees().length).toBeGreaterThan(0);
  expect(loopback.requests.at(-1)?.status).toBe(0);
});

test('a slow answer took effect before it arrives', async () => {
  const { loopback, client, server, alice } = await startApp();
  loopback.faults.next({ path: /\/messages$/ }, { kind: 'slow', ms: 50, when: 'after' });
  const sending = client.rest.post(`/channels/${server.channels[0]?.id}/messages`, { body: { content: 'x' } });
  await loopback.until(() => alice.sees().length === 1, 'the message');
  expect(loopback.requests.at(-1)?.path).not.toMatch(/messages$/);
  await sending;
  expect(loopback.faults.pending).toBe(0);
});

test('closing while a request is slow and a member waits leaves nothing behind', async () => {
  const { loopback, alice } = await startApp({ command: async (one) => one.reply('x') });
  loopback.faults.next({ path: /callback$/ }, { kind: 'slow', ms: 60_000, when: 'before' });
  const exchange = alice.run('/review', { film: 'x' });
  const waiting = loopback.until(() => false, 'what never happens');
  const refused = expect(waiting).rejects.toThrow('closed');
  await loopback.close();
  await refused;
  expect((await exchange).outcome).toBe('failed');
});
