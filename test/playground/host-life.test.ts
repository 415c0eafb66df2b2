import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addressOfRunning } from '../../src/playground/playground-lock.ts';
import { type OpenPage, openPage, playForThisTest, smallBot } from './open-page.ts';

const use = (page: OpenPage, command: string, options = {}, name = 'Ada') => ({
  do: 'run' as const,
  memberId: page.memberId(name),
  placeId: page.placeId('general'),
  command,
  options,
});

test('everything is there again after a restart, and nothing after a fresh start', async () => {
  const play = await playForThisTest();
  const page = await play.open();
  const card = await page.message(use(page, 'picture'));
  await page.message(use(page, 'secret', { film: 'x' }));
  await page.ask({ do: 'say', memberId: page.memberId('Ada'), placeId: page.placeId('book-club'), text: 'Hello' });
  void page.ask(use(page, 'thinking')).catch(() => {});
  const thinking = await page.until(
    () => [...page.messages.values()].find(({ state }) => state === 'thinking'),
    'the thinking',
  );
  await page.ask({ do: 'advance', milliseconds: 5_000 });
  const commands = page.told.findLast((one) => one.kind === 'commands')?.commands;
  await play.restart();

  const again = await play.open();
  const { servers, places, members, bot } = again.snapshot;
  expect({ servers, places, members, id: bot.id }).toEqual({
    servers: page.snapshot.servers,
    places: page.snapshot.places,
    members: page.snapshot.members,
    id: page.snapshot.bot.id,
  });
  expect(again.snapshot.ahead).toBe(5_000);
  expect(again.snapshot.commands).toEqual(commands ?? page.snapshot.commands);
  const unfinished = { ...thinking, state: 'failed', content: 'The application did not respond' };
  expect(again.messages).toEqual(
    new Map([...page.messages].map(([id, message]) => [id, id === thinking.id ? unfinished : message])),
  );
  const [, dot = ''] = /"url":"(\/attachments\/\d+\/dot\.png)"/.exec(JSON.stringify(again.messages.get(card.id))) ?? [];
  expect((await (await fetch(play.url() + dot)).arrayBuffer()).byteLength).toBe(70);
  const press = { do: 'press' as const, memberId: again.memberId('Ada'), messageId: card.id, customId: 'count/0' };
  expect(await again.exchange(press)).toMatchObject({ outcome: 'update' });
  expect(await again.message(use(again, 'time'))).toMatchObject({ state: 'shown' });

  await play.restart({ fresh: true });
  const fresh = await play.open();
  expect(fresh.messages.size).toBe(0);
  expect(fresh.snapshot).toMatchObject({ ahead: 0, servers: [{ name: 'Film club' }] });
  expect(fresh.snapshot.bot.id).not.toBe(bot.id);
  expect(await readdir(join(play.options.dataFolder, 'attachments'))).toEqual([]);
});

test('a state that cannot be read is put aside, and a new one begins', async () => {
  const play = await playForThisTest();
  const page = await play.open();
  await page.until(() => page.state() === 'ready', 'the bot');
  const path = join(play.options.dataFolder, 'world.json');
  for (const spoil of [
    (text: string) => text.slice(0, -20),
    (text: string) => text.replace(/"memberIds":\["\d+"/, '"memberIds":["123456789012345678"'),
  ]) {
    // What was saved when it stopped is spoiled before it starts again.
    const before = play.log.length;
    await play.stop();
    await writeFile(path, spoil(await readFile(path, 'utf8')));
    await play.start();
    expect(play.log.slice(before)).toEqual([
      expect.stringMatching(/could not be read .*unreadable-.* a new one begins\.$/),
    ]);
    const next = await play.open();
    expect(next.snapshot.servers).toMatchObject([{ name: 'Film club' }]);
  }
  expect((await readdir(play.options.dataFolder)).filter((name) => name.startsWith('unreadable-'))).toHaveLength(2);
});

test('a mistake in a content file is shown until it is cured, however the file is saved', async () => {
  const play = await playForThisTest();
  const page = await play.open();
  const file = (name: string) => join(play.contentFolder, name);
  const shown = async (count: number, films: number): Promise<void> => {
    await page.until(() => {
      const { mistakes, films: known } = page.told.findLast((one) => one.kind === 'mistakes') ?? page.snapshot;
      return mistakes.length === count && known === films;
    }, `${count} mistakes and ${films} films`);
  };
  await shown(0, 0);
  await writeFile(file('one.yaml'), 'broken');
  await shown(1, 0);
  expect(page.told.findLast((one) => one.kind === 'mistakes')?.mistakes).toEqual([
    { file: 'one.yaml', line: 3, column: 5, problem: 'it is broken' },
  ]);
  const late = await play.open();
  expect(late.snapshot.mistakes).toHaveLength(1);
  // Many editors write another file and rename it over the old one.
  await writeFile(file('one.yaml~'), 'whole');
  await rename(file('one.yaml~'), file('one.yaml'));
  await shown(0, 1);
  await writeFile(file('two.yaml'), 'broken');
  await shown(1, 1);
  await unlink(file('two.yaml'));
  await shown(0, 1);
});

test('a bot that falls over is started again, and pages are told', async () => {
  const play = await playForThisTest();
  const page = await play.open();
  await page.until(() => page.state() === 'ready', 'the bot');
  const seen = page.told.length;
  void page.ask(use(page, 'crash')).catch(() => {});
  await page.until(() => page.state() === 'stopped', 'the bot to fall over');
  await expect(page.ask(use(page, 'time'))).rejects.toThrow('being started again');
  await page.until(() => page.state() === 'ready', 'the bot to be back');
  expect(page.told.slice(seen).flatMap((one) => (one.kind === 'bot' ? [one.state] : []))).toEqual([
    'stopped',
    'starting',
    'ready',
  ]);
  expect(play.log).toEqual(['Foyer ended with 7; it is started again in 1 s.', '  the bot was made to fall over']);
  expect(await page.message(use(page, 'time'))).toMatchObject({ state: 'shown' });
});

test('a second playground on the same folder is told where the first one is', async () => {
  const play = await playForThisTest();
  const second = await playForThisTest({ dataFolder: play.options.dataFolder }).catch((error: unknown) => error);
  expect(addressOfRunning(second)).toBe(play.url());
});

test('a page that has fallen silent does not keep the playground from ending', async () => {
  const play = await playForThisTest();
  const { host, port } = new URL(play.url());
  const silent = connect(Number(port), '127.0.0.1');
  silent.on('error', () => {});
  silent.write(
    `GET /live HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(silent, 'data');
  const asked = performance.now();
  await play.stop();
  expect(performance.now() - asked).toBeLessThan(3_000);
});

test('a host that is asked to end stops the bot, saves and is gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-host-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const script = join(folder, 'host.mjs');
  const options = {
    port: 0,
    fresh: false,
    entry: smallBot,
    dataFolder: folder,
    pageFolder: folder,
    contentFolders: [],
  };
  await writeFile(
    script,
    `import { startPlayground } from ${JSON.stringify(join(process.cwd(), 'dist/src/playground/host.js'))};
     const playground = await startPlayground(${JSON.stringify(options)});
     process.on('SIGTERM', () => playground.close().then(() => process.disconnect()));
     process.send(playground.url);`,
  );
  const host = fork(script, { stdio: 'inherit' });
  const [url] = await once(host, 'message');
  const page = await openPage(String(url));
  const message = await page.message(use(page, 'picture'));
  const asked = performance.now();
  host.kill('SIGTERM');
  expect(await page.closed).toBe(1001);
  const [code] = await once(host, 'exit');
  expect(code).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(await readFile(join(folder, 'world.json'), 'utf8')).toContain(message.id);
  await expect(fetch(String(url))).rejects.toThrow();
});
