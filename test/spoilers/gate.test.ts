import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openParts } from '../../src/spoilers/cut.ts';
import {
  everything,
  fromBoth,
  fromEither,
  fromThat,
  fromWholeFilm,
  isKnown,
  type Known,
  type KnownFrom,
  knownBy,
  lacking,
  openFor,
  type SafePlot,
  type When,
} from '../../src/spoilers/gate.ts';
import { plotText } from '../../src/spoilers/plot-text.ts';
import { isAtLeast, type Reached, reaches } from '../../src/spoilers/reached.ts';
import { stages } from '../../src/spoilers/stages.ts';

const anyReached = fc.constantFrom(...reaches);
const anyKnown: fc.Arbitrary<Known> = fc.record({ film: anyReached, book: anyReached });
const anyWhenInWork = fc.constantFrom(...stages, 'absent' as const);
const anyWhen: fc.Arbitrary<When> = fc
  .record({ film: anyWhenInWork, book: anyWhenInWork })
  .filter(({ film, book }) => film !== 'absent' || book !== 'absent');
const anyWork = fc.constantFrom('film' as const, 'book' as const);
const anyFrom: fc.Arbitrary<KnownFrom> = fc.oneof(
  anyWhen.map(fromEither),
  fc.tuple(anyWork, anyWhen).map(([work, when]) => fromThat(work, when)),
  fc.constantFrom(fromWholeFilm, fromBoth),
);

const furthest = (one: Reached, other: Reached) => (isAtLeast(one, other) ? one : other);
const room = { characters: 1000, bytes: 4000 };
const shown = (open: SafePlot | undefined) => open && openParts(open, room).join('');

const finishedTheBook: Known = { film: 'not started', book: 'finished' };
const finishedTheFilm: Known = { film: 'finished', book: 'not started' };
const halfwayInBoth: Known = { film: 'middle', book: 'middle' };
const nothing: Known = { film: 'not started', book: 'not started' };

describe('the gate', () => {
  test.each<[string, KnownFrom, readonly [boolean, boolean, boolean]]>([
    ['a scene of both works', fromEither({ film: 'ending', book: 'ending' }), [true, true, false]],
    ['a scene that the book tells early', fromEither({ film: 'ending', book: 'setup' }), [true, true, true]],
    ['a scene that the film invented', fromEither({ film: 'ending', book: 'absent' }), [false, true, false]],
    ['a scene that the film left out', fromEither({ film: 'absent', book: 'middle' }), [true, false, true]],
    ['how the film does it', fromThat('film', { film: 'ending', book: 'setup' }), [false, true, false]],
    ['how the book does it', fromThat('book', { film: 'ending', book: 'setup' }), [true, false, true]],
    [
      'what the book has instead of what it lacks',
      fromThat('book', { film: 'setup', book: 'absent' }),
      [false, false, false],
    ],
    ['what a review tells', fromWholeFilm, [false, true, false]],
    ['what weighs one against the other', fromBoth, [false, false, false]],
  ])('%s: for a reader, a viewer, and somebody halfway in both', (_, from, [reader, viewer, halfway]) => {
    expect(isKnown(from, finishedTheBook)).toBe(reader);
    expect(isKnown(from, finishedTheFilm)).toBe(viewer);
    expect(isKnown(from, halfwayInBoth)).toBe(halfway);
    expect(isKnown(from, nothing)).toBe(false);
    expect(isKnown(from, everything)).toBe(true);
  });

  test('never shows less to somebody who knows more', () => {
    fc.assert(
      fc.property(anyFrom, anyKnown, anyKnown, (from, one, other) => {
        const more = { film: furthest(one.film, other.film), book: furthest(one.book, other.book) };
        if (isKnown(from, one)) expect(isKnown(from, more)).toBe(true);
      }),
    );
  });

  test('never shows what a work has at a stage to somebody who is past it in neither', () => {
    const passed = (reached: Reached, when: When['film']) =>
      when !== 'absent' && reaches.indexOf(reached) > stages.indexOf(when);
    fc.assert(
      fc.property(anyWhen, anyKnown, (when, known) => {
        const knowsOne = passed(known.film, when.film) || passed(known.book, when.book);
        expect(isKnown(fromEither(when), known)).toBe(knowsOne);
        for (const work of ['film', 'book'] as const) {
          if (when[work] === 'absent') continue;
          expect(isKnown(fromThat(work, when), known)).toBe(passed(known[work], when[work]));
        }
      }),
    );
  });

  test('never shows what one work alone has to somebody who knows the other alone, however well', () => {
    fc.assert(
      fc.property(fc.constantFrom(...stages), anyReached, (stage, reached) => {
        expect(isKnown(fromEither({ film: stage, book: 'absent' }), { film: 'not started', book: reached })).toBe(
          false,
        );
        expect(isKnown(fromEither({ film: 'absent', book: stage }), { film: reached, book: 'not started' })).toBe(
          false,
        );
      }),
    );
  });

  test('says what is lacking: nothing to those who know, and who gets there lacks nothing', () => {
    fc.assert(
      fc.property(anyFrom, anyKnown, (from, known) => {
        const lacks = lacking(from, known);
        expect(lacks.length === 0).toBe(isKnown(from, known));
        const reached = { setup: 'setup', middle: 'middle', ending: 'finished' } as const;
        const got = (work: 'film' | 'book') =>
          lacks.filter((lack) => lack.work === work).map(({ stage }): Reached => reached[stage]);
        const there = {
          film: got('film').reduce(furthest, known.film),
          book: got('book').reduce(furthest, known.book),
        };
        expect(lacking(from, there)).toEqual([]);
      }),
    );
  });

  test('takes who has not said for somebody who has not started', () => {
    expect(knownBy({})).toEqual(nothing);
    expect(knownBy({ film: undefined, book: 'setup' })).toEqual({ film: 'not started', book: 'setup' });
  });
});

describe('a plot', () => {
  const plot = plotText('He is *not* dead.');

  test('is open once the gate has let it through, escaped and without bars', () => {
    expect(shown(openFor(finishedTheFilm, plot, fromWholeFilm))).toBe('He is \\*not\\* dead.');
  });

  test('stays closed where it has not', () => {
    expect(openFor(finishedTheBook, plot, fromWholeFilm)).toBeUndefined();
  });

  test('that was let through cannot be copied, and tells nothing by itself', () => {
    const open = openFor(everything, plot, fromBoth);
    if (!open) throw new Error('closed');
    expect(JSON.stringify(open)).toBe('{}');
    expect(String(open)).not.toContain('dead');
    expect(() => openParts({ ...open }, room)).toThrow('not let through');
  });
});
