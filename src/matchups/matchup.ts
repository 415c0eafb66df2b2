import { z } from 'zod';
import { bookKey, filmKey } from '../catalogue/ids.ts';
import { channelId, guildId, type InteractionId, type MessageId, memberId, messageId } from '../storage/ids.ts';

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

/** The id of the matchup that a request opens: Discord's own, shortened. Sorts by time, and is not met twice. */
export function matchupIdOf(request: InteractionId): MatchupId {
  return matchupId.parse(BigInt(request).toString(36));
}

const status = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    /** When it was opened again, if it was. */
    since: z.number().optional(),
    /** Whether the talk has still to hear that it was. */
    untold: z.boolean().optional(),
    /** The closing time that the talk was reminded of. */
    reminded: z.number().optional(),
  }),
  z.object({
    kind: z.literal('closed'),
    at: z.number(),
    /** Whether the result stands on the card and in the thread. */
    announced: z.boolean(),
  }),
  /** What belongs to it is still to be deleted, and then it is gone itself. */
  z.object({ kind: z.literal('removed') }),
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
  /** Missing where they had their data deleted since. */
  openedBy: memberId.optional(),
  openedAt: z.number(),
  closesAt: z.number(),
  /** Whether it asks about story, characters and so on, too. Records from before that could be asked do not say. */
  aspects: z.boolean().default(false),
  /** Whether nothing is told of its ballots until the close, not even by when the card is edited. */
  blind: z.boolean().default(false),
  /** How often it was opened again. */
  reopenings: z.number().default(0),
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

// Made once: what zod compiles for a schema takes longer than a thousand uses of it.
const matchupRef = matchupRecord.pick({ guild: true, id: true });

/** The matchup that the end of a key names, as in `<guild>:<id>`. Undefined where it names none. */
export function readMatchupRef(rest: string): MatchupRef | undefined {
  const [guild, id] = rest.split(':');
  return matchupRef.safeParse({ guild, id }).data;
}

/** Whether ballots are taken at that time. */
export function isOpen(matchup: Pick<Matchup, 'status' | 'closesAt'>, now: number): boolean {
  return matchup.status.kind === 'open' && now < matchup.closesAt;
}

const minute = 60_000;
const hour = 60 * minute;
/** Closer to the close than this, a reminder would come too late to be of use. */
const shortestReminder = 5 * minute;
/** How long after its close a matchup can be opened again. */
export const reopenWithin = 24 * hour;
/** Until when a matchup may be open: thirty days from its first opening. */
export const latestClose = ({ openedAt }: Pick<Matchup, 'openedAt'>) => openedAt + openHours.max * hour;

/**
 * When the talk is reminded that it closes soon: a tenth of its time before. Undefined where it was reminded, where
 * that would be too late, or where it is not open.
 */
export function reminderAt(
  matchup: Pick<Matchup, 'status' | 'openedAt' | 'closesAt'>,
  now: number,
): number | undefined {
  const { status, openedAt, closesAt } = matchup;
  if (status.kind !== 'open' || status.reminded === closesAt) return undefined;
  const lead = (closesAt - (status.since ?? openedAt)) / 10;
  const at = Math.max(now, closesAt - lead);
  return closesAt - at < shortestReminder ? undefined : at;
}

/**
 * From when on something is to be done about a matchup without being asked: a reminder, its close, its announcement, or
 * clearing it away. Undefined where nothing is left to be done.
 */
export function dueAt(matchup: Pick<Matchup, 'status' | 'openedAt' | 'closesAt'>, now: number): number | undefined {
  switch (matchup.status.kind) {
    case 'open':
      return reminderAt(matchup, now) ?? matchup.closesAt;
    // Whatever the clock says by then, that is at once: it may be set back before a start finds this.
    case 'closed':
      return matchup.status.announced ? undefined : 0;
    case 'removed':
      return 0;
  }
}

/** Whether nobody is to learn yet how many have voted, or how. */
export function isSecret({ blind, status }: Pick<Matchup, 'blind' | 'status'>): boolean {
  return blind && status.kind === 'open';
}

/** Whether its card was posted. */
export function isShown(matchup: Matchup): matchup is ShownMatchup {
  return matchup.card !== undefined;
}
