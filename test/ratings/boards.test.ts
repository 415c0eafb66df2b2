import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boards, enoughForBoards, pulled, type ServerRatings, standings } from '../../src/ratings/boards.ts';
import { gapBetween } from '../../src/ratings/gap.ts';
import { allHalfSteps, type HalfSteps, halfSteps } from '../../src/ratings/half-steps.ts';
import { tallyOf } from '../../src/ratings/tally.ts';

const steps = fc.constantFrom(...allHalfSteps);
const members = fc.integer({ min: 1, max: 12 }).map(String);
const someGiven = fc.array(fc.tuple(members, steps), { maxLength: 30 }).map((given) => new Map(given));
const of = (...numbers: readonly number[]) =>
  new Map(numbers.map((number, at) => [`${at}`, halfSteps.parse(number)] as const));

const pairs = [1, 2, 3, 4].map((at) => ({ film: `film:film-${at}-1999`, book: `book:book-${at}-1950` }) as const);
const works = pairs.flatMap(({ film, book }) => [film, book]);

function serverOf(given: Readonly<Record<string, ReadonlyMap<string, HalfSteps>>>): ServerRatings {
  return new Map(
    [...works, 'film:gone-2001' as const].flatMap((work) => {
      const byMember = given[work];
      return byMember ? [[work, { byMember, perStep: tallyOf(byMember.values()).perStep }] as const] : [];
    }),
  );
}

const someServer = fc
  .array(someGiven, { minLength: works.length, maxLength: works.length })
  .map((given) => serverOf(Object.fromEntries(works.map((work, at) => [work, given[at] ?? new Map()]))));

describe('the gap between a book and its film', () => {
  test('is the mean difference of those who rated both, and of nobody else', () => {
    fc.assert(
      fc.property(someGiven, someGiven, (film, book) => {
        const both = [...film].flatMap(([member, one]) => {
          const other = book.get(member);
          return other === undefined ? [] : [(other - one) / 2];
        });
        const gap = gapBetween(film, book);
        expect(gap.count).toBe(both.length);
        if (both.length < 3) expect(gap.difference).toBeUndefined();
        else expect(gap.difference).toBeCloseTo(both.reduce((sum, one) => sum + one, 0) / both.length, 10);
      }),
    );
  });

  test('is the same the other way round, with the other sign', () => {
    fc.assert(
      fc.property(someGiven, someGiven, (film, book) => {
        const [one, other] = [gapBetween(film, book), gapBetween(book, film)];
        expect(other.count).toBe(one.count);
        expect(other.difference ?? 0).toBeCloseTo(-(one.difference ?? 0), 10);
      }),
    );
  });
});

describe('a board', () => {
  test.each(boards)('by %s has those with enough ratings, each once, the greatest score first', (board) => {
    fc.assert(
      fc.property(someServer, (server) => {
        const { placed } = standings(board, server, pairs);
        const scores = placed.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((one, other) => other - one));
        const names = placed.map(({ of: standing }) => (standing.board === 'gap' ? standing.pair.film : standing.work));
        expect(new Set(names).size).toBe(names.length);
        for (const { of: standing } of placed) {
          const { count } = standing.board === 'gap' ? standing.gap : standing.tally;
          expect(count).toBeGreaterThanOrEqual(enoughForBoards);
        }
        const enough = works.filter((work) => (server.get(work)?.byMember.size ?? 0) >= enoughForBoards);
        if (board !== 'gap') expect(new Set(names)).toEqual(new Set(enough));
      }),
    );
  });

  test.each(boards)('by %s gives equal scores one place, and leaves as many free after it', (board) => {
    fc.assert(
      fc.property(someServer, (server) => {
        const { placed } = standings(board, server, pairs);
        for (const { place, score } of placed) {
          expect(place).toBe(1 + placed.filter((other) => other.score > score).length);
        }
      }),
    );
  });

  test('leaves out works that are in the catalogue no more, from its mean, too', () => {
    const five = of(8, 8, 8, 8, 8);
    const with_ = standings(
      'highest',
      serverOf({ 'film:film-1-1999': five, 'film:gone-2001': of(1, 1, 1, 1, 1) }),
      pairs,
    );
    expect(with_).toEqual(standings('highest', serverOf({ 'film:film-1-1999': five }), pairs));
    expect(with_).toMatchObject({ mean: 4, placed: [{ place: 1, score: 4 }] });
  });

  test('counts a book that was filmed twice once', () => {
    const twice = [pairs[0], { film: 'film:film-2-1999', book: 'book:book-1-1950' }] as const;
    const server = serverOf({ 'book:book-1-1950': of(8, 8, 8, 8, 8) });
    const known = twice.flatMap((pair) => pair ?? []);
    expect(standings('highest', server, known).placed).toHaveLength(1);
  });

  test('does not compare a book and a film that nobody rated both, nor show those that are level', () => {
    const others = new Map([...of(10, 10, 10, 10, 10)].map(([member, given]) => [`other ${member}`, given] as const));
    const apart = serverOf({ 'film:film-1-1999': of(1, 1, 1, 1, 1), 'book:book-1-1950': others });
    expect(standings('gap', apart, pairs).placed).toEqual([]);
    const level = serverOf({ 'film:film-1-1999': of(8, 6, 8, 6, 4), 'book:book-1-1950': of(6, 8, 6, 8, 4) });
    expect(standings('gap', level, pairs).placed).toEqual([]);
  });
});

test('an average is pulled halfway to the mean at five ratings, and less by each one more', () => {
  expect(pulled(5, 5, 3)).toBe(4);
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 10_000 }), (count) => {
      expect(pulled(5, count, 3)).toBeGreaterThan(3);
      expect(pulled(5, count + 1, 3)).toBeGreaterThan(pulled(5, count, 3));
      expect(pulled(5, count, 3)).toBeLessThan(5);
    }),
  );
});
