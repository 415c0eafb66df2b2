import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countBallots, knowledges, sides, verdictOf } from '../../src/matchups/matchup.ts';

const ballots = fc.array(
  fc.record({ side: fc.constantFrom(...sides), knows: fc.constantFrom(...knowledges) }, { requiredKeys: ['side'] }),
);

describe('a count', () => {
  test('has every ballot on its side, and of them those who know both', () => {
    fc.assert(
      fc.property(ballots, (all) => {
        const count = countBallots(all);
        const both = all.filter(({ knows }) => knows === 'both');
        expect(count.ballots).toBe(all.length);
        expect(count.both.ballots).toBe(both.length);
        for (const side of sides) {
          expect(count.sides[side]).toBe(all.filter((ballot) => ballot.side === side).length);
          expect(count.both.sides[side]).toBe(both.filter((ballot) => ballot.side === side).length);
        }
      }),
    );
  });
});

describe('a verdict', () => {
  test('is the one side that no other side reaches, and a tie where there is none such', () => {
    fc.assert(
      fc.property(ballots, (all) => {
        const { sides: counts } = countBallots(all);
        const verdict = verdictOf(counts);
        if (all.length === 0) expect(verdict).toBeUndefined();
        else if (verdict === undefined || verdict === 'tie') {
          const most = Math.max(...Object.values(counts));
          expect(Object.values(counts).filter((one) => one === most).length).toBeGreaterThan(1);
        } else {
          const others = sides.filter((side) => side !== verdict).map((side) => counts[side]);
          expect(counts[verdict]).toBeGreaterThan(Math.max(...others));
        }
      }),
    );
  });

  test.each([
    [{ book: 2, film: 1, even: 1 }, 'book'],
    [{ book: 0, film: 1, even: 0 }, 'film'],
    [{ book: 1, film: 1, even: 2 }, 'even'],
    [{ book: 2, film: 2, even: 1 }, 'tie'],
    [{ book: 0, film: 0, even: 0 }, undefined],
  ] as const)('of %o is %s', (counts, verdict) => {
    expect(verdictOf(counts)).toBe(verdict);
  });
});
