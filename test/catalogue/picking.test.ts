import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bookKey, filmKey } from '../../src/catalogue/ids.ts';
import { bookForms } from '../../src/catalogue/kinds.ts';
import {
  avoidedAs,
  avoidedIn,
  decades,
  fitting,
  isUnheardOf,
  loosenFirst,
  markOf,
  offersOf,
  pickOne,
} from '../../src/catalogue/picking.ts';
import type { FilmSummary } from '../../src/catalogue/summary.ts';

/** A film of which only that is said which a test is about. */
function film(
  key: string,
  more: Partial<FilmSummary> & { readonly form?: FilmSummary['book']['form'] } = {},
): FilmSummary {
  const { form = 'novel', ...own } = more;
  return {
    key: filmKey.parse(`${key}-1999`),
    title: key,
    year: 1999,
    medium: 'film',
    directors: ['D. Irector'],
    countries: [],
    languages: [],
    contentNotes: [],
    book: { key: bookKey.parse('a-book'), title: 'A Book', authors: ['A. Uthor'], form, year: 1950 },
    reviews: [],
    ...own,
  };
}

const avoiding = (text: string) => ({ avoid: avoidedIn(text) });
const titles = (films: readonly FilmSummary[]) => films.map(({ title }) => title);

const harakiri = film('harakiri', { year: 1962, countries: ['JP'], languages: ['ja'], contentNotes: ['Suicide'] });
const ran = film('ran', {
  year: 1985,
  countries: ['JP', 'FR'],
  languages: ['ja'],
  form: 'play',
  contentNotes: ['War'],
});
const leopard = film('leopard', { year: 1969, countries: ['IT'], languages: ['it'], contentNotes: ['Old age'] });
const unnoted = film('unnoted', { year: 1960, countries: ['IT'], languages: ['it'] });
const films = [harakiri, ran, leopard, unnoted];

describe('what fits', () => {
  test.each([
    ['no wish', {}, ['harakiri', 'ran', 'leopard', 'unnoted']],
    ['a decade, from its first year to its last', { decade: 1960 }, ['harakiri', 'leopard', 'unnoted']],
    ['a country among several', { country: 'FR' }, ['ran']],
    ['a language', { language: 'it' }, ['leopard', 'unnoted']],
    ['a form of the book', { form: 'play' as const }, ['ran']],
    ['all wishes at once', { decade: 1960, country: 'JP' }, ['harakiri']],
    ['something to avoid: not where it is noted, nor where nothing is', avoiding('suicide'), ['ran', 'leopard']],
    ['several things to avoid, each by itself', avoiding('suicide, war'), ['leopard']],
    ['nothing', { decade: 1920 }, []],
  ])('%s', (_, wishes, expected) => {
    expect(titles(fitting(films, wishes))).toEqual(expected);
  });

  test.each([
    ['suicide', 'Violent deaths, one of them by suicide', true],
    ['SUICIDE', 'Talk of suicide', true],
    ['suicidal', 'Suicide', true],
    ['violence', 'A tyrannical and violent mother', true],
    ['kill', 'Killings, some of them of children and by children', true],
    ['war', 'Trench warfare, with wounds and deaths', true],
    ['death of a child', 'The illness and death of a child', true],
    ['death of a child', 'Violent deaths', false],
    ['rape or murder', 'Rape and murder, with the body shown', true],
    ['Rape, told several times and not shown', 'A trial for rape', true],
    ['émeute', 'Une emeute', true],
    ['насилие', 'Насилие', true],
    ['rats', 'Old age', false],
    ['rape', 'A group on drugs', false],
  ])('“%s” is in “%s”: %s', (wish, note, isThere) => {
    expect(fitting([film('one', { contentNotes: ['Snobbery', note] })], avoiding(wish))).toHaveLength(isThere ? 0 : 1);
  });

  test('no film that fits is lost or found with one wish less', () => {
    const anyFilms = fc.array(
      fc
        .record({
          year: fc.integer({ min: 1915, max: 2030 }),
          countries: fc.subarray(['JP', 'FR', 'IT']),
          contentNotes: fc.subarray(['Suicide', 'War', 'Rats and plague']),
        })
        .map((each) => film('any', each)),
    );
    const wishes = fc.record(
      {
        decade: fc.constantFrom(...decades),
        country: fc.constantFrom('JP', 'FR'),
        form: fc.constantFrom(...bookForms),
        avoid: fc.constantFrom(avoidedIn('war'), avoidedIn('rats')),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anyFilms, wishes, (all, wished) => {
        const fit = fitting(all, wished);
        for (const name of ['decade', 'country', 'form', 'avoid'] as const) {
          expect(fitting(all, { ...wished, [name]: undefined })).toEqual(expect.arrayContaining([...fit]));
        }
        const loosen = loosenFirst(all, wished);
        if (loosen) expect(loosen.leaves).toBeGreaterThanOrEqual(fit.length);
        else expect(fit).toEqual(all);
      }),
    );
  });
});

describe('where nothing fits', () => {
  test('the wish to give up first is the one whose removal leaves most', () => {
    expect(loosenFirst(films, { decade: 1920, country: 'IT' })).toEqual({ wish: 'decade', leaves: 2 });
    expect(loosenFirst(films, { country: 'IT', form: 'play' })).toEqual({ wish: 'form', leaves: 2 });
    expect(loosenFirst(films, { decade: 1960, country: 'IT', ...avoiding('age') })).toEqual({
      wish: 'avoid',
      leaves: 2,
    });
  });

  test('it may be that none helps', () => {
    expect(loosenFirst(films, { decade: 1920, country: 'XX' })).toEqual({ wish: 'decade', leaves: 0 });
  });

  test('there is none to give up where none was made', () => {
    expect(loosenFirst([], {})).toBeUndefined();
  });
});

describe('a pick', () => {
  test('can be any that fits, each as likely', () => {
    const picked = Array.from({ length: 400 }, (_, at) => pickOne(films, at / 400)?.title);
    for (const { title } of films) expect(picked.filter((each) => each === title)).toHaveLength(100);
  });

  test('is never the one before where there is a choice', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(3), (random, at) => {
        const last = films[at]?.key ?? harakiri.key;
        expect(pickOne(films, random, markOf(last))?.key).not.toBe(last);
      }),
    );
  });

  test('is the same again where there is no choice, and nothing where nothing fits', () => {
    expect(pickOne([ran], 0.999, markOf(ran.key))).toBe(ran);
    expect(pickOne([], 0, markOf(ran.key))).toBeUndefined();
  });
});

describe('what is avoided', () => {
  test('fits a custom_id whatever was typed, or is nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.lorem({ maxCount: 30 })), (typed) => {
        const avoid = avoidedIn(typed);
        expect(avoid ?? 'nothing').toMatch(/^[^\s/A-Z]{1,40}$/u);
      }),
    );
  });

  test.each(['', '   ', '!!!', 'of the', ',;/'])('is nothing where nothing is said: “%s”', (typed) => {
    expect(avoidedIn(typed)).toBeUndefined();
  });

  test('gets wider, not narrower, where it is too long: no thing of several is dropped', () => {
    const avoid = avoidedIn('a very long and winding description of some cruelty, rats');
    expect(avoid?.length).toBeLessThanOrEqual(40);
    expect(avoid?.split('.').at(-1)).toBe('rats');
  });

  test('is too much where it is a list of many things', () => {
    expect(avoidedIn(Array.from({ length: 12 }, (_, at) => `thing${at}`).join(','))).toBeUndefined();
  });

  test('is called by the note that it came from, else by its words', () => {
    const note = 'The illness and death of a child';
    const avoid = avoidedIn(note);
    expect(avoid && avoidedAs(avoid, ['Rats', note])).toBe(note);
    expect(avoid && avoidedAs(avoid, ['Rats'])).toBe('illness death child');
  });

  test('may be something that nobody has noted of any film', () => {
    const [rats, both] = [avoidedIn('rats'), avoidedIn('rats, clowns')];
    expect(rats && isUnheardOf(rats, ['Plague and rats'])).toBe(false);
    expect(both && isUnheardOf(both, ['Plague and rats'])).toBe(true);
  });
});

test('films are asked for by what they have, the most frequent first, and of equals the shortest', () => {
  expect(offersOf([...films, film('more', { countries: ['IT'], contentNotes: ['War', 'Age'] })])).toEqual({
    countries: ['IT', 'JP', 'FR'],
    languages: ['it', 'ja'],
    contentNotes: ['War', 'Age', 'Old age', 'Suicide'],
  });
});
