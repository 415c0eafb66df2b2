import { copyFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { type BotProcess, startBotProcess } from '../src/playground/bot-process.ts';
import { type Loopback, type LoopbackOptions, type Server, startLoopback } from '../src/playground/loopback.ts';
import type { Member } from '../src/playground/members.ts';

/** The compiled program; `npm test` builds it first. */
export const entry = resolve('dist/bot/main.js');

/** A loopback server on which the real bot runs as a process of its own. */
export interface Foyer {
  readonly loopback: Loopback;
  readonly server: Server;
  /** Made the moderator nowhere: members with the usual permissions. */
  readonly alice: Member;
  readonly bob: Member;
  /** The process that runs now. */
  readonly bot: () => BotProcess;
  readonly storeUrl: string;
  /** Starts the bot again on the same store, after it was stopped or killed. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
  end(): Promise<void>;
}

export interface FoyerOptions extends LoopbackOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Files for CONTENT_DIR, by name. */
  readonly content?: Readonly<Record<string, string>>;
  readonly entry?: string;
}

/** Starts both, and resolves when the bot has registered its commands. To be ended by the caller. */
export async function startFoyer({
  env = {},
  content,
  entry: program = entry,
  ...options
}: FoyerOptions = {}): Promise<Foyer> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-test-'));
  const storeUrl = `sqlite://${join(folder, 'foyer.sqlite')}`;
  await copyFile(inject('warmStore'), join(folder, 'foyer.sqlite'));
  const contentDir = content ? await contentFolder(folder, content) : '';
  const loopback = await startLoopback(options);
  const server = loopback.addServer({ name: 'Film club' });
  const start = (more: Readonly<Record<string, string>> = {}) =>
    startBotProcess({
      entry: program,
      apiUrl: loopback.apiUrl,
      token: loopback.token,
      storeUrl,
      env: { CONTENT_DIR: contentDir, ...env, ...more },
    });
  let bot = start();
  await untilHere(bot);
  return {
    loopback,
    server,
    alice: loopback.addMember('Alice', { server }),
    bob: loopback.addMember('Bob', { server }),
    bot: () => bot,
    storeUrl,
    async restart(more) {
      bot = start(more);
      await untilHere(bot);
    },
    async end() {
      await bot.kill();
      await loopback.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same for one test, which ends it. */
export async function foyerForThisTest(options?: FoyerOptions): Promise<Foyer> {
  const foyer = await startFoyer(options);
  onTestFinished(() => foyer.end());
  return foyer;
}

/** Resolves when the bot says that it is here; rejects with what it wrote when it ends instead. */
export async function untilHere(bot: BotProcess): Promise<void> {
  await new Promise<void>((done, failed) => {
    const look = () => {
      if (bot.output.stdout.includes('Foyer is here')) done();
    };
    look();
    bot.process.stdout?.on('data', look);
    void bot.exited.then((code) => failed(new Error(`the bot ended with ${code}: ${bot.output.stderr}`)));
  });
}

async function contentFolder(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, 'films');
  await mkdir(path);
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return path;
}

/** A copy of the compiled program with other films beside it, for one test; returns its entry. */
export async function programWithFilms(files: Readonly<Record<string, string>>): Promise<string> {
  const { entry: program, remove } = await copyProgram(files);
  onTestFinished(remove);
  return program;
}

/** The same, to be removed by the caller. */
export async function copyProgram(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly entry: string; readonly remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'foyer-program-'));
  await copyFile('package.json', join(root, 'package.json'));
  await cp('dist', join(root, 'dist'), { recursive: true });
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  await mkdir(join(root, 'data'));
  await contentFolder(join(root, 'data'), files);
  return { entry: join(root, 'dist/bot/main.js'), remove: async () => rm(root, { recursive: true, force: true }) };
}
