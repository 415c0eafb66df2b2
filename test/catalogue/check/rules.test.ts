import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Entry, readEntries } from '../../../src/catalogue/check/entries.ts';
import { brokenRules } from '../../../src/catalogue/check/rules.ts';
import { filmFile } from '../../../src/catalogue/film.ts';
import { plotFields, textsIn } from '../../../src/catalogue/written-texts.ts';
import { called, shortest } from '../files.ts';

const entry = (yaml: string, key = 'the-film-2001'): Entry => ({ key, written: parse(yaml) });
const fields: object = parse(shortest);

/** The findings as `path problem`, of one entry or between several. */
const found = (...entries: readonly Entry[]) =>
  brokenRules(readEntries(entries)).map(({ path, problem }) => `${path.join('.')} ${problem}`);

const scene = (plot: string, stages = 'film: ending, book: ending') => `scenes:\n  - { ${stages}, plot: "${plot}" }\n`;
const prompt = (text: string) => `prompts:\n  - text: "${text}"\n`;

test('the shortest film breaks no rule', () => {
  expect(found(entry(shortest))).toEqual([]);
});

describe('a file is called after its title and year', () => {
  const titled = (title: string) => shortest.replace('The Film', JSON.stringify(title));

  test.each([
    ['Léon: O’Brien & Søn', 'leon-obrien-son-2001'],
    ['M*A*S*H', 'm-a-s-h-2001'],
    ['1984', '1984-2001'],
    ['Œdipe à Łódź', 'oedipe-a-lodz-2001'],
    ['千と千尋', 'anything-goes-2001'],
    ['The Film', 'the-film-example-2001'],
    ['The Film', 'the-film-ada-example-2001'],
    ['The Film', 'the-film-film-2001'],
    [`${'very '.repeat(20)}long`, `${'very-'.repeat(11)}2001`],
  ])('%s is %s', (title, key) => {
    expect(found(entry(titled(title), key))).toEqual([]);
  });

  test.each([
    ['The Film', 'film-2001', 'the-film-2001'],
    ['The Film', 'the-films-2001', 'the-film-2001'],
    ['Café', 'caf-2001', 'cafe-2001'],
  ])('%s is not %s', (title, key, better) => {
    expect(found(entry(titled(title), key))).toEqual([
      `title title: after its title the file would be called ${better}`,
    ]);
  });

  test('a romanised title is followed where the title has no Latin letters', () => {
    const yaml = `${titled('羅生門')}romanisedTitle: Rashōmon\n`;
    expect(found(entry(yaml, 'rashomon-2001'))).toEqual([]);
    expect(found(entry(yaml, 'gate-2001'))).toEqual([
      'title title: after its title the file would be called rashomon-2001',
    ]);
  });
});

describe('words that give the turn away', () => {
  const terms = 'endingTerms: [clone, spare parts, O’Neill, 克隆]\n';
  const givesAway = (term: string) => `“${term}” gives the turn away, and everybody reads this text`;

  test.each([
    ['a prompt', prompt('Who is a Clone?'), 'prompts.0.text text: ', 'clone'],
    ['a possessive', prompt('The clone’s eyes.'), 'prompts.0.text text: ', 'clone'],
    ['two words, hyphened', prompt('Nothing but SPARE-PARTS!'), 'prompts.0.text text: ', 'spare parts'],
    ['an apostrophe of another form', prompt("Is it O'Neill?"), 'prompts.0.text text: ', 'O’Neill'],
    ['a script without spaces', prompt('关于克隆人的电影'), 'prompts.0.text text: ', '克隆'],
    ['a content note', 'contentNotes: [a clone suffers]\n', 'contentNotes.0 contentNotes: ', 'clone'],
    ['a role', 'cast:\n  - { role: Second clone }\n', 'cast.0.role role: ', 'clone'],
    ['a note', 'cast:\n  - { role: Kathy, note: a clone }\n', 'cast.0.note note: ', 'clone'],
    ['an alternative title', 'otherTitles: [The Clone]\n', 'otherTitles.0 otherTitles: ', 'clone'],
    ['alt text', 'stills:\n  - { url: "https://x.org/a.png", alt: A clone. }\n', 'stills.0.alt alt: ', 'clone'],
    ['a theme', 'themes:\n  - { name: What a clone is }\n', 'themes.0.name name: ', 'clone'],
    ['a source', 'sources:\n  - { title: The clone film }\n', 'sources.0.title title: ', 'clone'],
  ])('%s', (_, yaml, where, term) => {
    expect(found(entry(shortest + yaml + terms))).toEqual([`${where}${givesAway(term)}`]);
  });

  test.each([
    ['within other words', prompt('Cyclones and O’Neillsburg; spare the parts')],
    ['behind a spoiler', scene('A clone made of spare parts.')],
    ['in a review’s plot', 'reviews:\n  - { key: x, verdict: Fine., sections: [{ about: story, plot: A clone. }] }\n'],
    ['in an address', 'sources:\n  - { title: A page, link: "https://clone.example.org" }\n'],
  ])('are no matter %s', (_, yaml) => {
    expect(found(entry(shortest + yaml + terms))).toEqual([]);
  });

  test('the words are found in the file, and the term beside them', () => {
    const [finding] = brokenRules(readEntries([entry(shortest + prompt('Nothing but Spare Parts') + terms)]));
    expect(finding?.at).toEqual({ words: ['spare', 'parts'] });
    expect(finding?.beside?.path).toEqual(['endingTerms', 1]);
  });
});

describe('six words in a row that a late scene has too', () => {
  const late = 'She drives home alone and never looks back at him.';
  const leak = prompt('Why is it that she DRIVES home, alone: and never looks?');
  const report =
    'prompts.0.text text: everybody reads “she drives home alone and never”, which is also said behind a spoiler';

  test.each(['film: ending, book: ending', 'film: middle, book: setup', 'film: absent, book: middle'])(
    '%s',
    (stages) => {
      expect(found(entry(shortest + leak + scene(late, stages)))).toEqual([report]);
    },
  );

  test('a comparison from the middle on counts as one', () => {
    const change = `changes:\n  - { aspect: plot, film: setup, book: ending, inBook: "${late}", inFilm: She stays. }\n`;
    expect(found(entry(shortest + leak + change))).toEqual([report]);
  });

  test('in the setup of both works they may stand in the open', () => {
    expect(found(entry(shortest + leak + scene(late, 'film: setup, book: setup')))).toEqual([]);
  });

  test('five words in a row are chance', () => {
    expect(found(entry(shortest + prompt('She drives home alone and sings.') + scene(late)))).toEqual([]);
  });

  test('a title may be named in a scene', () => {
    const yaml = shortest.replace('The Book', 'The Strange Case of Dr Jekyll and Mr Hyde');
    expect(found(entry(yaml + scene('She reads The Strange Case of Dr Jekyll and Mr Hyde aloud.')))).toEqual([]);
  });

  test('the other film of the same book tells no more', () => {
    const other = entry(called('Zoo') + scene(late), 'zoo-2001');
    expect(found(entry(shortest + leak), other)).toEqual([report]);
    const stranger = entry(
      called('Zoo')
        .replace(/example-the-book/, 'other')
        .replace('The Book', 'Other') + scene(late),
      'zoo-2001',
    );
    expect(found(entry(shortest + leak), stranger)).toEqual([]);
  });
});

describe('a sentence in two entries', () => {
  const sentence = 'It trusts small things to carry it.';
  const stands = 'this sentence stands in another entry too';

  test.each([
    ['in prompts', prompt(sentence), 'prompts.0.text text'],
    ['in scenes', scene(sentence, 'film: setup, book: setup'), 'scenes.0.plot plot'],
    ['in a theme', `themes:\n  - { name: Things, note: "Yes. ${sentence}" }\n`, 'themes.0.note note'],
  ])('%s', (_, yaml, where) => {
    const first = entry(shortest + prompt(`No! ${sentence.toUpperCase()}`));
    expect(found(first, entry(called('Zoo') + yaml, 'zoo-2001'))).toEqual([`${where}: ${stands}`]);
  });

  test('is none of fewer than six words', () => {
    const short = prompt('It trusts small things, mostly.');
    expect(found(entry(shortest + short), entry(called('Zoo') + short, 'zoo-2001'))).toEqual([]);
  });

  test('is none where facts are alike: the book’s note, a critic, a source', () => {
    const facts = `  note: It first came out in a magazine in parts.
reviews:
  - key: x
    byline: Dee Example
    aboutTheWriter: She mostly watches arthouse films in Mexico City.
    verdict: VERDICT.
    sections: [{ about: story, text: SECTION. }]
sources:
  - { title: "The Book, a novel by Bea Example, in its first edition" }
contentNotes: [Grief and illness and death and worse]
`;
    expect(found(entry(shortest + facts), entry(called('Zoo') + facts, 'zoo-2001'))).toEqual([]);
  });

  test('is none between a film and what replaces it', () => {
    const yaml = shortest + prompt(sentence);
    expect(found(entry(yaml), entry(yaml))).toEqual([]);
  });
});

describe('a sign that deceives', () => {
  test.each([
    ['a zero-width space', 'in\u200bvisible', '200B'],
    ['a right-to-left override', 'a\u202eb', '202E'],
    ['a control character', 'bell\u0007', '0007'],
    ['a tab', 'a\tb', '0009'],
    ['a soft hyphen', 'soft\u00adhyphen', '00AD'],
    ['a line separator', 'a\u2028b', '2028'],
    ['a replacement character', 'caf\uFFFD', 'FFFD'],
    ['a byte order mark', 'a\uFEFFb', 'FEFF'],
    ['a tag', 'a\u{E0041}b', 'E0041'],
  ])('%s', (_, text, code) => {
    const written = { ...fields, genres: [text] };
    expect(found({ key: 'the-film-2001', written })).toEqual([
      `genres.0 genres: has an invisible or broken sign in it, U+${code}`,
    ]);
  });

  test('is refused behind a spoiler as well', () => {
    expect(found(entry(shortest + scene('He\\u200b dies.')))).toEqual([
      'scenes.0.plot plot: has an invisible or broken sign in it, U+200B',
    ]);
  });

  test.each(['می‌خواهم', '👩‍🚀 ❤️', 'two\nlines', 'narrow\u202fspace', 'गाँव'])(
    'is none that a script needs: %s',
    (text) => {
      const written = { ...fields, genres: [text] };
      expect(found({ key: 'the-film-2001', written })).toEqual([]);
    },
  );
});

test('one book has one key', () => {
  const other = called('Zoo').replace('example-the-book-1999', 'example-book');
  expect(found(entry(shortest), entry(other, 'zoo-2001'))).toEqual([
    'book.key key: this book has another key elsewhere',
  ]);
});

test('a file with mistakes is looked through all the same', () => {
  const yaml = `title: The Film\nweight: 3\n${prompt('A clone?')}endingTerms: [clone, 7]\nscenes: none\n`;
  expect(found(entry(yaml))).toEqual([
    'prompts.0.text text: “clone” gives the turn away, and everybody reads this text',
  ]);
});

describe('which texts tell plot', () => {
  const whole = `${shortest}reviews:
  - key: x
    verdict: Fine.
    sections: [{ about: story, plot: P1 }, { about: story, text: T }]
    readers: [{ plot: P2 }, { text: T }]
scenes: [{ film: ending, book: ending, plot: P3 }]
changes: [{ aspect: plot, film: ending, book: ending, inBook: P4, inFilm: P5 }]
kept: [{ aspect: plot, film: ending, book: ending, plot: P6 }]
prompts: [{ plot: P7 }, { text: T }]
`;

  test('is known by their fields’ names, as the format has it', () => {
    const written: unknown = parse(whole);
    const parsed: unknown = filmFile.parse(written);
    const at = (path: readonly PropertyKey[]) =>
      path.reduce<unknown>((value, step) => Reflect.get(Object(value), step), parsed);
    const hidden = textsIn(written).filter(({ path }) => typeof at(path) !== 'string');
    expect(hidden.map(({ text }) => text).sort()).toEqual(['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7']);
    expect(hidden.every(({ kind }) => kind === 'plot')).toBe(true);
    expect(textsIn(written).filter(({ kind }) => kind === 'plot')).toHaveLength(hidden.length);
  });

  test('and the format has no other field that becomes plot', async () => {
    const source = await readFile('src/catalogue/film.ts', 'utf8');
    const fields = [...source.matchAll(/(\w+): plot\(/g)].map(([, name]) => name ?? '');
    expect([...new Set(fields)].sort()).toEqual([...plotFields].sort());
  });
});
