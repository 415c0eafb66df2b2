import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aspects,
  type Ballot,
  ballotRecord,
  knowledgeOf,
  knowledges,
  questions,
  sides,
} from '../../src/matchups/ballot.ts';
import { countBallots, enoughForVerdict, groups, totalOf, verdictOn } from '../../src/matchups/count.ts';

const side = fc.constantFrom(...sides);
const ballots: fc.Arbitrary<readonly Pick<Ballot, 'sides' | 'knows' | 'changed'>[]> = fc.array(
  fc.record(
    {
      sides: fc.record(
        {
          overall: side,
          story: side,
          characters: side,
          ending: side,
          casting: side,
          atmosphere: side,
          faithfulness: side,
        },
        { requiredKeys: ['overall'] },
      ),
      knows: fc.constantFrom(...knowledges),
      changed: fc.boolean(),
    },
    { requiredKeys: ['sides', 'changed'] },
  ),
  { maxLength: 30 },
);

describe('a count', () => {
  test('has every answer once: under its question, on its side, among those who know the same', () => {
    fc.assert(
      fc.property(ballots, (all) => {
        const count = countBallots(all);
        expect(count.ballots).toBe(all.length);
        expect(count.changed).toBe(all.filter(({ changed }) => changed).length);
        for (const question of questions) {
          for (const group of groups) {
            for (const each of sides) {
              const those = all.filter(
                ({ sides: given, knows = 'unsaid' }) => given[question] === each && knows === group,
              );
              expect(count.answers[question][group][each]).toBe(those.length);
            }
          }
        }
      }),
    );
  });

  test('has as many answers about the whole as there are ballots', () => {
    fc.assert(
      fc.property(ballots, (all) => {
        const { answers } = countBallots(all);
        expect(groups.reduce((sum, group) => sum + totalOf(answers.overall[group]), 0)).toBe(all.length);
      }),
    );
  });
});

describe('a verdict', () => {
  test('is not moved by ballots of those who know one work only, or have not said', () => {
    fc.assert(
      fc.property(ballots, fc.constantFrom(...questions), (all, question) => {
        const informed = all.filter(({ knows }) => knows === 'both');
        expect(verdictOn(question, countBallots(all))).toEqual(verdictOn(question, countBallots(informed)));
      }),
    );
  });

  test('is the one side that no other side reaches, a tie where there is none such, and none of too few', () => {
    fc.assert(
      fc.property(ballots, fc.constantFrom(...questions), (all, question) => {
        const count = countBallots(all);
        const { both } = count.answers[question];
        const verdict = verdictOn(question, count);
        const of = totalOf(both);
        expect(verdict.of).toBe(of);
        expect(verdict.kind === 'too few').toBe(of < enoughForVerdict);
        if (verdict.kind === 'side') {
          expect(verdict.most).toBe(both[verdict.side]);
          for (const each of sides) if (each !== verdict.side) expect(both[each]).toBeLessThan(verdict.most);
        }
        if (verdict.kind === 'tie') {
          expect(verdict.between.length).toBeGreaterThan(1);
          const most = Math.max(...Object.values(both));
          expect(verdict.between).toEqual(sides.filter((each) => both[each] === most));
        }
      }),
    );
  });

  const of = (book: number, film: number, even: number) =>
    verdictOn('overall', {
      ...countBallots(
        (['book', 'film', 'even'] as const).flatMap((each) =>
          Array.from({ length: { book, film, even }[each] }, () => ({
            sides: { overall: each },
            knows: 'both' as const,
            changed: false,
          })),
        ),
      ),
    });

  test.each([
    [of(3, 1, 1), { kind: 'side', side: 'book', most: 3, of: 5 }],
    [of(0, 5, 0), { kind: 'side', side: 'film', most: 5, of: 5 }],
    [of(1, 1, 3), { kind: 'side', side: 'even', most: 3, of: 5 }],
    [of(2, 2, 1), { kind: 'tie', between: ['book', 'film'], of: 5 }],
    [of(2, 2, 2), { kind: 'tie', between: ['book', 'film', 'even'], of: 6 }],
    [of(4, 0, 0), { kind: 'too few', of: 4 }],
    [of(0, 0, 0), { kind: 'too few', of: 0 }],
  ])('%# is as it should be', (verdict, expected) => {
    expect(verdict).toEqual(expected);
  });
});

describe('a ballot’s record', () => {
  test('from before aspects were asked is read as an answer about the whole', () => {
    expect(ballotRecord.parse({ version: 1, side: 'film', knows: 'both', at: 7 })).toEqual({
      version: 2,
      sides: { overall: 'film' },
      knows: 'both',
      changed: false,
      at: 7,
    });
    expect(ballotRecord.parse({ version: 1, side: 'even', at: 7 })).not.toHaveProperty('knows');
  });

  test('comes back as it was written', () => {
    const whole = {
      version: 2,
      sides: Object.fromEntries([['overall', 'even'], ...aspects.map((aspect) => [aspect, 'book'])]),
      knows: 'film',
      changed: true,
      at: 8,
    };
    expect(ballotRecord.parse(whole)).toEqual(whole);
  });

  test.each([
    { version: 2, sides: { story: 'book' }, changed: false, at: 1 },
    { version: 2, sides: { overall: 'opera' }, changed: false, at: 1 },
    { version: 3, sides: { overall: 'book' }, changed: false, at: 1 },
    { version: 1, at: 1 },
  ])('that is none is refused: %o', (value) => {
    expect(ballotRecord.safeParse(value).success).toBe(false);
  });
});

test('who has finished both works knows both; who has finished one knows that one', () => {
  expect(knowledgeOf({ book: true, film: true })).toBe('both');
  expect(knowledgeOf({ book: true, film: false })).toBe('book');
  expect(knowledgeOf({ book: false, film: true })).toBe('film');
  expect(knowledgeOf({ book: false, film: false })).toBeUndefined();
});
