import { type Ballot, type Knowledge, type Question, type Side, sides } from './ballot.ts';

/** Ballots are counted apart by what their writers know, or have not said. Only those who know both decide. */
export const groups = ['both', 'book', 'film', 'unsaid'] as const satisfies readonly (Knowledge | 'unsaid')[];
export type Group = (typeof groups)[number];

/** Ballots per side. */
export type SideCounts = Readonly<Record<Side, number>>;

/** The answers to one question, apart by what their writers know. */
export type GroupCounts = Readonly<Record<Group, SideCounts>>;

/** The ballots of one matchup, counted. */
export interface Count {
  readonly ballots: number;
  /** How many of their writers have changed sides. */
  readonly changed: number;
  readonly answers: Readonly<Record<Question, GroupCounts>>;
}

/** Fewer than this of people who know both say nothing of the works. */
export const enoughForVerdict = 5;

/**
 * What those who know both say: the side with the most of them, or a tie where several share that place. `of` is how
 * many they are, `most` how many are on that side.
 */
export type Verdict =
  | { readonly kind: 'too few'; readonly of: number }
  | { readonly kind: 'side'; readonly side: Side; readonly most: number; readonly of: number }
  | { readonly kind: 'tie'; readonly between: readonly Side[]; readonly of: number };

/** The verdict on a question. Ballots of members who do not know both are shown, never counted towards it. */
export function verdictOn(question: Question, { answers }: Pick<Count, 'answers'>): Verdict {
  const { both } = answers[question];
  const of = totalOf(both);
  if (of < enoughForVerdict) return { kind: 'too few', of };
  const most = Math.max(...sides.map((side) => both[side]));
  const between = sides.filter((side) => both[side] === most);
  const [side] = between;
  return side && between.length === 1 ? { kind: 'side', side, most, of } : { kind: 'tie', between, of };
}

/** All ballots of some. */
export function totalOf(counts: SideCounts): number {
  return sides.reduce((sum, side) => sum + counts[side], 0);
}

/** Counts ballots, one of each member. */
export function countBallots(ballots: readonly Pick<Ballot, 'sides' | 'knows' | 'changed'>[]): Count {
  const answersTo = (question: Question): GroupCounts => {
    const counts = { both: perSide(), book: perSide(), film: perSide(), unsaid: perSide() };
    for (const { sides: given, knows = 'unsaid' } of ballots) {
      const side = given[question];
      if (side) counts[knows][side] += 1;
    }
    return counts;
  };
  return {
    ballots: ballots.length,
    changed: ballots.filter(({ changed }) => changed).length,
    answers: {
      overall: answersTo('overall'),
      story: answersTo('story'),
      characters: answersTo('characters'),
      ending: answersTo('ending'),
      casting: answersTo('casting'),
      atmosphere: answersTo('atmosphere'),
      faithfulness: answersTo('faithfulness'),
    },
  };
}

const perSide = (): Record<Side, number> => ({ book: 0, film: 0, even: 0 });
