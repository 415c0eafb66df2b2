import type { MemberId } from '../storage/ids.ts';
import { keys } from '../storage/keys.ts';
import { UserError } from '../user-error.ts';
import type { Arrivals } from './arrivals.ts';
import { isOpen, type Matchup, type MatchupRef } from './matchup.ts';
import { keyOf, type Shelf } from './shelf.ts';

/** Who manages a matchup, and whether they have Manage Messages there. */
export interface Manager {
  readonly member: MemberId;
  readonly managesMessages: boolean;
}

/** The end of a matchup: closed by somebody or by its time, and then announced. */
export interface Closings {
  /** @throws UserError `matchup.not-yours-to-close`, `matchup.closed` or `matchup.gone` */
  closeBy(ref: MatchupRef, manager: Manager): Promise<Matchup>;
  /** Closes it if it is not closed; harmless when done twice. */
  closeDue(ref: MatchupRef): Promise<Matchup>;
  /** The result stands where members see it, or nowhere is left to show it. */
  announced(ref: MatchupRef): Promise<void>;
  /** Open ones, and closed ones whose result is still to be announced. */
  unfinished(): Promise<readonly Matchup[]>;
}

export interface ClosingsNeeds {
  readonly cards: Arrivals;
  /** A matchup was closed: the closing clock follows. */
  readonly onTurn: (matchup: Matchup) => void;
}

/** Closings over a shelf. */
export function createClosings(
  { now, standing, inTurn, change, changeNow, all }: Shelf,
  { cards, onTurn }: ClosingsNeeds,
): Closings {
  function closed(matchup: Matchup): Matchup {
    if (matchup.status.kind === 'closed') return matchup;
    const at = Math.min(now(), matchup.closesAt);
    return { ...matchup, status: { kind: 'closed', at, announced: false } };
  }

  return {
    async closeBy(ref, { member, managesMessages }) {
      const matchup = await change(ref, (before) => {
        if (!isOpen(before, now())) throw new UserError({ code: 'matchup.closed' });
        if (before.openedBy !== member && !managesMessages) {
          throw new UserError({ code: 'matchup.not-yours-to-close', openedBy: before.openedBy });
        }
        return closed(before);
      });
      onTurn(matchup);
      return matchup;
    },
    async closeDue(ref) {
      return change(ref, closed);
    },
    async announced(ref) {
      await inTurn(keyOf(ref), async () => {
        await changeNow(ref, (matchup) =>
          matchup.status.kind === 'closed' ? { ...matchup, status: { ...matchup.status, announced: true } } : matchup,
        );
        // Nothing changes any more, and a card that is gone will never show it.
        cards.forget(keyOf(ref));
        await standing.settled(ref);
      });
    },
    async unfinished() {
      const matchups = await all(keys.allMatchups);
      return matchups.filter(({ status }) => status.kind === 'open' || !status.announced);
    },
  };
}
