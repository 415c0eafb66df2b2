import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFilmSearch } from '../../../src/catalogue/search/film-search.ts';
import { catalogue } from './catalogue.ts';

const search = createFilmSearch(catalogue);
const first = (query: string) => search.suggest(query, 10)[0];
const clear = (key: string) => ({ kind: 'clear', key });
const unclear = (...nearest: readonly string[]) => ({ kind: 'unclear', nearest });

describe('a film is the first suggestion', () => {
  test.each([
    ['a letter missing', 'nevr let me go', 'never-let-me-go-2010'],
    ['two letters swapped', 'dnue part one', 'dune-2021'],
    ['a mistake in each word', 'balde runer', 'blade-runner-1982'],
    ['other word order', 'go me let never', 'never-let-me-go-2010'],
    ['no article', 'leopard', 'the-leopard-1963'],
    ['articles missing inside', 'remains of day', 'the-remains-of-the-day-1993'],
    ['an article too many', 'the never let me go', 'never-let-me-go-2010'],
    ['an article of the wrong language', 'der leopard', 'the-leopard-1963'],
    ['no accents', 'lat den ratte komma in', 'let-the-right-one-in-2008'],
    ['æ spelled out', 'babettes gaestebud', 'babettes-feast-1987'],
    ['and for &', 'pride and prejudice 2005', 'pride-prejudice-2005'],
    ['& for and', 'jules & jim', 'jules-and-jim-1962'],
    ['no asterisks', 'mash', 'mash-1970'],
    ['letters apart', 'm a s h', 'mash-1970'],
    ['no full stops', 'la confidential', 'la-confidential-1997'],
    ['initials apart', 'L A Confidential', 'la-confidential-1997'],
    ['Doctor for Dr.', 'doctor strangelove', 'dr-strangelove-1964'],
    ['no apostrophe', 'babettes feast', 'babettes-feast-1987'],
    ['words joined', 'bladerunner', 'blade-runner-1982'],
    ['words joined and mistyped', 'bladerunenr', 'blade-runner-1982'],
    ['a word split', 'rasho mon', 'rashomon-1950'],
    ['a number in words', 'twelve angry men', '12-angry-men-1957'],
    ['2 for II', 'godfather part 2', 'the-godfather-part-ii-1974'],
    ['capitals', 'VERTIGO', 'vertigo-1958'],
    ['Cyrillic', 'солярис', 'solaris-1972'],
    ['Cyrillic, mistyped', 'сталкр', 'stalker-1979'],
    ['romanised', 'solyaris', 'solaris-1972'],
    ['Hangul', '아가씨', 'the-handmaiden-2016'],
    ['a syllable still being typed', '버니', 'burning-2018'],
    ['Han', '羅生門', 'rashomon-1950'],
    ['Han from the middle', '红灯笼', 'raise-the-red-lantern-1991'],
    ['Kana without its dots', 'ドライブマイカー', 'drive-my-car-2021'],
    ['Hiragana for Katakana', 'どらいぶ', 'drive-my-car-2021'],
    ['Persian', 'گاو', 'the-cow-1969'],
    ['Persian on an Arabic keyboard', 'عزاداران بيل', 'the-cow-1969'],
    ['Bengali', 'পথের', 'pather-panchali-1955'],
    ['original title', 'el secreto de sus ojos', 'the-secret-in-their-eyes-2009'],
    ['book', 'do androids dream', 'blade-runner-1982'],
    ['book in its language', 'entre les morts', 'vertigo-1958'],
    ['author', 'akutagawa', 'rashomon-1950'],
    ['author without accents', 'kobo abe', 'woman-in-the-dunes-1964'],
    ['director', 'schlondorff', 'the-tin-drum-1979'],
    ['director and title', 'lynch dune', 'dune-1984'],
    ['year', 'solaris 2002', 'solaris-2002'],
    ['year in brackets', 'dune (1984)', 'dune-1984'],
    ['year that is a title', '1984', '1984-1984'],
    ['key', 'pride-prejudice-2005', 'pride-prejudice-2005'],
    ['far off, yet like nothing else', 'strngluv', 'dr-strangelove-1964'],
  ])('%s: %s', (_, query, key) => {
    expect(first(query)).toBe(key);
  });
});

test('a title in full comes before its beginning, and that before what is alike', () => {
  const found = createFilmSearch(
    ['Aline', 'Alien Nation', 'The Alien', 'Alien'].map((title) => ({
      key: title,
      year: 2000,
      titles: [title],
      bookTitles: [],
      people: [],
    })),
  ).suggest('alien', 10);
  expect(found).toEqual(['Alien', 'The Alien', 'Alien Nation', 'Aline']);
});

test('a title comes before a book or a person of that name', () => {
  const named = (key: string, titles: readonly string[], bookTitles: readonly string[], people: readonly string[]) => ({
    key,
    year: 2000,
    titles,
    bookTitles,
    people,
  });
  const found = createFilmSearch([
    named('person', ['One thing'], [], ['Rebecca']),
    named('book', ['Another thing'], ['Rebecca'], []),
    named('other', ['Third thing', 'Rebecca'], [], []),
    named('title', ['Rebecca'], [], []),
  ]).suggest('rebecca', 10);
  expect(found).toEqual(['title', 'other', 'book', 'person']);
});

test('one to three letters find the titles that begin so, the shorter first', () => {
  expect(search.suggest('d', 3)).toEqual(['dune-1984', 'dune-2021', 'die-hard-1988']);
  expect(search.suggest('bl', 1)).toEqual(['blade-runner-1982']);
  expect(search.suggest('god', 2)).toEqual(['the-godfather-1972', 'the-godfather-part-ii-1974']);
  expect(search.suggest('the', 2)).toEqual(['the-cow-1969', 'the-leopard-1963']);
});

test('an article that begins a title is typed as part of it', () => {
  expect(first('the g')).toBe('the-godfather-1972');
  expect(first('die')).toBe('die-hard-1988');
});

test('a year alone finds the films of that year', () => {
  expect(search.suggest('2016', 5)).toEqual(['arrival-2016', 'the-handmaiden-2016']);
});

test('no query gives the first by title, then year', () => {
  const wanted = ['12-angry-men-1957', '1984-1984', 'arrival-2016'];
  expect(search.suggest('', 3)).toEqual(wanted);
  expect(search.suggest(' \t\u200b ', 3)).toEqual(wanted);
  expect(search.suggest('', 1000)).toHaveLength(catalogue.length);
});

test('equals come by title, then year, then key, whatever the order of the catalogue', () => {
  const films = [3, 1, 2].map((at) => ({
    key: `dune-${at}`,
    year: at === 3 ? 1984 : 2021,
    titles: ['Dune'],
    bookTitles: [],
    people: [],
  }));
  expect(createFilmSearch(films).suggest('dune', 10)).toEqual(['dune-3', 'dune-1', 'dune-2']);
  expect(createFilmSearch(films.toReversed()).suggest('dnue', 10)).toEqual(['dune-3', 'dune-1', 'dune-2']);
});

test('what is like nothing suggests nothing', () => {
  expect(search.suggest('xqzwvkj', 10)).toEqual([]);
});

test.each([0, -1, Number.NaN, Number.NEGATIVE_INFINITY])('a limit of %d gives none', (limit) => {
  expect(search.suggest('dune', limit)).toEqual([]);
});

describe('a free text is clear', () => {
  test.each([
    ['the key', 'never-let-me-go-2010', 'never-let-me-go-2010'],
    ['a title in full', 'never let me go', 'never-let-me-go-2010'],
    ['a title that another begins with', 'the godfather', 'the-godfather-1972'],
    ['a sequel by its number', 'the godfather part 2', 'the-godfather-part-ii-1974'],
    ['a mistyped title', 'Nevr Let Me Goo', 'never-let-me-go-2010'],
    ['a title shared, with its year', 'solaris 2002', 'solaris-2002'],
    ['a title shared, with its director', 'dune villeneuve', 'dune-2021'],
    ['an alternative title of one film', 'Dune: Part One', 'dune-2021'],
    ['an original title of one film', 'Солярис', 'solaris-1972'],
    ['the title of one film and the book of another', 'le salaire de la peur', 'the-wages-of-fear-1953'],
    ['a book of one film', 'red alert', 'dr-strangelove-1964'],
    ['a book with articles', 'a story of your life', 'arrival-2016'],
    ['an author of one film', 'sarah waters', 'the-handmaiden-2016'],
    ['a word that stands for the title', 'strangelove', 'dr-strangelove-1964'],
    ['most of a beginning', 'never let', 'never-let-me-go-2010'],
  ])('%s: %s', (_, query, key) => {
    expect(search.resolve(query)).toEqual(clear(key));
  });
});

describe('a free text is unclear', () => {
  test.each([
    ['a title of two films', 'solaris', ['solaris-1972', 'solaris-2002']],
    ['a mistyped title of two films', 'solarsi', ['solaris-1972', 'solaris-2002']],
    ['a title that differs in its & only', 'pride & prejudice', ['pride-and-prejudice-1995', 'pride-prejudice-2005']],
    ['a title without its article, in full another', 'wages of fear', ['the-wages-of-fear-1953', 'sorcerer-1977']],
    ['an author of two films', 'kazuo ishiguro', ['never-let-me-go-2010', 'the-remains-of-the-day-1993']],
    ['a family name of two', 'murakami', ['burning-2018', 'drive-my-car-2021']],
    ['a sequel that is not there', 'blade runner 2049', ['blade-runner-1982']],
    ['one word among many', 'bomb', ['dr-strangelove-1964']],
  ])('%s: %s', (_, query, nearest) => {
    expect(search.resolve(query)).toEqual(unclear(...nearest));
  });

  test('a letter, which offers what begins with it', () => {
    expect(search.resolve('n')).toMatchObject({ kind: 'unclear', nearest: { 0: 'never-let-me-go-2010' } });
  });

  test('a title of two films with the year of neither, which offers both first', () => {
    expect(search.resolve('dune 2000')).toMatchObject({ kind: 'unclear', nearest: { 0: 'dune-1984', 1: 'dune-2021' } });
  });

  test('nonsense, which offers the three that look most like it', () => {
    const nonsense = search.resolve('stlkxrr');
    expect(nonsense).toMatchObject({ kind: 'unclear', nearest: { 0: 'stalker-1979', length: 3 } });
    expect(search.resolve('!?')).toMatchObject({ kind: 'unclear', nearest: { length: 3 } });
  });

  test('nothing, which offers the first three', () => {
    expect(search.resolve(' ')).toEqual(unclear('12-angry-men-1957', '1984-1984', 'arrival-2016'));
  });

  test('anything, where there are no films', () => {
    const empty = createFilmSearch([]);
    expect(empty.resolve('dune')).toEqual(unclear());
    expect(empty.suggest('dune', 10)).toEqual([]);
    expect(empty.suggest('', 10)).toEqual([]);
  });
});

test('a title of nothing but signs is found by them', () => {
  const signs = createFilmSearch([{ key: 'dollars-1971', year: 1971, titles: ['$'], bookTitles: [], people: [] }]);
  expect(signs.resolve('$')).toEqual(clear('dollars-1971'));
});

test('of two entries with one key the first counts', () => {
  const entry = { key: 'dune-1984', year: 1984, bookTitles: [], people: [] };
  const twice = createFilmSearch([
    { ...entry, titles: ['Dune'] },
    { ...entry, titles: ['Other'] },
  ]);
  expect(twice.suggest('', 10)).toEqual(['dune-1984']);
  expect(twice.resolve('dune')).toEqual(clear('dune-1984'));
});

describe('a hostile query is harmless', () => {
  test.each([
    ['6,000 letters', 'a'.repeat(6000)],
    ['6,000 words', 'de la '.repeat(1000)],
    ['letters that unfold', '\ufdfa'.repeat(6000)],
    ['lone surrogates', '\ud800\udc00\udfff'.repeat(500)],
    ['half a surrogate pair at the cut', `${'x'.repeat(99)}🎬`],
    ['a pattern', '(.*)+$^[\\d|]{9}'.repeat(300)],
    ['a property', '__proto__ constructor toString'],
    ['signs', '*!?…&"«»'.repeat(300)],
    ['years', '1984 '.repeat(300)],
    ['NUL', '\0\0dune'],
  ])('%s', (_, query) => {
    const started = performance.now();
    expect(search.suggest(query, 10).length).toBeLessThanOrEqual(10);
    expect(['clear', 'unclear']).toContain(search.resolve(query).kind);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('whatever is asked of whatever catalogue', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('The Dune', 'dune', 'a', '1984', '羅生門', 'ℌ', '\ud800', '__proto__', ''),
  );
  const entries = fc.array(
    fc.record({
      key: fc.oneof(fc.string(), fc.constantFrom('dune-1984', '__proto__')),
      year: fc.integer({ min: 1000, max: 2100 }),
      titles: fc.array(text, { maxLength: 3 }),
      bookTitles: fc.array(text, { maxLength: 2 }),
      people: fc.array(text, { maxLength: 2 }),
    }),
    { maxLength: 12 },
  );
  const limit = fc.oneof(fc.integer({ min: -2, max: 30 }), fc.double());

  test('it suggests at most as many as wanted, each once, and only what there is', () => {
    fc.assert(
      fc.property(entries, text, limit, (films, query, count) => {
        const keys = new Set(films.map(({ key }) => key));
        const found = createFilmSearch(films).suggest(query, count);
        expect(found.length).toBeLessThanOrEqual(Math.max(0, count || 0));
        expect(new Set(found).size).toBe(found.length);
        expect(found.every((key) => keys.has(key))).toBe(true);
      }),
    );
  });

  test('it resolves to one that there is, or offers up to three, and none only where there are none', () => {
    fc.assert(
      fc.property(entries, text, (films, query) => {
        const keys = new Set(films.map(({ key }) => key));
        const answer = createFilmSearch(films).resolve(query);
        const offered = answer.kind === 'clear' ? [answer.key] : answer.nearest;
        expect(offered.length).toBeLessThanOrEqual(3);
        expect(new Set(offered).size).toBe(offered.length);
        expect(offered.every((key) => keys.has(key))).toBe(true);
        expect(offered.length === 0).toBe(films.length === 0);
      }),
    );
  });

  test('it answers alike however often it is asked', () => {
    fc.assert(
      fc.property(entries, text, (films, query) => {
        const one = createFilmSearch(films);
        const answers = () => [one.suggest(query, 10), one.resolve(query)];
        expect(answers()).toEqual(answers());
        expect([createFilmSearch(films).suggest(query, 10)]).toEqual([one.suggest(query, 10)]);
      }),
    );
  });

  test('a key is always clear', () => {
    for (const { key } of catalogue) expect(search.resolve(key)).toEqual(clear(key));
  });

  test('a title with its year is always clear', () => {
    for (const { key, year, titles } of catalogue) {
      for (const title of titles) expect(search.resolve(`${title} (${year})`)).toEqual(clear(key));
    }
  });
});
