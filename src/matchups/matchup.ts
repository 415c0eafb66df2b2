import { z } from 'zod';
import { bookKey, filmKey } from '../catalogue/film.ts';
import { channelId, guildId, type MessageId, memberId, messageId } from '../storage/ids.ts';

/** The sides of a matchup, in the order in which they are shown. */
export const sides = ['book', 'film', 'even'] as const;
export const side = z.enum(sides);
export type Side = z.infer<typeof side>;

/** What the writer of a ballot says they know. */
export const knowledges = ['book', 'film', 'both'] as const;
export const knowledge = z.enum(knowledges);
export type Knowledge = z.infer<typeof knowledge>;

/** How long a matchup may stay open, in hours: up to thirty days. */
export const openHours = { min: 1, max: 720 } as const;
/** How long it stays open where nobody says otherwise: long enough for a weekend's film. */
export const defaultHours = 72;

/** Short, unguessable enough not to collide, and safe in keys and custom_ids. */
export const matchupId = z
  .string()
  .regex(/^[a-z0-9]{1,24}$/)
  .brand<'MatchupId'>();
export type MatchupId = z.infer<typeof matchupId>;

const status = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({
    kind: z.literal('closed'),
    at: z.number(),
    /** Whether the result stands on the card and in the thread. */
    announced: z.boolean(),
  }),
]);

/** A matchup as the store keeps it. Times are epoch milliseconds. */
export const matchupRecord = z.object({
  version: z.literal(1),
  id: matchupId,
  guild: guildId,
  film: filmKey,
  book: bookKey,
  /** The language of the card, which everybody shares. */
  locale: z.string(),
  openedBy: memberId,
  openedAt: z.number(),
  closesAt: z.number(),
  channel: channelId,
  /** Missing until the card is posted. */
  card: messageId.optional(),
  thread: channelId.optional(),
  /** Where the talk is to be, and whether what begins it stands there. Missing like the card. */
  talk: z.object({ place: z.enum(['thread', 'channel']), begun: z.boolean() }).optional(),
  status,
});
export type Matchup = z.infer<typeof matchupRecord>;
export type TalkPlace = NonNullable<Matchup['talk']>['place'];

/** A matchup whose card was posted. */
export type ShownMatchup = Matchup & { readonly card: MessageId };

/** What names a matchup. */
export type MatchupRef = Pick<Matchup, 'guild' | 'id'>;

/** One member's ballot as the store keeps it. */
export const ballotRecord = z.object({
  version: z.literal(1),
  side,
  knows: knowledge.optional(),
  at: z.number(),
});
export type Ballot = z.infer<typeof ballotRecord>;

/** Ballots per side. */
export type SideCounts = Readonly<Record<Side, number>>;

/** The ballots of one matchup, counted. */
export interface Count {
  readonly ballots: number;
  readonly sides: SideCounts;
  /** Those of them whose writers know the book and the film. */
  readonly both: { readonly ballots: number; readonly sides: SideCounts };
}

/** What the ballots say: the side with the most of them; a tie where two share that place. */
export type Verdict = Side | 'tie';

/** The verdict of some ballots; undefined where there are none. */
export function verdictOf(counts: SideCounts): Verdict | undefined {
  const most = Math.max(...sides.map((each) => counts[each]));
  if (most === 0) return undefined;
  const leading = sides.filter((each) => counts[each] === most);
  return leading.length === 1 ? leading[0] : 'tie';
}

/** Whether ballots are taken at that time. */
export function isOpen(matchup: Pick<Matchup, 'status' | 'closesAt'>, now: number): boolean {
  return matchup.status.kind === 'open' && now < matchup.closesAt;
}

/** Counts ballots, one of each member. */
export function countBallots(ballots: readonly Pick<Ballot, 'side' | 'knows'>[]): Count {
  const informed = ballots.filter(({ knows }) => knows === 'both');
  return {
    ballots: ballots.length,
    sides: perSide(ballots),
    both: { ballots: informed.length, sides: perSide(informed) },
  };
}

function perSide(ballots: readonly Pick<Ballot, 'side'>[]): SideCounts {
  const counts = { book: 0, film: 0, even: 0 };
  for (const ballot of ballots) counts[ballot.side] += 1;
  return counts;
}
