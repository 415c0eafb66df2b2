import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type BotProcess, startBotProcess } from '../../src/playground/bot-process.ts';
import { type Loopback, startLoopback } from '../../src/playground/loopback.ts';
import { entry, foyerForThisTest, untilHere } from '../foyer.ts';

const film = 'never-let-me-go-2010';
/** A story that takes several messages to tell. */
const longTale = JSON.stringify({
  title: 'Long Tale',
  year: 1999,
  medium: 'film',
  directors: [{ name: 'D. Irector' }],
  book: { key: 'somebody-the-tale-1950', title: 'The Tale', authors: ['A. Somebody'], year: 1950, form: 'novel' },
  scenes: [...Array.from({ length: 9 }, () => 'So it goes. '.repeat(110).trim()), 'The last word of it.'].map(
    (plot) => ({
      film: 'setup',
      book: 'setup',
      plot,
    }),
  ),
});
const tenSeconds = 10_000;

/** Resolves when the process has written `text`. */
async function untilWritten({ process: child, output }: BotProcess, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if ((output.stdout + output.stderr).includes(text)) resolve();
    };
    look();
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('close', () => reject(new Error(`it ended before it wrote "${text}": ${output.stderr}`)));
  });
}

/** Resolves when a request has met the fault that was planned, and is held up by it. */
const untilMet = ({ faults }: Loopback) => vi.waitFor(() => expect(faults.pending).toBe(0), 10_000);
const untilStopping = (bot: BotProcess) => untilWritten(bot, 'stopping: finishing what is under way');

/** What it ended with, and whether that was within the time a supervisor gives. */
async function stopped(bot: BotProcess, signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM') {
  const from = performance.now();
  const code = await bot.stop(signal);
  return { code, inTime: performance.now() - from < tenSeconds };
}

async function loopbackForThisTest(): Promise<Loopback> {
  const loopback = await startLoopback();
  onTestFinished(() => loopback.close());
  return loopback;
}

async function startOn({ apiUrl, token }: Pick<Loopback, 'apiUrl' | 'token'>): Promise<BotProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-shutdown-'));
  const bot = startBotProcess({ entry, apiUrl, token, storeUrl: `sqlite://${join(folder, 'foyer.sqlite')}` });
  onTestFinished(async () => {
    await bot.kill();
    await rm(folder, { recursive: true, force: true });
  });
  return bot;
}

const wentWell = { code: 0, inTime: true };

describe.each(['SIGTERM', 'SIGINT'] as const)('A8: %s', (signal) => {
  test('lets an answer under way arrive, takes no new work, and ends with 0', async () => {
    const { loopback, alice, bob, bot } = await foyerForThisTest();
    loopback.faults.next({ path: /\/callback$/ }, { kind: 'slow', ms: 1000, when: 'before' });
    const underWay = alice.run('/rate', { film, stars: '★★★★' });
    await untilMet(loopback);
    const ending = stopped(bot(), signal);
    await untilStopping(bot());
    const late = bob.run('/help');
    expect((await underWay).message.text).toContain('**★★★★** from you, for the film Never Let Me Go (2010).');
    expect(await ending).toEqual(wentWell);
    expect((await late).outcome).toBe('failed');
    expect(loopback.requests.filter(({ path }) => path.endsWith('/callback'))).toHaveLength(1);
    expect(bot().output.stderr).not.toMatch(/"level":(40|50|60)/);
  });
});

describe('A8: what is under way', () => {
  test('is finished to the last of several messages', async () => {
    const { loopback, alice, bot } = await foyerForThisTest({ content: { 'long-tale-1999.yaml': longTale } });
    loopback.faults.next({ path: /^\/webhooks\//, times: 1 }, { kind: 'slow', ms: 500, when: 'before' });
    const exchange = await alice.run('/synopsis', { film: 'long-tale-1999' });
    expect(await stopped(bot())).toEqual(wentWell);
    expect(exchange.messages.length).toBeGreaterThan(1);
    expect(exchange.messages.at(-1)?.text).toContain('The last word of it.');
  });

  test('takes the card with it: a ballot that was confirmed stands on it', async () => {
    const { loopback, alice, bob, bot } = await foyerForThisTest();
    const { message: card } = await alice.run('/bookvsfilm', { film });
    await loopback.until(() => (card.thread?.messages.length ?? 0) > 0, 'the talk');
    const edit = { method: 'PATCH', path: /^\/channels\/\d+\/messages\/\d+$/ };
    loopback.faults.next(edit, { kind: 'slow', ms: 700, when: 'before' });
    await bob.press(card, 'Book');
    await untilMet(loopback);
    expect(card.text).toContain('0 ballots');
    expect(await stopped(bot())).toEqual(wentWell);
    expect(card.text).toContain('1 ballot\n');
    expect(card.edits).toBe(1);
  });

  test('is left when it takes too long, and said so; a second signal changes nothing', async () => {
    const { loopback, alice, bot } = await foyerForThisTest({ answerDeadlineMs: 60_000 });
    loopback.faults.next({ path: /\/callback$/ }, { kind: 'slow', ms: 60_000, when: 'before' });
    const underWay = alice.run('/help');
    await untilMet(loopback);
    const ending = stopped(bot());
    await untilStopping(bot());
    bot().process.kill('SIGTERM');
    bot().process.kill('SIGINT');
    expect(await ending).toEqual(wentWell);
    expect(bot().output.stderr).toContain('"level":40');
    expect(bot().output.stderr).toContain('something under way did not finish in time');
    await loopback.close();
    expect((await underWay).outcome).toBe('failed');
  });
});

describe('A8: a signal while it is not there yet', () => {
  test('during the login ends it at once, quietly', async () => {
    const loopback = await loopbackForThisTest();
    loopback.faults.next({ path: /^\/gateway\/bot$/ }, { kind: 'slow', ms: 5000, when: 'before' });
    const bot = await startOn(loopback);
    await untilMet(loopback);
    expect(await stopped(bot)).toEqual(wentWell);
    expect(bot.output).toEqual({ stdout: '', stderr: '' });
  });

  test('with a gateway that lets nobody in, too', async () => {
    const loopback = await loopbackForThisTest();
    loopback.gateway.refuseConnections(true);
    const bot = await startOn(loopback);
    await loopback.until(() => loopback.requests.length > 0, 'the login');
    const ended = await stopped(bot);
    expect(bot.output.stdout).toBe('');
    expect(bot.output.stderr).not.toMatch(/"level":(50|60)/);
    expect(ended).toEqual(wentWell);
  });

  test('during the registration, too', async () => {
    const loopback = await loopbackForThisTest();
    loopback.faults.next({ method: 'PUT', path: /commands$/ }, { kind: 'slow', ms: 5000, when: 'before' });
    const bot = await startOn(loopback);
    await untilMet(loopback);
    expect(await stopped(bot)).toEqual(wentWell);
    expect(bot.output.stdout).toBe('');
  });

  test('with Discord out of reach, which is waited for patiently until then', async () => {
    const loopback = await startLoopback();
    await loopback.close();
    const bot = await startOn(loopback);
    await untilWritten(bot, 'Discord is out of reach; trying again');
    expect(await stopped(bot, 'SIGINT')).toEqual(wentWell);
  });
});

test('A8: Discord that comes back is found again, and a signal ends the bot as ever', async () => {
  const loopback = await loopbackForThisTest();
  loopback.faults.next({ path: /^\/gateway\/bot$/ }, { kind: 'status', status: 503 });
  const bot = await startOn(loopback);
  await untilHere(bot);
  expect(await stopped(bot)).toEqual(wentWell);
});

/** A process that starts the bot as ours do, and says its number when it is there. */
const parent = (settings: object) => `
  import { startBotProcess } from ${JSON.stringify(resolve('dist/src/playground/bot-process.js'))};
  const bot = startBotProcess(${JSON.stringify(settings)});
  bot.process.stdout.on('data', (text) => {
    if (String(text).includes('Foyer is here')) process.stdout.write(String(bot.process.pid));
  });
`;

test('a bot whose parent was killed ends by itself, with what is under way finished', async () => {
  const loopback = await loopbackForThisTest();
  const alice = loopback.addMember('Alice', { server: loopback.addServer() });
  const folder = await mkdtemp(join(tmpdir(), 'foyer-shutdown-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { apiUrl, token } = loopback;
  const program = join(folder, 'parent.mjs');
  await writeFile(program, parent({ entry, apiUrl, token, storeUrl: `sqlite://${join(folder, 'foyer.sqlite')}` }));
  const child = spawn(process.execPath, [program]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const pid = await new Promise<number>((started) => child.stdout.once('data', (text) => started(Number(text))));
  loopback.faults.next({ path: /\/callback$/ }, { kind: 'slow', ms: 300, when: 'before' });
  const underWay = alice.run('/help');
  await untilMet(loopback);
  child.kill('SIGKILL');
  expect((await underWay).outcome).toBe('message');
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), tenSeconds);
});
