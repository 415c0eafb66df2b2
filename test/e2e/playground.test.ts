import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { programWithFilms } from '../foyer.ts';

/** `npm start` as its second half runs it: the compiled program, in a folder of its own so that its data is too. */
async function startProgram(env: Readonly<Record<string, string>>) {
  const film = await readFile('data/films/never-let-me-go-2010.yaml', 'utf8');
  const entry = await programWithFilms({ 'never-let-me-go-2010.yaml': film });
  const start = (): Program => run(entry, env);
  return { start, root: join(entry, '../../..') };
}

interface Program {
  readonly process: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly exited: Promise<number | null>;
  /** Resolves to the first match of what it prints. */
  says(words: RegExp): Promise<RegExpExecArray>;
}

function run(entry: string, env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, [entry], {
    cwd: join(entry, '../../..'),
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  child.stderr.on('data', (text: Buffer) => {
    output.stderr += text.toString();
  });
  const exited = new Promise<number | null>((done) => child.once('close', done));
  return {
    process: child,
    output,
    exited,
    says: (words) =>
      new Promise((done, failed) => {
        const look = () => {
          const match = words.exec(output.stdout);
          if (match) done(match);
        };
        child.stdout.on('data', (text: Buffer) => {
          output.stdout += text.toString();
          look();
        });
        look();
        void exited.then((code) => failed(new Error(`it ended with ${code}: ${output.stderr}`)));
      }),
  };
}

/** A port that is taken as long as the test runs. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('without a token the playground starts beside a taken port, prints where it is, and stops when asked', async () => {
  const port = await takenPort();
  const { start } = await startProgram({ PLAYGROUND_PORT: String(port) });
  const program = start();
  const [, url = ''] = await program.says(/Foyer’s playground is at (http:\/\/127\.0\.0\.1:\d+)/);
  expect(Number(new URL(url).port)).toBeGreaterThan(port);
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<script type="module"');
  program.process.kill('SIGTERM');
  expect(await program.exited).toBe(0);
});

test('in production a missing token is an error, and never the playground', async () => {
  const { start } = await startProgram({ NODE_ENV: 'production' });
  const program = start();
  expect(await program.exited).toBe(78);
  expect(program.output.stderr).toBe(
    'These settings cannot be used. See .env.example for what each is for.\n' +
      '  DISCORD_TOKEN is missing: copy the bot’s token from https://discord.com/developers/applications\n',
  );
});

test('a second playground on the same data says where the first one is', async () => {
  const { start } = await startProgram({ PLAYGROUND_PORT: String(await takenPort()) });
  const [, url] = await start().says(/playground is at (\S+)/);
  const second = start();
  await second.says(new RegExp(`The playground runs already, at ${url}`));
  expect(await second.exited).toBe(0);
});
