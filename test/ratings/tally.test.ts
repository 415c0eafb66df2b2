import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allHalfSteps, stars } from '../../src/ratings/half-steps.ts';
import { enoughRatings, tallyFrom, tallyOf } from '../../src/ratings/tally.ts';

const someRatings = fc.array(fc.constantFrom(...allHalfSteps), { maxLength: 200 });

describe('a tally', () => {
  test('counts every rating in its step', () => {
    fc.assert(
      fc.property(someRatings, (ratings) => {
        const { count, perStep } = tallyOf(ratings);
        expect(count).toBe(ratings.length);
        expect(perStep).toEqual(allHalfSteps.map((step) => ratings.filter((one) => one === step).length));
      }),
    );
  });

  test('has the average and the median that the plain definitions give, in stars', () => {
    fc.assert(
      fc.property(
        someRatings.filter(({ length }) => length >= enoughRatings),
        (ratings) => {
          const inStars = ratings.map((steps) => steps / 2).sort((one, other) => one - other);
          const middle = inStars.length / 2;
          const low = inStars[Math.ceil(middle) - 1] ?? Number.NaN;
          const high = inStars[Math.floor(middle)] ?? Number.NaN;
          const { average, median } = tallyOf(ratings);
          expect(average).toBeCloseTo(inStars.reduce((sum, one) => sum + one, 0) / inStars.length, 10);
          expect(median).toBe((low + high) / 2);
        },
      ),
    );
  });

  test('has the spread that the plain definition of a standard deviation gives, in stars', () => {
    fc.assert(
      fc.property(
        someRatings.filter(({ length }) => length >= enoughRatings),
        (ratings) => {
          const inStars = ratings.map((steps) => steps / 2);
          const mean = inStars.reduce((sum, one) => sum + one, 0) / inStars.length;
          const variance = inStars.reduce((sum, one) => sum + (one - mean) ** 2, 0) / inStars.length;
          expect(tallyOf(ratings).spread).toBeCloseTo(Math.sqrt(variance), 10);
        },
      ),
    );
    expect(tallyFrom([5, 0, 0, 0, 0, 0, 0, 0, 0, 5])).toMatchObject({ spread: 2.25 });
  });

  test('is the same in whatever order the ratings come', () => {
    fc.assert(
      fc.property(someRatings, (ratings) => {
        expect(tallyOf([...ratings].reverse())).toEqual(tallyOf(ratings));
      }),
    );
  });

  test('says neither below three ratings, which would give single members away', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...allHalfSteps), { maxLength: enoughRatings - 1 }), (ratings) => {
        expect(tallyOf(ratings)).toEqual({
          count: ratings.length,
          perStep: tallyOf(ratings).perStep,
          average: undefined,
          median: undefined,
          spread: undefined,
        });
      }),
    );
  });

  test('of an even number lies halfway between the middle two, across empty steps', () => {
    expect(tallyFrom([2, 0, 0, 0, 0, 0, 0, 0, 0, 2])).toMatchObject({ count: 4, average: 2.75, median: 2.75 });
    expect(tallyFrom([1, 0, 0, 0, 0, 0, 0, 0, 2, 1])).toMatchObject({ average: 3.625, median: 4.5 });
  });
});

test('stars are whole ones and at most one half', () => {
  expect(allHalfSteps.map(stars)).toEqual(['½', '★', '★½', '★★', '★★½', '★★★', '★★★½', '★★★★', '★★★★½', '★★★★★']);
});
