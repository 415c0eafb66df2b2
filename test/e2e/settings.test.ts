import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type BotProcess, startBotProcess } from '../../src/playground/bot-process.ts';
import { startLoopback } from '../../src/playground/loopback.ts';
import { entry, foyerForThisTest, programWithFilms, untilHere } from '../foyer.ts';

const secret = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.Secret.in-the-wrong-place';

function film(title: string): string {
  return JSON.stringify({
    title,
    year: 1999,
    medium: 'film',
    directors: [{ name: 'D. Irector' }],
    book: { key: 'a-novel-1950', title: 'A Novel', authors: ['A. Uthor'], year: 1950, form: 'novel' },
  });
}

async function folderForThisTest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-settings-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The program with these settings alone, and nobody to talk to. */
async function started(env: Readonly<Record<string, string>>): Promise<BotProcess> {
  const folder = await folderForThisTest();
  const bot = startBotProcess({
    entry,
    apiUrl: 'http://127.0.0.1:9/api',
    token: 'any.token.at-all',
    storeUrl: `sqlite://${join(folder, 'foyer.sqlite')}`,
    env,
  });
  onTestFinished(() => bot.kill());
  return bot;
}

describe('A5: bad settings', () => {
  test('are all named at once, with exit code 78, and no value of theirs is', async () => {
    const bot = await started({
      DISCORD_TOKEN: `${secret} and a word`,
      DISCORD_API_URL: secret,
      STORE_URL: secret,
      CONTENT_DIR: secret,
      LOG_LEVEL: secret,
      DISCORD_GUILD_ID: secret,
      PLAYGROUND_PORT: secret,
    });
    expect(await bot.exited).toBe(78);
    expect(bot.output).toEqual({
      stdout: '',
      stderr: [
        'These settings cannot be used. See .env.example for what each is for.',
        '  DISCORD_TOKEN has a space or another character in it that no token has',
        '  DISCORD_API_URL is not an http(s) address',
        '  STORE_URL is none of sqlite://path/to/file.sqlite, redis://user:password@host:6379/0 or postgresql://user:password@host:5432/database',
        '  CONTENT_DIR is not a folder that can be read',
        '  LOG_LEVEL is none of trace, debug, info, warn, error, fatal, silent',
        '  DISCORD_GUILD_ID is not a server’s id, which has 17 to 20 digits',
        '  PLAYGROUND_PORT is not a port from 1 to 65535',
        '',
      ].join('\n'),
    });
  });

  test('a token that is missing in production is one of them', async () => {
    const bot = await started({ DISCORD_TOKEN: '', NODE_ENV: 'production' });
    expect(await bot.exited).toBe(78);
    expect(bot.output).toEqual({
      stdout: '',
      stderr:
        'These settings cannot be used. See .env.example for what each is for.\n' +
        '  DISCORD_TOKEN is missing: copy the bot’s token from https://discord.com/developers/applications\n',
    });
  });
});

describe('A5: CONTENT_DIR', () => {
  test('is merged over the films that come with Foyer: new ones beside them, the same file name in their place', async () => {
    const program = await programWithFilms({
      'shipped-1999.yaml': film('Shipped'),
      'replaced-1999.yaml': film('The Old Cut'),
    });
    const { alice, bot } = await foyerForThisTest({
      entry: program,
      content: { 'replaced-1999.yaml': film('The New Cut'), 'ours-1999.yaml': film('Ours') },
    });
    expect(bot().output.stdout).toContain('Films: 3.');
    const suggested = await alice.complete('review', { film: '' }, 'film');
    expect(suggested.map(({ value }) => value).sort()).toEqual(['ours-1999', 'replaced-1999', 'shipped-1999']);
    const { message } = await alice.run('/review', { film: 'replaced-1999' });
    expect(message.text).toContain('## The New Cut (1999)');
  });

  test('with a bad file in it, the file is named with its line and column, and the rest is there', async () => {
    const program = await programWithFilms({ 'shipped-1999.yaml': film('Shipped') });
    const { alice, bot } = await foyerForThisTest({
      entry: program,
      content: { 'bad-1999.yaml': 'title: Bad\nyear: soon\n', 'ours-1999.yaml': film('Ours') },
    });
    expect(bot().output.stderr).toMatch(/"at":"[^"]*bad-1999\.yaml:2:7","msg":"a film was left out: /);
    const { message } = await alice.run('/review', { film: 'ours-1999' });
    expect(message.text).toContain('## Ours (1999)');
  });
});

describe('A5: DISCORD_API_URL and DISCORD_GUILD_ID', () => {
  test('everything goes to that address, the gateway too, and the commands to that server alone', async () => {
    const loopback = await startLoopback();
    onTestFinished(() => loopback.close());
    const server = loopback.addServer({ name: 'Rehearsal' });
    const other = loopback.addServer({ name: 'Everybody else' });
    const bot = await started({
      DISCORD_TOKEN: loopback.token,
      DISCORD_API_URL: `${loopback.apiUrl}/v10/`,
      DISCORD_GUILD_ID: server.id,
    });
    await untilHere(bot);
    expect(loopback.gateway.counts).toEqual({ identified: 1, resumed: 0 });
    expect(server.commands.map(({ name }) => name)).toEqual([
      'film',
      'review',
      'synopsis',
      'changes',
      'pick',
      'progress',
      'rate',
      'ratings',
      'bookvsfilm',
      'matchups',
      'mydata',
      'foyer',
      'help',
    ]);
    expect([...loopback.commands, ...other.commands]).toEqual([]);
    const alice = loopback.addMember('Alice', { server });
    const { message } = await alice.run('/help');
    const review = server.commands.find(({ name }) => name === 'review');
    expect(message.text).toContain(`</review:${String(review?.raw.id)}>`);
  });
});

describe('A5: LOG_LEVEL', () => {
  test('silent leaves standard error empty', async () => {
    const { alice, bot } = await foyerForThisTest({ env: { LOG_LEVEL: 'silent' } });
    await alice.run('/help');
    expect(bot().output.stderr).toBe('');
  });
});

describe('the log', () => {
  test('has no token and nothing that a member typed, at its most talkative, also when things fail', async () => {
    const { loopback, alice, bob, bot } = await foyerForThisTest({ env: { LOG_LEVEL: 'trace' } });
    const typed = 'Something that a member typed';
    await alice.run('/review', { film: typed });
    const { message: rating } = await alice.run('/rate', { film: 'never-let-me-go-2010', stars: '★★★½' });
    await alice.pressForged(rating, `review.page/v1/${typed}`);
    const faulty = (times: number, status: number, body: unknown) =>
      loopback.faults.next({ method: 'POST', path: /\/callback$/, times }, { kind: 'status', status, body });
    const refused = { code: 50035, message: 'Invalid Form Body', errors: { data: { _errors: [] } } };
    faulty(1, 400, refused);
    await alice.run('/review', { film: 'never-let-me-go-2010' });
    faulty(1, 403, { code: 50001, message: 'Missing Access' });
    await bob.run('/rate', { film: 'never-let-me-go-2010', stars: '★★' });
    loopback.faults.next({ path: /\/callback$/, times: 2 }, { kind: 'cut', when: 'before' });
    await bob.run('/help');
    loopback.gateway.askToReconnect();
    await loopback.until(() => loopback.gateway.counts.resumed === 1, 'a session that goes on');
    await bob.run('/help');
    const { stderr, stdout } = bot().output;
    const log = stdout + stderr;
    expect(log).not.toContain(typed);
    for (const part of loopback.token.split('.').slice(1)) expect(log).not.toContain(part);
    for (const { interaction } of loopback.interactions) expect(log).not.toContain(interaction.token.slice(0, 40));
    // Each line is one JSON object, and each error says what it was and where it came from.
    const entries = stderr
      .trim()
      .split('\n')
      .map((line): { msg: string; err?: unknown } => JSON.parse(line));
    const failed = entries.filter(({ msg }) => msg === 'a request failed').map(({ err }) => err);
    expect(failed).toEqual([
      expect.objectContaining({ type: expect.stringMatching(/^DiscordAPIError/), status: 400, code: 50035 }),
      expect.objectContaining({ type: expect.stringMatching(/^DiscordAPIError/), status: 403, code: 50001 }),
    ]);
    for (const error of failed) {
      expect(error).toMatchObject({ message: expect.stringMatching(/./), stack: expect.stringContaining('    at ') });
    }
  });
});

describe('E2: no films at all', () => {
  test('every command says kindly that there are none, and what would bring some', async () => {
    const folder = await folderForThisTest();
    await mkdir(join(folder, 'empty'));
    await writeFile(join(folder, 'empty', 'README.md'), 'Not a film.');
    const program = await programWithFilms({});
    const { alice, bot, loopback } = await foyerForThisTest({
      entry: program,
      env: { CONTENT_DIR: join(folder, 'empty') },
    });
    expect(bot().output.stdout).toContain('Films: 0.');
    const none = 'There are no films here yet. Whoever runs this bot can add some: see CONTRIBUTING in its repository.';
    const asked = [
      await alice.run('/review', { film: 'Never Let Me Go' }),
      await alice.run('/review', { film: 'never-let-me-go-2010', critic: 'foyer' }),
      await alice.run('/synopsis', { film: 'Never Let Me Go' }),
      await alice.run('/film', { film: 'Never Let Me Go' }),
      await alice.run('/changes', { film: 'Never Let Me Go' }),
      await alice.run('/pick'),
      await alice.run('/pick', { decade: 1970 }),
      await alice.run('/rate', { film: 'Never Let Me Go', stars: '★★★' }),
      await alice.run('/bookvsfilm', { film: 'Never Let Me Go' }),
    ];
    for (const { message, messages } of asked) {
      expect(messages).toHaveLength(1);
      expect(message.ephemeral).toBe(true);
      expect(message.text).toBe(none);
      expect(message.buttons).toEqual([]);
    }
    for (const command of ['film', 'review', 'synopsis', 'changes', 'rate', 'bookvsfilm']) {
      expect(await alice.complete(command, { film: 'never', ...(command === 'rate' && { stars: 1 }) }, 'film')).toEqual(
        [],
      );
    }
    expect(await alice.complete('review', { film: 'never', critic: '' }, 'critic')).toEqual([]);
    const { message: help } = await alice.run('/help');
    expect(help.ephemeral).toBe(true);
    expect(help.text.split('\n')[1]).toBe(
      'A film and the book it came from, side by side, and nobody is spoiled by accident. There are no films here yet.',
    );
    expect(bot().output.stderr).not.toContain('"level":50');
    expect(loopback.requests.filter(({ status }) => status >= 400)).toEqual([]);
  });
});
