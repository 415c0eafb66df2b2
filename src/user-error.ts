/** A film by what tells it from others. */
export interface NamedFilm {
  readonly key: string;
  readonly title: string;
  readonly year: number;
  readonly medium: 'film' | 'series';
  readonly directors: readonly string[];
}

/**
 * What can go otherwise than a member meant, and is nobody's fault. Each says in `src/words/` what to do next.
 * The value is what its words need.
 */
export interface UserErrors {
  /** No film is clearly meant; `nearest` (at most three) may be empty only when there are no films at all. */
  'film.unclear': { readonly query: string; readonly nearest: readonly NamedFilm[] };
  /** A card asks for a film or a review that the catalogue no longer has. */
  'film.gone': Record<never, never>;
  'critic.unknown': { readonly query: string; readonly critics: readonly string[] };
  /** The button, select or form belongs to another version of Foyer, or to nobody. */
  'card.outdated': { readonly command: string | undefined };
  'option.unusable': { readonly option: string };
  'server.only': Record<never, never>;
  /** Foyer lacks a right in this channel, by Discord's name for it. */
  'rights.missing': { readonly right: 'ViewChannel' };
  'matchup.gone': Record<never, never>;
  'matchup.closed': Record<never, never>;
  /** Whoever opened it, unless they had their data deleted. */
  'matchup.not-yours': { readonly openedBy: string | undefined };
  /** `left`: how many whole hours more it may be. */
  'matchup.too-long': { readonly left: number };
  'matchup.not-reopened': { readonly why: 'open' | 'being announced' | 'too late' | 'another is open' };
  /** Those who manage a server have said where cards for everybody may stand. */
  'public.elsewhere': { readonly channels: readonly string[] };
  /** … and how many an hour. `at` is when the next may come, in epoch milliseconds. */
  'public.later': { readonly cardsPerHour: number; readonly at: number };
  'settings.not-yours': Record<never, never>;
  'ballot.none': Record<never, never>;
  'take.empty': Record<never, never>;
  'take.not-yours': Record<never, never>;
  /** More at once than a person asks: see `discord/pace.ts`. */
  'asked.too-fast': Record<never, never>;
}

export type UserErrorCode = keyof UserErrors;

/** A code with the details that belong to it. */
export type UserErrorReason = { [Code in UserErrorCode]: { readonly code: Code } & UserErrors[Code] }[UserErrorCode];

/** Nobody's fault: the boundary answers it privately with the member's next step and does not log it as a fault. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly reason: UserErrorReason;
  constructor(reason: UserErrorReason) {
    super(reason.code);
    this.reason = reason;
  }
}
