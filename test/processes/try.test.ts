import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** `npm run try -- '…'`, as built. */
async function tryOut(...words: readonly string[]) {
  return tryOutWith({}, ...words);
}

async function tryOutWith(env: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const child = spawn(process.execPath, [resolve('dist/src/playground/try.js'), ...words], {
    env: { PATH: process.env.PATH, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += String(text);
  });
  child.stderr.on('data', (text) => {
    stderr += String(text);
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, stdout, stderr };
}

const known =
  '/film, /review, /synopsis, /changes, /pick, /progress, /rate, /ratings, /bookvsfilm, /matchups, /mydata, /foyer, /help';
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

test('A7: the README’s example prints the review card as text, and stops', async () => {
  const line = '/review film:"never let me go"';
  const { code, stdout, stderr } = await tryOut(line);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.startsWith(`${line}\n\n┌────`)).toBe(true);
  expect(stdout).toContain('│ ## Never Let Me Go (2010)\n');
  expect(stdout).toContain('│ **★★★★** · “The ball that nobody fetches” · Foyer’s review\n');
  expect(stdout).toContain('[ Synopsis ]  [ Reveal for me ]  [ Rate ]  [ Book or film? ]  [ Next review ]');
});

test('without a command it tries that same example', async () => {
  const { code, stdout } = await tryOut();
  expect(code).toBe(0);
  expect(stdout.startsWith('/review film:"never let me go"\n\n')).toBe(true);
});

test('a command may come in pieces, as a shell without quotes hands it over', async () => {
  const { code, stdout } = await tryOut('/rate', 'film:rashomon', 'stars:★★★½');
  expect(code).toBe(0);
  expect(stdout).toContain('(only you see this)\n');
  expect(stdout).toContain('**★★★½** from you, for the film Rashomon (1950).');
});

test('all messages of a long synopsis are printed, in order', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-try-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'long-tale-1999.yaml'), longTale);
  const { code, stdout, stderr } = await tryOutWith({ CONTENT_DIR: folder }, '/synopsis film:"long tale"');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const told = [...stdout.matchAll(/^│ \*\*Setup, scene (\d+)\*\*$/gm)].map(([, scene]) => Number(scene));
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(stdout).toContain('||The last word of it.||');
  expect(stdout.split('┌').length - 1).toBeGreaterThan(2);
});

test('a poll is printed with the talk in its thread', async () => {
  const { code, stdout, stderr } = await tryOut('/bookvsfilm film:"never let me go"');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('│ [ Book ]  [ Film ]  [ Even ]  [ Close ]  [ Manage ]\n');
  expect(stdout).toContain('(in the thread “Book or film? Never Let Me Go (2010)”)\n');
  expect(stdout).toContain('Something to begin the talk with, safe for everybody:\n');
});

test('/help shows mentions that can be clicked', async () => {
  const { code, stdout } = await tryOut('/help');
  expect(code).toBe(0);
  expect(stdout).toContain('(only you see this)\n');
  for (const name of ['film', 'review', 'synopsis', 'changes', 'pick', 'rate', 'bookvsfilm']) {
    expect(stdout).toMatch(new RegExp(`</${name}:\\d{17,19}>`));
  }
});

test('an unknown film is answered by the bot', async () => {
  const { code, stdout, stderr } = await tryOut('/review film:"zzyzx qwv"');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('(only you see this)\n');
  expect(stdout).toContain('I am not sure which film “zzyzx qwv” is. One of these?');
});

test('a command that is not there is named, with those that are', async () => {
  expect(await tryOut('/revue film:mash')).toEqual({
    code: 1,
    stdout: '',
    stderr: `There is no /revue here; registered: ${known}\n`,
  });
});

test.each([
  ['an option that is not there', '/review movie:mash'],
  ['an option that is missing', '/review'],
  ['a choice that is not there', '/rate film:mash stars:eleven'],
  ['a quote that is never closed', '/review film:"mash'],
])('%s is explained in a line', async (_, line) => {
  const { code, stdout, stderr } = await tryOut(line);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^[^\n]{10,300}\n$/);
});
