import { z } from 'zod';

/** The sides of a matchup, in the order in which they are shown. */
export const sides = ['book', 'film', 'even'] as const;
export const side = z.enum(sides);
export type Side = z.infer<typeof side>;

/** What can be compared beside the works as a whole, in the order in which it is asked. */
export const aspects = ['story', 'characters', 'ending', 'casting', 'atmosphere', 'faithfulness'] as const;
export const aspect = z.enum(aspects);
export type Aspect = z.infer<typeof aspect>;

/** All that a ballot can answer. Without an answer to `overall` there is no ballot. */
export const questions = ['overall', ...aspects] as const;
export type Question = (typeof questions)[number];

/** What the writer of a ballot says they know. */
export const knowledges = ['book', 'film', 'both'] as const;
export const knowledge = z.enum(knowledges);
export type Knowledge = z.infer<typeof knowledge>;

const ballot = z.object({
  version: z.literal(2),
  sides: z.object({
    overall: side,
    story: side.optional(),
    characters: side.optional(),
    ending: side.optional(),
    casting: side.optional(),
    atmosphere: side.optional(),
    faithfulness: side.optional(),
  } satisfies Record<Question, z.ZodType>),
  knows: knowledge.optional(),
  /** Whether its writer has been on another side of `overall` before. */
  changed: z.boolean(),
  at: z.number(),
});

/** One member's ballot. */
export type Ballot = z.infer<typeof ballot>;

/** From before aspects were asked. Nobody noted then who changed sides. */
const firstBallot = z
  .object({ version: z.literal(1), side, knows: knowledge.optional(), at: z.number() })
  .transform(({ side: overall, ...rest }): Ballot => ({ ...rest, version: 2, sides: { overall }, changed: false }));

/** One member's ballot as the store keeps it: one record, so that a vote is one write. */
export const ballotRecord = z.union([ballot, firstBallot]);

/** What somebody knows who has finished these works; undefined where that is neither. */
export function knowledgeOf(finished: { readonly book: boolean; readonly film: boolean }): Knowledge | undefined {
  if (finished.book && finished.film) return 'both';
  if (finished.book) return 'book';
  return finished.film ? 'film' : undefined;
}
