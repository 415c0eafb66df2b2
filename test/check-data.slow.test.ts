import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { called, folderWith, shortest } from './catalogue/files.ts';
import { wholeFilm } from './catalogue/whole-film.ts';
import { programWithFilms } from './foyer.ts';

/** What `npm run check:data` runs once the program is compiled. */
async function checkData(...folders: readonly string[]) {
  return checkDataIn('.', ...folders);
}

async function checkDataIn(cwd: string, ...folders: readonly string[]) {
  const run = promisify(execFile)(process.execPath, ['dist/src/check-data.js', ...folders], { cwd });
  const { code, stdout, stderr } = await run.then(
    (output) => ({ ...output, code: 0 }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  return { code, lines: stdout.trimEnd().split('\n'), stderr };
}

test('the films that we ship have no mistake', { timeout: 60_000 }, async () => {
  expect(await checkData()).toEqual({
    code: 0,
    lines: [expect.stringMatching(/^\d+ files, 0 mistakes\.$/)],
    stderr: '',
  });
});

describe('a film that is in the format and still no card', () => {
  /**
   * The command where a module of it says something else. Every film in the format makes cards that can be sent, as
   * long as formats, views and limits agree: so one of them is changed.
   */
  async function checkDataWith(module: string, change: (code: string) => string) {
    const wordy = `${called('Zoo')}reviews:
  - key: somebody
    sections:
      - about: story
        text: ${'7 '.repeat(999)}
    verdict: '8'
`;
    const files = { 'the-film-2001.yaml': shortest, 'zoo-2001.yaml': wordy };
    const root = resolve(dirname(await programWithFilms(files)), '../..');
    const file = join(root, 'dist/src', module);
    const code = await readFile(file, 'utf8');
    expect(change(code)).not.toBe(code);
    await writeFile(file, change(code));
    const checked = await checkDataIn(root);
    return { ...checked, lines: checked.lines.filter((line) => line.includes(' cannot be ')) };
  }

  test('that Discord would take is named, with the field that the card shows', async () => {
    const { code, lines } = await checkDataWith('discord/limits.js', (js) =>
      js.replace('maxCharacters = 4000', 'maxCharacters = 1900'),
    );
    const place = 'data/films/zoo-2001.yaml:13:3';
    const problem = / a page of a review cannot be sent: a message of \d+ characters, of 1900$/;
    expect(new Set(lines.map((line) => line.replace(problem, '')))).toEqual(new Set([place]));
    expect(code).toBe(1);
  });

  test('that could be made is named, and the others are checked all the same', async () => {
    const { code, lines } = await checkDataWith('views/stills.js', (js) =>
      js.replace(
        /(export function stillsCard\(.*\{\n)/,
        "$1if (arguments[0].title === 'Zoo') throw new Error('Too long');\n",
      ),
    );
    expect(lines).toEqual(['data/films/zoo-2001.yaml:1:1 its cards cannot be made: Too long']);
    expect(code).toBe(1);
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
  const notWhole = 'an entry has facts alone, or all that a club asks for: here is no';
  expect(await checkData(folder)).toEqual({
    code: 1,
    lines: [
      `${at('broken-2001.yaml')}:1:8 the quotation mark that opens here is never closed`,
      `${film}:1:1 ${notWhole} scenes, no changes, no countries, no languages, no cast, no contentNotes, no readOrWatchFirst, no themes, no prompts, no sources`,
      `${film}:3:9 medium: expected one of film, series; found movie`,
      `${film}:14:38 text: everybody reads “two boys and a boat and”, which is also said behind a spoiler (${zoo}:16:17)`,
      `${film}:17:25 verdict: “clone” gives the turn away, and everybody reads this text (${film}:20:5)`,
      `${zoo}:1:1 ${notWhole} reviews with the key foyer, no changes, no countries, no languages, no cast, no contentNotes, no readOrWatchFirst, no themes, no endingTerms, no sources`,
      `${zoo}:1:8 title: after its title the file would be called the-zoo-2001`,
      `${zoo}:19:11 text: everybody reads “two boys and a boat and”, which is also said behind a spoiler (${zoo}:16:17)`,
      `${zoo}:19:11 text: this sentence stands in another entry too (${film}:14:38)`,
      '3 files, 9 mistakes.',
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

describe('a fault planted in an entry that is whole is found where it stands', () => {
  /** What is changed in a whole film, and the place and the words of what is then reported. */
  const faults: readonly (readonly [fault: string, change: (yaml: string) => string, reported: RegExp])[] = [
    [
      'a field that does not exist',
      put('year: 2001', 'year: 2001\nyaer: 2001'),
      /^3:1 there is no field yaer; did you mean year\?$/,
    ],
    [
      'another file name',
      put(/^title: .*/, 'title: Zoo'),
      /^1:8 title: after its title the file would be called zoo-2001$/,
    ],
    [
      'an invisible sign',
      put('Loyalty', '"Loyalty\\u200b"'),
      /^58:13 name: has an invisible or broken sign in it, U\+200B$/,
    ],
    [
      'a word that gives the turn away',
      put('Violence', 'A clone'),
      /^18:18 contentNotes: “clone” gives the turn away, .*:\d+:15\)$/,
    ],
    [
      'a late scene’s words in the open',
      repeat(/plot: (\d+ \d+ \d+ \d+ \d+ \d+ )(?=[^\n]*\n {2}- film: ending)/, 'reason: '),
      /^21:11 reason: everybody reads “.*”, which is also said behind a spoiler \(.*\)$/,
    ],
    ['no country', put('countries: [GB]\n', ''), /^1:1 .*: here is no countries$/],
    ['two in the cast', put(/.*Third.*\n/, ''), /^\d+:3 cast: 2 here, of 3 to 12$/],
    ['no content note', put('contentNotes: [Violence]\n', ''), /^1:1 .*: here is no contentNotes$/],
    ['no advice what to begin with', put(/readOrWatchFirst:\n.*\n.*\n/, ''), /^1:1 .*: here is no readOrWatchFirst$/],
    ['no review of our own', put('key: foyer', 'key: else'), /^1:1 .*: here is no reviews with the key foyer$/],
    ['a review without stars', put('    stars: 3.5\n', ''), /^\d+:5 stars: our own review gives some$/],
    [
      'a review too short',
      put(/verdict: .*/, 'verdict: ‘7’'),
      /^\d+:7 sections: our review, with its verdict: 151 words, of 180 to 350$/,
    ],
    [
      'a review without the characters',
      put('about: characters', 'about: themes'),
      /^\d+:7 sections: our own review has one about characters$/,
    ],
    [
      'a story with plot',
      put(/about: story\n {8}text/, 'about: story\n        plot'),
      /^\d+:15 plot: our own review tells none about the story: write text$/,
    ],
    ['five scenes', put(/(?<=scenes:\n) {2}- film.*\n.*\n.*\n/, ''), /^\d+:3 scenes: 5 here, of 6 to 12$/],
    [
      'a scene too short',
      put(/(?<=scenes:\n.*\n.*\n.*plot: ).*/, '‘7’'),
      /^\d+:11 plot: this scene: 1 words, of 25 to 90$/,
    ],
    [
      'a scene too long',
      put(/(?<=scenes:\n.*\n.*\n.*plot: )(.*)/, `${'7 '.repeat(60)}$1`),
      /^\d+:11 plot: this scene: 100 words, of 25 to 90$/,
    ],
    [
      'a scene out of its turn',
      put(/film: middle(?=\n {4}book)/, 'film: ending'),
      /^\d+:11 film: a scene of the middle comes after one of a later stage of the film$/,
    ],
    [
      'no ending',
      put(/film: ending(?=\n {4}book)/g, 'film: middle'),
      /^\d+:3 scenes: none is in the ending of the film$/,
    ],
    ['three changes', put(/.*aspect: tone.*\n/, ''), /^\d+:3 changes: 3 here, of 4 to 8$/],
    ['no theme', put(/themes:\n.*\n/, ''), /^1:1 .*: here is no themes$/],
    ['two prompts without plot', put(/ {2}- text: \d.*\n/, ''), /^\d+:3 prompts without plot: 2 here, of 3$/],
    ['one prompt with plot', put(/ {2}- plot: \d.*\n/, ''), /^\d+:3 prompts with plot: 1 here, of 2 to 3$/],
    ['no ending terms', put('endingTerms: [clone]\n', ''), /^1:1 .*: here is no endingTerms$/],
    ['no source', put(/sources:\n.*\n/, ''), /^1:1 .*: here is no sources$/],
    [
      'a misspelling',
      put('Violence', 'Voilence'),
      /^18:16 contentNotes: “Voilence” is in no dictionary; did you mean violence or .*\? /,
    ],
    [
      'a spelling that is American',
      put('Violence', 'A gray color'),
      /^18:23 contentNotes: “color” is in no dictionary; did you mean .*colour.*\? /,
    ],
    [
      '-ize',
      put('Violence', 'Organized crime'),
      /^18:16 contentNotes: “Organized” is in no dictionary; did you mean Organised\? /,
    ],
    [
      'a word without its capital',
      put('Violence', 'An english war'),
      /^18:19 contentNotes: “english” is in no dictionary; did you mean English\? /,
    ],
  ];

  function put(what: string | RegExp, by: string) {
    return (yaml: string) => yaml.replace(what, by);
  }

  /** Says once more, after `before`, what a pattern finds. */
  function repeat(what: RegExp, before: string) {
    return (yaml: string) => yaml.replace(before, `${before}${what.exec(yaml)?.[1] ?? ''}`);
  }

  const nameOf = (at: number) => `Film${String(at).padStart(2, '0')}`;

  test('each by itself, and nothing else', { timeout: 60_000 }, async () => {
    const files = faults.map(([fault, change], at) => {
      const yaml = wholeFilm(nameOf(at));
      expect(change(yaml), fault).not.toBe(yaml);
      return [`${nameOf(at).toLowerCase()}-2001.yaml`, change(yaml)] as const;
    });
    const folder = await folderWith({ ...Object.fromEntries(files), 'sound-2001.yaml': wholeFilm('Sound') });
    const { code, lines } = await checkData(folder);
    const reported = lines.slice(0, -1).map((line) => line.replace(`${relative('.', folder)}/`, ''));
    expect(reported).toEqual(
      faults.map(([, , report], at) => {
        const file = `${nameOf(at).toLowerCase()}-2001.yaml:`;
        return expect.stringMatching(new RegExp(`^${file}${report.source.slice(1)}`));
      }),
    );
    expect(code).toBe(1);
  });
});

test('what two entries say of each other agrees', async () => {
  const ours = called('Zoo').replace('Ada Example', 'Ada Example\n    works: [{ title: The Film, year: 2001 }]');
  const folder = await folderWith({
    'the-film-2001.yaml': shortest.replace('Ada', 'Eve').replace('example-the-book', 'example-book'),
    'zoo-2001.yaml': ours,
    'ape-2001.yaml': ours.replace('Zoo', 'Ape').replace('Ada', 'Eve').replace('year: 2001 }', 'year: 2002 }'),
  });
  const at = (name: string) => relative('.', `${folder}/${name}`);
  expect((await checkData(folder)).lines).toEqual([
    `${at('ape-2001.yaml')}:6:13 works: the-film-2001 is of another year (${at('the-film-2001.yaml')}:2:7)`,
    `${at('the-film-2001.yaml')}:7:8 key: this book has another key elsewhere (${at('ape-2001.yaml')}:8:8)`,
    `${at('zoo-2001.yaml')}:6:13 works: the-film-2001 does not name Ada Example (${at('the-film-2001.yaml')}:5:3)`,
    '3 files, 3 mistakes.',
  ]);
});

test('words that no dictionary has stand in words.txt: sorted, each once, and none that is not needed', async () => {
  const yaml = `${shortest}contentNotes: [Zyxwish, Ünderwish, Exampleses]\n`;
  const words = ['Never', 'Zyxwish', 'Ünderwish', 'Ünderwish', ''];
  const folder = await folderWith({ 'the-film-2001.yaml': yaml, 'words.txt': words.join('\n') });
  const list = relative('.', `${folder}/words.txt`);
  expect((await checkData(folder)).lines).toEqual([
    expect.stringMatching(/the-film-2001\.yaml:12:36 contentNotes: “Exampleses” is in no dictionary; .*words\.txt$/),
    `${list}:1:1 “Never” is not needed: no text has it, or it is known without this list`,
    `${list}:3:1 “Ünderwish” belongs before “Zyxwish”`,
    `${list}:4:1 “Ünderwish” stands here twice`,
    '1 file, 4 mistakes.',
  ]);
});
