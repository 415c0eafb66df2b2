import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, foyerForThisTest, programWithFilms, startFoyer } from '../foyer.ts';

const neverLetMeGo = 'never-let-me-go-2010';

const book = {
  key: 'somebody-the-novel-1950',
  title: 'The Novel',
  authors: ['A. Somebody'],
  year: 1950,
  form: 'novel',
};
const filmOf = (title: string, more: object = {}) =>
  JSON.stringify({ title, year: 1999, medium: 'film', directors: [{ name: 'D. Irector' }], book, ...more });
const content = {
  // Namesakes: two directors, and one director's film and series.
  'emma-one-1999.yaml': filmOf('Emma', { directors: [{ name: 'Ana Ruiz' }] }),
  'emma-two-1999.yaml': filmOf('Emma', { directors: [{ name: 'Bo Li' }] }),
  'persuasion-film-1999.yaml': filmOf('Persuasion', { directors: [{ name: 'Ana Ruiz' }] }),
  'persuasion-series-1999.yaml': filmOf('Persuasion', { directors: [{ name: 'Ana Ruiz' }], medium: 'series' }),
  [`${'long-'.repeat(11)}1999.yaml`]: filmOf('Long Winding Title '.repeat(11).slice(0, 200)),
  ...Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [`episode-${at}-1999.yaml`, filmOf(`Episode ${at} of the Saga`)]),
  ),
};

let foyer: Foyer;
let alice: Member;

beforeAll(async () => {
  foyer = await startFoyer({ content });
  ({ alice } = foyer);
});
afterAll(() => foyer.end());

const labels = ({ buttons }: SeenMessage) => buttons.map(({ label }) => label);
const suggested = (film: string) => alice.complete('/review', { film }, 'film');
const unsure = (typed: string) => `I am not sure which film “${typed}” is. One of these?`;

describe('suggestions', () => {
  test.each(['film', 'review', 'synopsis', 'changes', 'rate', 'bookvsfilm'])(
    'of /%s are Title (year), with the film’s key behind',
    async (command) => {
      const [first] = await alice.complete(`/${command}`, { film: 'never let' }, 'film');
      expect(first).toEqual({ name: 'Never Let Me Go (2010)', value: neverLetMeGo });
    },
  );

  test('are there before anything is typed, no more than Discord shows', async () => {
    for (const typed of ['', '   ', 'saga']) {
      const suggestions = await suggested(typed);
      expect(suggestions).toHaveLength(25);
      for (const { name, value } of suggestions) {
        expect(name).toMatch(/^\S.* \(\d{4}\)/u);
        expect(value).toMatch(/^[a-z0-9-]{1,60}$/u);
      }
    }
  });

  test.each([
    ['a typo', 'nevr let me go', neverLetMeGo],
    ['another order of words', 'go me let never', neverLetMeGo],
    ['a missing article', 'cow', 'the-cow-1969'],
    ['an article too many', 'the rashomon', 'rashomon-1950'],
    ['capital letters', 'RASHOMON', 'rashomon-1950'],
    ['missing accents', 'akutagawa ryunosuke', 'rashomon-1950'],
    ['the original title', '羅生門', 'rashomon-1950'],
    ['the original title of another script', 'گاو', 'the-cow-1969'],
    ['the romanised title', 'gaav', 'the-cow-1969'],
    ['an alternative title', 'gav', 'the-cow-1969'],
    ['the title of the book', 'mourners of bayal', 'the-cow-1969'],
    ['the author', 'ishiguro', neverLetMeGo],
    ['the director', 'romanek', neverLetMeGo],
    ['letters for signs', 'mash', 'm-a-s-h-1970'],
    ['title and year', 'solaris 2002', 'solaris-2002'],
  ])('forgive or know %s', async (_, typed, key) => {
    const [first] = await suggested(typed);
    expect(first?.value).toBe(key);
  });

  test('tell namesakes apart by director, else by medium', async () => {
    expect(await suggested('emma')).toEqual(
      expect.arrayContaining([
        { name: 'Emma (1999) · Ana Ruiz', value: 'emma-one-1999' },
        { name: 'Emma (1999) · Bo Li', value: 'emma-two-1999' },
      ]),
    );
    expect(await suggested('persuasion')).toEqual(
      expect.arrayContaining([
        { name: 'Persuasion (1999) · film', value: 'persuasion-film-1999' },
        { name: 'Persuasion (1999) · series', value: 'persuasion-series-1999' },
      ]),
    );
  });

  test('cut a long title at a word and keep its year', async () => {
    const [first] = await suggested('long winding');
    expect(first?.name).toMatch(/^Long Winding Title .*(?:Long|Winding|Title)… \(1999\)$/u);
    expect(first?.name.length).toBeLessThanOrEqual(100);
  });

  test('are none for what is like no film', async () => {
    expect(await suggested('qqqqwwwwxxxx')).toEqual([]);
  });
});

describe('a free text', () => {
  test.each(['never let me go', 'Never let me go 2010', 'nevr let me go', ' The Cow ', 'rashomon'])(
    'that can mean one film only is used: %s',
    async (film) => {
      const { message } = await alice.run('/review', { film });
      expect(message.ephemeral).toBe(false);
      expect(message.text).toMatch(/^## (?:Never Let Me Go|The Cow|Rashomon) \(/u);
    },
  );

  test('that can mean several is answered privately with the nearest', async () => {
    const { message } = await alice.run('/review', { film: 'solaris' });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(unsure('solaris'));
    expect(labels(message)).toEqual(['Solaris (1972)', 'Solaris (2002)']);
  });

  test('that means namesakes offers them told apart', async () => {
    const { message } = await alice.run('/review', { film: 'emma' });
    expect(labels(message)).toEqual(['Emma (1999) · Ana Ruiz', 'Emma (1999) · Bo Li']);
  });

  test('that means nothing is answered with three films all the same', async () => {
    const { message } = await alice.run('/review', { film: 'qqqqwwwwxxxx' });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(unsure('qqqqwwwwxxxx'));
    expect(labels(message)).toHaveLength(3);
  });

  test.each(['   ', '\u200B\u2060'])('that is blank asks for a few letters', async (film) => {
    const { message } = await alice.run('/review', { film });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe('Type a few letters of a title, an author or a director, and pick one from the list.');
    expect(labels(message)).toHaveLength(3);
  });
});

describe('a film picked from the nearest', () => {
  const pick = 'Solaris (2002)';

  test('has its review shown to everybody, as it was asked for', async () => {
    const { message } = await alice.run('/review', { film: 'solaris' });
    const answer = await alice.press(message, pick);
    expect(answer.message.ephemeral).toBe(false);
    expect(answer.message.text).toContain('## Solaris (2002)');
    expect((await alice.press(answer.message, 'Read on')).outcome).toBe('update');
  });

  test('is told as far as it was asked for, to everybody or privately', async () => {
    const open = await alice.run('/synopsis', { film: 'solaris', upto: 'setup' });
    expect(open.message.ephemeral).toBe(true);
    const forAll = await alice.press(open.message, pick);
    expect(forAll.message.ephemeral).toBe(false);
    expect(forAll.message.text).toContain('Told up to the end of the setup.');

    const closed = await alice.run('/synopsis', { film: 'solaris', upto: 'middle', private: true });
    const forOne = await alice.press(closed.message, pick);
    expect(forOne.message.ephemeral).toBe(true);
    expect(forOne.message.text).toContain('Told up to the end of the middle.');
  });

  test('is given the stars that were meant, for the work that was meant', async () => {
    const { message } = await alice.run('/rate', { film: 'solaris', stars: '★★½', work: 'Book' });
    expect(message.text).toBe(unsure('solaris'));
    const answer = await alice.press(message, pick);
    expect(answer.message.ephemeral).toBe(true);
    expect(answer.message.text).toContain('**★★½** from you, for the book Solaris, by Stanisław Lem.');
  });

  test('gets its poll, open as long as it was meant to be', async () => {
    const { message } = await alice.run('/bookvsfilm', { film: 'solaris', hours: 1 });
    expect(message.text).toBe(unsure('solaris'));
    const answer = await alice.press(message, pick);
    expect(answer.message.ephemeral).toBe(false);
    expect(answer.message.text).toContain('## Book or film? Solaris (2002)');
    const closes = Number(/Closes <t:(\d+):R>/u.exec(answer.message.text)?.[1]);
    expect(Math.abs(closes - Date.now() / 1000 - 3600)).toBeLessThan(60);
  });
});

test('where there are no films at all, every look-up says so privately and who can mend it', async () => {
  const empty = await foyerForThisTest({ entry: await programWithFilms({}) });
  expect(await empty.alice.complete('/review', { film: 'a' }, 'film')).toEqual([]);
  for (const [command, options] of [
    ['/review', {}],
    ['/synopsis', {}],
    ['/film', {}],
    ['/changes', {}],
    ['/rate', { stars: '★' }],
    ['/bookvsfilm', {}],
  ] as const) {
    const { message } = await empty.alice.run(command, { film: 'anything', ...options });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(
      'There are no films here yet. Whoever runs this bot can add some: see CONTRIBUTING in its repository.',
    );
  }
  expect((await empty.alice.run('/help')).message.text).toContain('There are no films here yet.');
});
