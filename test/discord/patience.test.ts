import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { withoutEffect } from '../../src/discord/faults.ts';
import { patiently, whenInReach } from '../../src/discord/patience.ts';
import { createRest } from '../../src/discord/rest.ts';

const cut = () => Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
const notReached = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

/** Fails so often, then resolves. */
function failing(times: number, error: () => Error) {
  let attempts = 0;
  return {
    count: () => attempts,
    async attempt() {
      attempts += 1;
      if (attempts <= times) throw error();
      return 'sent';
    },
  };
}

describe.concurrent('patience', () => {
  test('sends four times in two seconds, so that an answer can still be in time', async ({ expect }) => {
    const request = failing(3, cut);
    const begun = performance.now();
    expect(await patiently(request.attempt)).toBe('sent');
    expect(Math.round((performance.now() - begun) / 1000)).toBe(2);
  });

  test('gives up with what the last attempt said', async ({ expect }) => {
    const request = failing(Number.POSITIVE_INFINITY, cut);
    await expect(patiently(request.attempt)).rejects.toThrow('other side closed');
    expect(request.count()).toBe(4);
  });

  test('does not send again what may have taken effect and must not do so twice', async ({ expect }) => {
    const lost = failing(1, cut);
    await expect(patiently(lost.attempt, withoutEffect)).rejects.toThrow('other side closed');
    expect(await patiently(failing(1, notReached).attempt, withoutEffect)).toBe('sent');
  });

  test('has none with a failure that stays', async ({ expect }) => {
    const wrong = failing(1, () => new Error('a fault of ours'));
    await expect(patiently(wrong.attempt)).rejects.toThrow('a fault of ours');
    expect(wrong.count()).toBe(1);
  });

  test('with a Discord that is out of reach ends at the signal', async ({ expect }) => {
    const stopping = new AbortController();
    const request = failing(Number.POSITIVE_INFINITY, notReached);
    const log = pino({ level: 'silent' });
    const waiting = whenInReach(request.attempt, { log, signal: stopping.signal });
    stopping.abort();
    await expect(waiting).rejects.toThrow();
    expect(request.count()).toBe(1);
  });
});

/** A server that answers each request with the next status, and how often it was asked. */
async function serverAnswering(...statuses: readonly number[]) {
  const tokens: (string | undefined)[] = [];
  const server = createServer(({ headers }, response) => {
    const status = statuses[tokens.length] ?? 200;
    tokens.push(headers.authorization);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { tokens, rest: createRest({ apiUrl: `http://127.0.0.1:${port}/api`, token: 'a-token' }) };
}

describe('a request to Discord', () => {
  test('that meets a 5xx is not sent again behind the back of whoever sends it', async () => {
    const { rest, tokens } = await serverAnswering(500);
    await expect(rest.post('/channels/123456789012345678/messages')).rejects.toMatchObject({ status: 500 });
    expect(tokens).toHaveLength(1);
  });

  test('that meets a 429 without a word for how long leaves Discord alone for a second', async () => {
    const { rest, tokens } = await serverAnswering(429);
    const begun = performance.now();
    await rest.get('/users/@me');
    expect(performance.now() - begun).toBeGreaterThan(900);
    expect(tokens).toHaveLength(2);
  });

  test('that meets a stray 401 does not cost the token', async () => {
    const { rest, tokens } = await serverAnswering(401);
    await expect(rest.get('/users/@me')).rejects.toMatchObject({ status: 401 });
    await rest.get('/users/@me');
    expect(tokens).toEqual(['Bot a-token', 'Bot a-token']);
  });
});
