import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { called, folderWith, shortest } from './files.ts';

/** What `npm run check:data` runs once the program is compiled. */
async function checkData(...folders: readonly string[]) {
  const run = promisify(execFile)(process.execPath, ['dist/src/catalogue/check.js', ...folders]);
  const { code, stdout, stderr } = await run.then(
    (output) => ({ ...output, code: 0 }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  return { code, lines: stdout.trimEnd().split('\n'), stderr };
}

test('the films that we ship have no mistake, which is known within ten seconds', { timeout: 10_000 }, async () => {
  expect(await checkData()).toEqual({
    code: 0,
    lines: [expect.stringMatching(/^\d+ files, 0 mistakes\.$/)],
    stderr: '',
  });
});

test('every mistake of every file is listed, of the format and beyond it, in their order', async () => {
  const folder = await folderWith({
    'broken-2001.yaml': 'title: "',
    'the-film-2001.yaml': `${shortest.replace('medium: film', 'medium: movie')}reviews:
  - key: foyer
    sections: [{ about: story, text: Two boys and a boat and nothing more. }]
    verdict: >-
      Quiet, tender, harder than it looks. Who would
      have thought of a Clone
      of a clone?
endingTerms:
  - clone
`,
    'zoo-2001.yaml': `${called('The Zoo').replace('form: novel', 'form: play')}scenes:
  - film: absent
    book: middle
    plot: >-
      They meet two boys
      and a boat and a bear.
prompts:
  - text: Two boys and a boat and nothing more.
`,
  });
  const at = (name: string) => relative('.', `${folder}/${name}`);
  const film = at('the-film-2001.yaml');
  const zoo = at('zoo-2001.yaml');
  expect(await checkData(folder)).toEqual({
    code: 1,
    lines: [
      `${at('broken-2001.yaml')}:1:8 the quotation mark that opens here is never closed`,
      `${film}:3:9 medium: expected one of film, series; found movie`,
      `${film}:14:38 text: everybody reads “two boys and a boat and”, which is also said behind a spoiler (${zoo}:16:17)`,
      `${film}:17:25 verdict: “clone” gives the turn away, and everybody reads this text (${film}:20:5)`,
      `${zoo}:1:8 title: after its title the file would be called the-zoo-2001`,
      `${zoo}:19:11 text: everybody reads “two boys and a boat and”, which is also said behind a spoiler (${zoo}:16:17)`,
      `${zoo}:19:11 text: this sentence stands in another entry too (${film}:14:38)`,
      '3 files, 7 mistakes.',
    ],
    stderr: '',
  });
});

test('several folders are held against each other as they are when they are loaded', async () => {
  const shipped = await folderWith({ 'the-film-2001.yaml': shortest, 'zoo-2001.yaml': called('Zoo') });
  const own = await folderWith({ 'zoo-2001.yaml': called('Zoo').replace('form: novel', 'form: play') });
  const { code, lines } = await checkData(shipped, own);
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/zoo-2001.yaml:11:9 form: the book example-the-book-1999 is described otherwise in .*:11$/),
    '3 files, 1 mistake.',
  ]);
});

test('a folder that is not there is said to be missing', async () => {
  const { code, stderr } = await checkData('no/such/folder');
  expect(code).toBe(1);
  expect(stderr).toContain('no/such/folder');
});
