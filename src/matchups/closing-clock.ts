import type { Cancel, Clock } from '../clock.ts';
import type { GuildId } from '../storage/ids.ts';
import { createTurns } from '../storage/turns.ts';
import { UserError } from '../user-error.ts';
import { createAgenda } from './agenda.ts';
import { dueAt, type Matchup, type MatchupRef, readMatchupRef, reminderAt } from './matchup.ts';
import type { Matchups } from './matchups.ts';

/**
 * Closes matchups at their time, sees to it that their results are announced, reminds the talk before, and clears away
 * those that were removed.
 */
export interface ClosingClock {
  /** Takes up every matchup about which something is still to be done, on the servers that are ours. */
  start(): Promise<void>;
  /** How many it has taken up: those that are to be closed, announced or cleared away. */
  readonly pending: number;
  /** A matchup was opened, closed, extended or removed. */
  follow(matchup: Matchup): void;
  /** Resolves when no closing is under way. */
  idle(): Promise<void>;
}

/** How long to wait before trying again, after the first, second, … failure. */
const retryAfter = (failures: number) => Math.min(5000 * 2 ** failures, 300_000);

export interface ClosingClockNeeds {
  readonly clock: Clock;
  readonly matchups: Pick<Matchups, 'closeDue' | 'announced' | 'reminded' | 'clear' | 'unfinished'>;
  /**
   * Shows the result where members see it. It rejects when that should be tried again, and it may be called twice for
   * one matchup, when the process ended between the announcement and its record. The same goes for `remind`.
   */
  readonly announce: (ref: MatchupRef) => Promise<void>;
  readonly remind: (ref: MatchupRef) => Promise<void>;
  /** Whether a server is this process's business; other processes see to the others. */
  readonly serves?: (guild: GuildId) => boolean;
  readonly onError: (error: unknown, ref: MatchupRef) => void;
}

/** So many at a time, when many fall due together: Discord takes fifty requests a second. */
const atOnce = 16;

/** A clock for matchups. */
export function createClosingClock({
  clock,
  matchups,
  announce,
  remind,
  serves = () => true,
  onError,
}: ClosingClockNeeds): ClosingClock {
  const agenda = createAgenda(clock, (name) => {
    const ref = readMatchupRef(name);
    if (ref) attendSoon(ref);
  });
  /** Those to be tried again, by name. */
  const retries = new Map<string, Cancel>();
  const waiting: { readonly ref: MatchupRef; readonly failures: number }[] = [];
  const underWay = new Set<Promise<void>>();
  /** A press on Close and the deadline may meet: the second finds the result announced. */
  const inTurn = createTurns();

  /** In the order in which they fell due. */
  function attendSoon(ref: MatchupRef, failures = 0): void {
    waiting.push({ ref, failures });
    work();
  }

  function work(): void {
    for (let next = underWay.size < atOnce && waiting.shift(); next; next = underWay.size < atOnce && waiting.shift()) {
      const { ref, failures } = next;
      const attending = inTurn(nameOf(ref), async () => attend(ref, failures));
      underWay.add(attending);
      void attending.finally(() => {
        underWay.delete(attending);
        work();
      });
    }
  }

  async function attend(ref: MatchupRef, failures: number): Promise<void> {
    try {
      await seeTo(ref);
    } catch (error) {
      if (error instanceof UserError) return; // The matchup itself is gone.
      onError(error, ref);
      const again = () => {
        retries.delete(nameOf(ref));
        attendSoon(ref, failures + 1);
      };
      retries.set(nameOf(ref), clock.after(retryAfter(failures), again));
    }
  }

  async function seeTo(ref: MatchupRef): Promise<void> {
    const matchup = await matchups.closeDue(ref);
    switch (matchup?.status.kind) {
      case 'open':
        return remindIfDue(matchup); // Or it was given more time, perhaps by another process.
      case 'closed':
        if (matchup.status.announced) return;
        await announce(ref);
        return matchups.announced(ref);
      case 'removed':
        return matchups.clear(ref);
    }
  }

  async function remindIfDue(matchup: Matchup): Promise<void> {
    const reminder = reminderAt(matchup, clock.now());
    if (reminder === undefined || reminder > clock.now()) return follow(matchup);
    // Before it is tried: a reminder that cannot be posted must not keep the close waiting.
    agenda.plan(nameOf(matchup), matchup.closesAt);
    await remind(matchup);
    await matchups.reminded(matchup, matchup.closesAt);
  }

  function follow(matchup: Matchup): void {
    const name = nameOf(matchup);
    retries.get(name)?.();
    retries.delete(name);
    const due = dueAt(matchup, clock.now());
    if (due === undefined) agenda.drop(name);
    else agenda.plan(name, due);
  }

  return {
    follow,
    async start() {
      for (const { guild, id, due } of await matchups.unfinished()) {
        if (serves(guild)) agenda.plan(nameOf({ guild, id }), due);
      }
    },
    get pending() {
      return agenda.size + retries.size;
    },
    async idle() {
      waiting.length = 0;
      await Promise.all(underWay);
    },
  };
}

const nameOf = ({ guild, id }: MatchupRef) => `${guild}:${id}`;
