import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startLoopback } from '../../src/playground/loopback.ts';
import { type Play, playForThisTest, startPlay } from './open-page.ts';

let play: Play;
let port: number;

beforeAll(async () => {
  play = await startPlay();
  port = Number(new URL(play.url()).port);
});
afterAll(() => play.end());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Asks with exactly these headers and this path, which fetch would not let through. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const asked = httpRequest({ port, host: '127.0.0.1', path, method, headers });
  asked.end();
  const [response] = await once(asked, 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, headers: response.headers, body };
}

/** How a socket's opening ends: `open`, or the status it was refused with. */
function opening(headers: Record<string, string>, origin?: string, path = '/live'): Promise<string | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers, ...(origin !== undefined && { origin }) });
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve('cut'));
  });
}

test('the page and its files come with what protects them', async () => {
  const index = await get('/');
  expect(index).toMatchObject({ status: 200, body: expect.stringContaining('<title>Foyer') });
  expect(index.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'self'`,
      `img-src 'self' data:`,
      `connect-src 'self' ws://127.0.0.1:${port}`,
      `font-src 'self'`,
      `base-uri 'none'`,
      `form-action 'none'`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  const script = await get('/assets/index-1a2b3c4d.js');
  expect(script.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect(await get('/', {}, 'POST')).toMatchObject({ status: 405, body: '' });
  expect((await get('/nothing')).headers['content-security-policy']).toContain(`default-src 'none'`);
});

test('it listens on this machine alone', async () => {
  const outside = connect({ port, host: '127.0.0.2' });
  const [error] = await once(outside, 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

test('a foreign Host or Origin gets nothing', async () => {
  const own = `127.0.0.1:${port}`;
  const foreign: Record<string, string>[] = [
    { host: 'evil.example' },
    { host: `evil.example:${port}` },
    { host: `127.0.0.1.evil.example:${port}` },
    { host: '127.0.0.1' },
    { host: `127.0.0.1:${port + 1}` },
    { host: `[::1]:${port}` },
    { host: `user@127.0.0.1:${port}` },
    { host: own, origin: 'http://evil.example' },
    { host: own, origin: 'null' },
    { host: own, origin: `https://127.0.0.1:${port}` },
    { host: own, origin: `http://localhost:${port}` },
    { host: own, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' },
    { host: own, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'script' },
    { host: own, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' },
  ];
  for (const headers of foreign) {
    for (const path of ['/', '/assets/index-1a2b3c4d.js', '/attachments/1/x']) {
      expect(await get(path, headers), JSON.stringify(headers)).toMatchObject({ status: 403, body: '' });
    }
    expect(await opening(headers, headers.origin ?? `http://${own}`), JSON.stringify(headers)).toBe(
      headers['sec-fetch-site'] === undefined ? 403 : 'open',
    );
  }
  expect((await get('/', { host: `localhost:${port}` })).status).toBe(200);
  expect((await get('/', { host: own, origin: `http://${own}` })).status).toBe(200);
});

test('a socket is opened by our own page alone, and at its own place', async () => {
  const own = `http://127.0.0.1:${port}`;
  expect(await opening({}, own)).toBe('open');
  expect(await opening({ host: `localhost:${port}` }, `http://localhost:${port}`)).toBe('open');
  expect(await opening({}, 'http://evil.example')).toBe(403);
  expect(await opening({}, 'null')).toBe(403);
  expect(await opening({})).toBe(403);
  expect(await opening({}, own, '/')).toBe(403);
  expect(await opening({}, own, '/live/../live')).toBe('open');
});

test('no path leads out of the page’s folder', async () => {
  const paths = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/index.html%00.txt',
    '/%',
    '/assets',
    '/assets/',
    '/attachments/../../secret.txt/x',
    `/attachments/${encodeURIComponent('../../secret.txt')}/x`,
  ];
  for (const path of paths) {
    const { status, body } = await get(path);
    expect(body, path).not.toContain('not for the page');
    expect([400, 404], path).toContain(status);
  }
});

test('the loopback’s API answers no browser', async () => {
  const loopback = await startLoopback();
  onTestFinished(() => loopback.close());
  const url = `${loopback.apiUrl}/v10/users/@me`;
  const authorization = `Bot ${loopback.token}`;
  expect((await fetch(url, { headers: { authorization } })).status).toBe(200);
  const asked = await fetch(url, { headers: { authorization, origin: 'http://127.0.0.1:8787' } });
  expect([asked.status, await asked.text(), asked.headers.get('access-control-allow-origin')]).toEqual([403, '', null]);
  const gateway = (headers: Record<string, string>) => {
    const socket = new WebSocket(loopback.apiUrl.replace('http', 'ws').replace('/api', ''), { headers });
    return new Promise((resolve) => {
      socket.on('open', () => resolve('open'));
      socket.on('error', () => resolve('refused'));
    });
  };
  expect(await gateway({})).toBe('open');
  expect(await gateway({ origin: 'http://evil.example' })).toBe('refused');
  expect(await gateway({ 'sec-fetch-site': 'cross-site' })).toBe('refused');
});

test('a taken port moves to the next free one', async () => {
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const wanted = typeof address === 'object' && address ? address.port : 0;
  const moved = await playForThisTest({ port: wanted });
  const got = Number(new URL(moved.url()).port);
  expect(got).toBeGreaterThan(wanted);
  expect(got).toBeLessThanOrEqual(wanted + 20);
});
