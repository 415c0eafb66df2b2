import { chmod, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadFilms, parseFilm } from '../../src/catalogue/load.ts';
import { called, folderWith, shortest } from './files.ts';

const asRead = (mistakes: ReturnType<typeof parseFilm>['mistakes']) =>
  mistakes.map(({ line, column, problem }) => `${line}:${column} ${problem}`);

const mistakesIn = (yaml: string, name = 'the-film-2001.yaml') => asRead(parseFilm(`films/${name}`, yaml).mistakes);

const instead = (found: string, other: string) => {
  if (!shortest.includes(found)) throw new Error(`${found} is not in the shortest film`);
  return shortest.replace(found, other);
};

test('the shortest film is whole', () => {
  expect(mistakesIn(shortest)).toEqual([]);
});

const review = (...lines: readonly string[]) => `${shortest}reviews:
  - key: foyer
    verdict: Good.
    sections:
${lines.map((line) => `      ${line}`).join('\n')}
`;

describe('a mistake is reported with its line, its column and what an author can do', () => {
  const cases: readonly (readonly [what: string, yaml: string, expected: readonly string[]])[] = [
    ['a field is missing', instead('medium: film\n', ''), ['1:1 medium: is missing']],
    ['a field within another is missing', instead('  form: novel\n', ''), ['7:3 form: is missing']],
    [
      'a field is misspelt',
      instead('year: 2001', 'yaer: 2001'),
      ['1:1 year: is missing', '2:1 there is no field yaer; did you mean year?'],
    ],
    [
      'a field is unknown',
      instead('  form: novel', '  form: novel\n  weight: 300'),
      [
        '12:3 there is no field weight here; there are key, title, originalTitle, romanisedTitle, otherTitles, authors, year, form, note',
      ],
    ],
    [
      'a text between { and } has a comma',
      `${shortest}sources:\n  - { title: The Film (film, 2001): its own credits }\n`,
      ['13:30 a text with a comma in it needs quotes between { and }: 2001) was read as a field'],
    ],
    [
      'every unknown field is named',
      `${shortest}gerne: []\ncomposer: []\n`,
      [
        '12:1 there is no field gerne; did you mean genres?',
        '13:1 there is no field composer; did you mean composers?',
      ],
    ],
    [
      'a choice is not among those there are',
      instead('medium: film', 'medium: movie'),
      ['3:9 medium: expected one of film, series; found movie'],
    ],
    [
      'a choice is misspelt',
      instead('form: novel', 'form: novela'),
      [
        '11:9 form: expected one of novel, novella, short story, short story collection, non-fiction, memoir, graphic novel, graphic memoir, play, poem; found novela; did you mean novel?',
      ],
    ],
    [
      'a title is a number',
      instead('title: The Film', 'title: 1984'),
      ['1:8 title: expected a text, found the number 1984: write "1984"'],
    ],
    [
      'a title is a truth',
      instead('title: The Film', 'title: true'),
      ['1:8 title: expected a text, found true: write "true"'],
    ],
    [
      'a year is a text',
      instead('year: 2001', 'year: two thousand'),
      ['2:7 year: expected a whole number from 1000 to 2100'],
    ],
    [
      'a year is not whole',
      instead('  year: 1999', '  year: 1999.5'),
      ['10:9 year: expected a whole number from -3000 to 2100'],
    ],
    [
      'a field has no value',
      instead('title: The Film', 'title:'),
      ['1:7 title: is empty: give it a value or remove it'],
    ],
    ['a text has nothing in it', instead('title: The Film', "title: '  '"), ['1:8 title: is empty']],
    [
      'a text has nothing in it to be seen',
      instead('title: The Film', 'title: "\\u200b\\u2060"'),
      ['1:8 title: is empty'],
    ],
    [
      'a text is too long',
      instead('title: The Film', `title: ${'x'.repeat(201)}`),
      ['1:8 title: is 201 characters long, of 200'],
    ],
    [
      'a list is a text',
      instead('authors: [Bea Example]', 'authors: Bea Example'),
      ['9:12 authors: expected a list, each entry after a hyphen, found a text'],
    ],
    ['a list has no entry', instead('authors: [Bea Example]', 'authors: []'), ['9:12 authors: needs an entry']],
    [
      'a list is too long',
      `${shortest}countries: [AA, BB, CC, DD, EE, FF, GG, HH, II]\n`,
      ['12:12 countries: has 9 entries, and 8 at most are shown'],
    ],
    [
      'an entry of a list is a text',
      instead('  - name: Ada Example', '  - Ada Example'),
      ['5:5 directors: expected fields (name: value), found a text'],
    ],
    [
      'fields are a list',
      instead('  - name: Ada Example', '  - [Ada, Example]'),
      ['5:5 directors: expected fields (name: value), found a list'],
    ],
    [
      'a country is written out',
      `${shortest}countries: [GB, France]\n`,
      ['12:17 countries: expected a country’s two capital letters, such as GB (ISO 3166)'],
    ],
    [
      'a key has capitals',
      instead('example-the-book-1999', 'The_Book'),
      ['7:8 key: expected lower-case letters, digits and hyphens'],
    ],
    [
      'an address is not secure',
      `${shortest}sources:\n  - { title: A page, link: "http://example.com" }\n`,
      ['13:28 link: expected an address that begins with https://'],
    ],
    [
      'stars come in halves',
      review('- { about: story, text: Fine. }').replace('verdict', 'stars: 3.7\n    verdict'),
      ['14:12 stars: expected a number from 0.5 to 5 in halves'],
    ],
    [
      'stars are a text',
      review('- { about: story, text: Fine. }').replace('verdict', 'stars: four\n    verdict'),
      ['14:12 stars: expected a number from 0.5 to 5 in halves'],
    ],
    ['a section has neither text nor plot', review('- about: story'), ['16:9 sections: needs a field text or plot']],
    [
      'a section has text and plot',
      review('- about: story', '  text: Fine.', '  plot: They win.'),
      ['18:9 plot: write text or plot, not both'],
    ],
    [
      'a section is misspelt',
      review('- about: story', '  txet: Fine.'),
      ['16:9 sections: needs a field text or plot', '17:9 there is no field txet; did you mean text?'],
    ],
    [
      'a section is about something else',
      review('- about: costumes', '  plot: They win.'),
      [
        '16:16 about: expected one of story, characters, casting, look and sound, themes, book and film; found costumes',
      ],
    ],
    [
      'a prompt is a text alone',
      `${shortest}prompts:\n  - Why does nobody run?\n`,
      ['13:5 prompts: expected a field text or plot, found a text'],
    ],
    [
      'a scene is in neither work',
      `${shortest}scenes:\n  - { film: absent, book: absent, plot: Nothing. }\n`,
      ['13:5 scenes: a scene is in the film, in the book or in both, so film and book cannot both be absent'],
    ],
    [
      'two reviews have one key',
      review('- { about: story, text: Fine. }') +
        '  - { key: foyer, verdict: Bad., sections: [{ about: story, text: Poor. }] }\n',
      ['17:12 key: another review of this film is called foyer'],
    ],
    [
      'the year is not that of the file’s name',
      instead('2001', '2002'),
      ['2:7 year: 2002 here, and 2001 in the file’s name'],
    ],
    ['a key stands twice', `${shortest}year: 2001\n`, ['12:1 the field year stands here a second time']],
    ['a tab indents', instead('  - name', '\t- name'), ['5:1 a tab indents this line: use spaces']],
    [
      'a line is indented otherwise',
      instead('  title: The Book', ' title: The Book'),
      ['8:1 is indented otherwise than what it belongs to: All mapping items must start at the same column'],
    ],
    [
      'a text with a colon has no quotes',
      instead('The Film', 'Film: The Film'),
      ['1:8 a text with a colon and a space in it needs quotes, or a line of its own after >-'],
    ],
    [
      'a text with an at sign has no quotes',
      instead('The Film', '@film'),
      ['1:8 a text that begins with @ needs quotes'],
    ],
    [
      'a quotation mark is never closed',
      instead('Ada Example', '"Ada Example'),
      ['5:11 the quotation mark that opens here is never closed'],
    ],
    ['a text begins as an alias does', instead('The Film', '*M*A*S*H'), ['1:8 a text that begins with * needs quotes']],
    ['a text begins as an anchor does', instead('The Film', '&Juliet'), ['1:8 a text that begins with & needs quotes']],
    ['a text begins as a tag does', instead('The Film', '!Bang Bang'), ['1:8 a text that begins with ! needs quotes']],
    [
      'there are two documents',
      `${shortest}---\ntitle: Another\n`,
      ['12:1 a second document begins here: a file holds one film'],
    ],
    ['the file is empty', '', ['1:1 the file is empty']],
    ['the file has comments only', '# to do\n', ['1:1 the file is empty']],
    ['the file is a list', '# films\n- title: The Film\n', ['2:1 expected fields (name: value), found a list']],
    ['the file is a text', 'The Film\n', ['1:1 expected fields (name: value), found a text']],
  ];

  test.each(cases)('%s', (_, yaml, expected) => {
    expect(mistakesIn(yaml)).toEqual(expected);
  });

  test('a field is called as every object’s own', () => {
    expect(mistakesIn(`${shortest}__proto__: { polluted: yes }\n`)).toEqual([
      expect.stringMatching(/^12:1 there is no field __proto__ here; there are title, /),
    ]);
  });

  test('all mistakes of one file are reported, in their order', () => {
    const broken = `title: 1984
yaer: 2001
medium: movie
directors: []
book:
  key: The Book
  title: ""
  authors: Bea
  year: long ago
  form: haiku
reviews:
  - key: foyer
    stars: 6
    verdict: [Good]
    sections:
      - about: costumes
  - key: foyer
    sections: []
`;
    expect(mistakesIn(broken, 'The Film.yaml')).toEqual([
      '1:1 the file’s name: expected title-year, such as never-let-me-go-2010',
      '1:1 year: is missing',
      '1:8 title: expected a text, found the number 1984: write "1984"',
      '2:1 there is no field yaer; did you mean year?',
      '3:9 medium: expected one of film, series; found movie',
      '4:12 directors: needs an entry',
      '6:8 key: expected lower-case letters, digits and hyphens',
      '7:10 title: is empty',
      '8:12 authors: expected a list, each entry after a hyphen, found a text',
      '9:9 year: expected a whole number from -3000 to 2100',
      expect.stringMatching(/^10:9 form: expected one of novel, .*; found haiku$/),
      '13:12 stars: expected a number from 0.5 to 5 in halves',
      '14:14 verdict: expected a text, found a list',
      '16:9 sections: needs a field text or plot',
      expect.stringMatching(/^16:16 about: expected one of story, .*; found costumes$/),
      '17:5 verdict: is missing',
      '17:10 key: another review of this film is called foyer',
      '18:15 sections: needs an entry',
    ]);
  });

  test.each([
    ['without a year', 'the-film.yaml'],
    ['with capitals', 'The-Film-2001.yaml'],
    ['with spaces', 'the film 2001.yaml'],
  ])('a file’s name %s', (_, name) => {
    expect(mistakesIn(shortest, name)).toEqual([
      '1:1 the file’s name: expected title-year, such as never-let-me-go-2010',
    ]);
  });

  test('aliases that would unfold to gigabytes are refused without unfolding them', () => {
    const lines = Array.from({ length: 30 }, (_, index) =>
      index === 0 ? 'a0: &a0 [lol, lol]' : `a${index}: &a${index} [${`*a${index - 1}, `.repeat(9)}lol]`,
    );
    const started = performance.now();
    const mistakes = mistakesIn(lines.join('\n'));
    expect(mistakes).toHaveLength(30);
    expect(mistakes[0]).toBe('1:5 a text that begins with & needs quotes');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('nesting without end is refused', () => {
    expect(mistakesIn('['.repeat(20_000))[0]).toMatch(/^1:\d+ is nested more deeply than any film needs$/);
  });

  test('Windows line ends do not move the lines', () => {
    expect(mistakesIn(instead('medium: film', 'medium: movie').replaceAll('\n', '\r\n'))).toEqual([
      '3:9 medium: expected one of film, series; found movie',
    ]);
  });
});

/** Loads folders, and reports mistakes with their file’s name. */
async function load(...folders: readonly string[]) {
  const { films, mistakes } = await loadFilms(folders);
  return {
    titles: films.map(({ film }) => film.title),
    mistakes: mistakes.map(({ file, line, column, problem }) => `${basename(file)}:${line}:${column} ${problem}`),
  };
}

describe('a folder', () => {
  test('a bad file never stops the rest', async () => {
    const folder = await folderWith({
      'bad-2001.yaml': 'title: [',
      'the-film-2001.yaml': shortest,
      'worse-2001.yaml': '',
      'zoo-2001.yaml': called('Zoo'),
    });
    expect(await load(folder)).toEqual({
      titles: ['The Film', 'Zoo'],
      mistakes: [expect.stringMatching(/^bad-2001.yaml:1:\d+ /), 'worse-2001.yaml:1:1 the file is empty'],
    });
  });

  test('files that are not YAML, hidden files and folders are left alone', async () => {
    const folder = await folderWith({
      'the-film-2001.yaml': shortest,
      'README.md': '# films',
      'film.schema.json': '{}',
      '.the-film-2001.yaml.swp': 'x',
      '._the-film-2001.yaml': 'x',
      'drafts/zoo-2001.yaml': called('Zoo'),
      'folder-2001.yaml/inside-2001.yaml': called('Inside'),
    });
    expect(await load(folder)).toEqual({ titles: ['The Film'], mistakes: [] });
  });

  test('.yml is read as .yaml is', async () => {
    const folder = await folderWith({ 'the-film-2001.yml': shortest, 'zoo-2001.YAML': called('Zoo') });
    expect(await load(folder)).toEqual({ titles: ['The Film', 'Zoo'], mistakes: [] });
  });

  test('two files of one key: the second is refused', async () => {
    const folder = await folderWith({ 'the-film-2001.yml': shortest, 'the-film-2001.yaml': shortest });
    expect(await load(folder)).toEqual({
      titles: ['The Film'],
      mistakes: [expect.stringMatching(/^the-film-2001.yml:1:1 .*the-film-2001.yaml has the same key$/)],
    });
  });

  test('a byte order mark is no mistake and moves nothing', async () => {
    const folder = await folderWith({
      'the-film-2001.yaml': `\uFEFF${shortest}`,
      'zoo-2001.yaml': `\uFEFF${called('7')}`,
    });
    expect(await load(folder)).toEqual({
      titles: ['The Film'],
      mistakes: ['zoo-2001.yaml:1:8 title: expected a text, found the number 7: write "7"'],
    });
  });

  test('a file in another encoding is reported at its first foreign byte', async () => {
    const folder = await folderWith({
      'latin-2001.yaml': Buffer.from(instead('Ada Example', 'Ödön Exämple'), 'latin1'),
      'mixed-2001.yaml': Buffer.concat([Buffer.from('title: ö'), Buffer.from([0xff]), Buffer.from('\n')]),
      'wide-2001.yaml': Buffer.from(`\uFEFF${shortest}`, 'utf16le'),
    });
    expect((await load(folder)).mistakes).toEqual([
      'latin-2001.yaml:5:11 is not UTF-8: save the file in that encoding',
      'mixed-2001.yaml:1:9 is not UTF-8: save the file in that encoding',
      'wide-2001.yaml:1:1 is not UTF-8: save the file in that encoding',
    ]);
  });

  test('a file of many megabytes is not tried', async () => {
    const folder = await folderWith({ 'the-film-2001.yaml': `title: ${'x'.repeat(5_000_000)}` });
    expect((await load(folder)).mistakes).toEqual(['the-film-2001.yaml:1:1 is larger than any film needs (4 MB)']);
  });

  test('a link to a file counts as one, a link to nothing is reported', async () => {
    const elsewhere = await folderWith({ 'some.yaml': shortest });
    const folder = await folderWith({});
    await symlink(join(elsewhere, 'some.yaml'), join(folder, 'the-film-2001.yaml'));
    await symlink(join(elsewhere, 'none.yaml'), join(folder, 'zoo-2001.yaml'));
    expect(await load(folder)).toEqual({
      titles: ['The Film'],
      mistakes: [expect.stringMatching(/^zoo-2001.yaml:1:1 cannot be read: ENOENT/)],
    });
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read is reported', async () => {
    const folder = await folderWith({ 'the-film-2001.yaml': shortest, 'zoo-2001.yaml': called('Zoo') });
    await chmod(join(folder, 'zoo-2001.yaml'), 0);
    expect((await load(folder)).mistakes).toEqual([expect.stringMatching(/^zoo-2001.yaml:1:1 cannot be read: EACCES/)]);
  });

  test('a folder that is not there is the caller’s to explain', async () => {
    await expect(load('/nowhere/films')).rejects.toThrow(/ENOENT/);
  });

  test('our own review comes first, wherever it stands', async () => {
    const folder = await folderWith({
      'the-film-2001.yaml': `${shortest}reviews:
  - { key: blog, verdict: Bad., sections: [{ about: story, text: Poor. }] }
  - { key: foyer, verdict: Good., sections: [{ about: story, text: Fine. }] }
`,
    });
    const { films } = await loadFilms([folder]);
    expect(films[0]?.film.reviews.map(({ key }) => key)).toEqual(['foyer', 'blog']);
  });
});

describe('a folder of one’s own over the shipped one', () => {
  const shippedFilms = { 'the-film-2001.yaml': shortest, 'zoo-2001.yaml': called('Zoo') };

  test('adds films', async () => {
    const own = await folderWith({ 'new-2001.yaml': called('New') });
    expect(await load(await folderWith(shippedFilms), own)).toEqual({
      titles: ['The Film', 'Zoo', 'New'],
      mistakes: [],
    });
  });

  test('replaces a film of the same key, also from .yml', async () => {
    const own = await folderWith({ 'the-film-2001.yml': `${called('The Very Film')}` });
    const loaded = await load(await folderWith(shippedFilms), own);
    expect(loaded.titles.sort()).toEqual(['The Very Film', 'Zoo']);
    expect(loaded.mistakes).toEqual([]);
  });

  test('a replacement with a mistake leaves the shipped film in its place', async () => {
    const own = await folderWith({ 'the-film-2001.yaml': instead('medium: film', 'medium: movie') });
    expect(await load(await folderWith(shippedFilms), own)).toEqual({
      titles: ['The Film', 'Zoo'],
      mistakes: ['the-film-2001.yaml:3:9 medium: expected one of film, series; found movie'],
    });
  });

  test('a replacement that contradicts other films on their book leaves the shipped film in its place', async () => {
    const own = await folderWith({
      'the-film-2001.yaml': called('The Very Film').replace('1999\n  form', '1998\n  form'),
    });
    const loaded = await load(await folderWith(shippedFilms), own);
    expect(loaded.titles.sort()).toEqual(['The Film', 'Zoo']);
    expect(loaded.mistakes).toEqual([
      expect.stringMatching(/^the-film-2001.yaml:10:9 year: the book example-the-book-1999 is .*zoo-2001.yaml:10$/),
    ]);
  });

  test('a book can be described anew in all of its films', async () => {
    const anew = (yaml: string) => yaml.replace('1999\n  form', '1998\n  form');
    const own = await folderWith({
      'the-film-2001.yaml': anew(called('The Very Film')),
      'zoo-2001.yaml': anew(called('New Zoo')),
    });
    expect(await load(await folderWith(shippedFilms), own)).toEqual({
      titles: ['The Very Film', 'New Zoo'],
      mistakes: [],
    });
  });

  test('an own folder of nothing but mistakes leaves everything as shipped', async () => {
    const own = await folderWith({ 'the-film-2001.yaml': '', 'zoo-2001.yaml': 'x', 'new-2001.yaml': '- a' });
    const loaded = await load(await folderWith(shippedFilms), own);
    expect(loaded.titles).toEqual(['The Film', 'Zoo']);
    expect(loaded.mistakes).toHaveLength(3);
  });
});

describe('one book, two films', () => {
  test('a description that differs is reported at its line in the second file, and where the first stands', async () => {
    const folder = await folderWith({
      'the-film-2001.yaml': shortest,
      'zoo-2001.yaml': called('Zoo')
        .replace('[Bea Example]', '[Bea Example, Cy Example]')
        .replace('form: novel', 'form: play'),
    });
    expect(await load(folder)).toEqual({
      titles: ['The Film'],
      mistakes: [
        expect.stringMatching(/^zoo-2001.yaml:9:12 authors: the book example-the-book-1999 .*the-film-2001.yaml:9$/),
        expect.stringMatching(/^zoo-2001.yaml:11:9 form: the book example-the-book-1999 .*the-film-2001.yaml:11$/),
      ],
    });
  });

  test('a part that one of them lacks is reported where its book begins', async () => {
    const folder = await folderWith({
      'the-film-2001.yaml': `${shortest}  note: First in a magazine.\n`,
      'zoo-2001.yaml': called('Zoo'),
    });
    expect((await load(folder)).mistakes).toEqual([expect.stringMatching(/^zoo-2001.yaml:7:3 note: .*2001.yaml:12$/)]);
  });

  test('the order of fields is no difference', async () => {
    const folder = await folderWith({
      'the-film-2001.yaml': shortest,
      'zoo-2001.yaml': called('Zoo').replace(/( {2}year.*\n)( {2}form.*\n)/, '$2$1'),
    });
    expect((await load(folder)).mistakes).toEqual([]);
  });
});
