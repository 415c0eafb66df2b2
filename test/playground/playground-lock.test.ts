import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addressOfRunning, lockFolder, lockHeader } from '../../src/playground/playground-lock.ts';

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A page that answers with a word after so many milliseconds; resolves to its address. */
async function pageWith(word: () => string, after: number): Promise<string> {
  const server = createServer((_, response) => {
    setTimeout(() => response.writeHead(200, { [lockHeader]: word() }).end(), after);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  // Of a server on a port this is what Node answers; only one on a pipe has a name instead.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const refusalOf = (attempt: Promise<unknown>) => attempt.then(() => undefined, addressOfRunning);

test('a folder whose page answers late is still held by it', async () => {
  const folder = await emptyFolder();
  const first = await lockFolder(folder);
  const url = await pageWith(() => first.word, 1500);
  await first.hold(url);
  expect(await refusalOf(lockFolder(folder))).toBe(url);
});

test('a folder is free again when its holder has gone, or another page stands at its address', async () => {
  const folder = await emptyFolder();
  const first = await lockFolder(folder);
  await first.hold(await pageWith(() => 'another', 0));
  await expect(lockFolder(folder)).resolves.toBeDefined();
  await first.hold('http://127.0.0.1:1');
  await expect(lockFolder(folder)).resolves.toBeDefined();
});
