import type { Cancel, Clock } from '../clock.ts';
import type { GuildId } from '../storage/ids.ts';
import { createTurns } from '../storage/turns.ts';
import { UserError } from '../user-error.ts';
import type { Matchup, MatchupRef } from './matchup.ts';
import type { Matchups } from './matchups.ts';

/** Closes matchups at their time and sees to it that their results are announced. */
export interface ClosingClock {
  /** Takes up every matchup that is open, or closed and not yet announced, on the servers that are ours. */
  start(): Promise<void>;
  /** How many it has taken up: open ones, and those whose result is still to be announced. */
  readonly pending: number;
  /** A matchup was opened or closed. */
  follow(matchup: Matchup): void;
  /** Resolves when no closing is under way. */
  idle(): Promise<void>;
}

/** How long to wait before trying again to close or announce, after the first, second, … failure. */
const retryAfter = (failures: number) => Math.min(5000 * 2 ** failures, 300_000);

/**
 * `announce` shows the result where members see it. It rejects when that should be tried again, and it may be called
 * twice for one matchup, when the process ended between the announcement and its record.
 */
export function createClosingClock({
  clock,
  matchups,
  announce,
  serves = () => true,
  onError,
}: {
  readonly clock: Clock;
  readonly matchups: Pick<Matchups, 'closeDue' | 'announced' | 'unfinished'>;
  readonly announce: (ref: MatchupRef) => Promise<void>;
  /** Whether a server is this process's business; other processes see to the others. */
  readonly serves?: (guild: GuildId) => boolean;
  readonly onError: (error: unknown, ref: MatchupRef) => void;
}): ClosingClock {
  const planned = new Map<string, Cancel>();
  const underWay = new Set<Promise<void>>();
  /** A press on Close and the deadline may meet: the second finds the result announced. */
  const inTurn = createTurns();

  function plan(ref: MatchupRef, time: number, failures: number): void {
    const key = `${ref.guild}:${ref.id}`;
    planned.get(key)?.();
    planned.set(
      key,
      clock.at(time, () => {
        planned.delete(key);
        const work = inTurn(key, async () => finish(ref, failures));
        underWay.add(work);
        void work.finally(() => underWay.delete(work));
      }),
    );
  }

  async function finish(ref: MatchupRef, failures: number): Promise<void> {
    try {
      const { status } = await matchups.closeDue(ref);
      if (status.kind === 'closed' && status.announced) return;
      await announce(ref);
      await matchups.announced(ref);
    } catch (error) {
      if (error instanceof UserError) return; // The matchup itself is gone.
      onError(error, ref);
      plan(ref, clock.now() + retryAfter(failures), failures + 1);
    }
  }

  function follow({ guild, id, status, closesAt }: Matchup): void {
    plan({ guild, id }, status.kind === 'open' ? closesAt : clock.now(), 0);
  }

  return {
    follow,
    async start() {
      for (const matchup of await matchups.unfinished()) {
        if (serves(matchup.guild)) follow(matchup);
      }
    },
    get pending() {
      return planned.size;
    },
    async idle() {
      await Promise.all(underWay);
    },
  };
}
