import type { Cancel, Clock } from '../clock.ts';
import type { GuildId } from '../storage/ids.ts';
import { createTurns } from '../storage/turns.ts';
import { UserError } from '../user-error.ts';
import { type Matchup, type MatchupRef, reminderAt } from './matchup.ts';
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
  readonly matchups: Pick<Matchups, 'get' | 'closeDue' | 'announced' | 'reminded' | 'clear' | 'unfinished'>;
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

type Task = (ref: MatchupRef) => Promise<void>;
/** Has it run at its time. */
type When = (run: () => void) => Cancel;

/** A clock for matchups. */
export function createClosingClock({
  clock,
  matchups,
  announce,
  remind,
  serves = () => true,
  onError,
}: ClosingClockNeeds): ClosingClock {
  const planned = new Map<string, Cancel>();
  const underWay = new Set<Promise<void>>();
  /** A press on Close and the deadline may meet: the second finds the result announced. */
  const inTurn = createTurns();

  const at =
    (time: number): When =>
    (run) =>
      clock.at(time, run);
  const after =
    (milliseconds: number): When =>
    (run) =>
      clock.after(milliseconds, run);

  /** What was planned under the same name before is dropped. */
  function plan(name: string, ref: MatchupRef, when: When | undefined, task: Task, failures = 0): void {
    const key = `${name}:${ref.guild}:${ref.id}`;
    planned.get(key)?.();
    planned.delete(key);
    if (!when) return;
    const attempt = async () => {
      try {
        await task(ref);
      } catch (error) {
        if (error instanceof UserError) return; // The matchup itself is gone.
        onError(error, ref);
        plan(name, ref, after(retryAfter(failures)), task, failures + 1);
      }
    };
    const run = () => {
      planned.delete(key);
      const work = inTurn(`${ref.guild}:${ref.id}`, attempt);
      underWay.add(work);
      void work.finally(() => underWay.delete(work));
    };
    planned.set(key, when(run));
  }

  async function finish(ref: MatchupRef): Promise<void> {
    const matchup = await matchups.closeDue(ref);
    switch (matchup?.status.kind) {
      case 'open':
        return follow(matchup); // It was given more time, perhaps by another process.
      case 'closed':
        if (matchup.status.announced) return;
        await announce(ref);
        return matchups.announced(ref);
      case 'removed':
        return matchups.clear(ref);
    }
  }

  async function remindNow(ref: MatchupRef): Promise<void> {
    const matchup = await matchups.get(ref);
    const due = reminderAt(matchup, clock.now());
    if (due === undefined) return;
    if (due > clock.now()) return follow(matchup);
    await remind(ref);
    await matchups.reminded(ref, matchup.closesAt);
  }

  function follow(matchup: Matchup): void {
    const { guild, id, status, closesAt } = matchup;
    const ref = { guild, id };
    const reminder = reminderAt(matchup, clock.now());
    plan('close', ref, status.kind === 'open' ? at(closesAt) : after(0), finish);
    plan('remind', ref, reminder === undefined ? undefined : at(reminder), remindNow);
  }

  return {
    follow,
    async start() {
      for (const matchup of await matchups.unfinished()) {
        if (serves(matchup.guild)) follow(matchup);
      }
    },
    get pending() {
      return [...planned.keys()].filter((key) => key.startsWith('close:')).length;
    },
    async idle() {
      await Promise.all(underWay);
    },
  };
}
