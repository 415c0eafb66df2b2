import { z } from 'zod';
import { keys } from '../storage/keys.ts';
import { readLines, readRecord, type WrittenForm } from '../storage/records.ts';
import type { Arrivals } from './arrivals.ts';
import { type Matchup, type MatchupRef, matchupRecord, readMatchupRef } from './matchup.ts';
import { keyOf, type Shelf } from './shelf.ts';

/** The mark of a matchup about which something is still to be done. */
export const dueRecord = z.object({ version: z.literal(1), due: z.number() });

const dueForm: WrittenForm<number> = {
  schema: dueRecord.transform(({ due }) => due),
  asWritten: /\{"version":1,"due":\d{1,15}\}/,
  readAt: (text, start) => Number.parseInt(text.slice(start + '{"version":1,"due":'.length, start + 40), 10),
};

/** A matchup about which something is to be done at some time. */
export interface DueMatchup extends MatchupRef {
  readonly due: number;
}

/** The end of a matchup as time brings it: closed, announced, or cleared away. */
export interface Closings {
  /**
   * Closes it if it is due; harmless when done twice. Resolves to what it is then, also where it is removed.
   * Undefined: it is gone.
   */
  closeDue(ref: MatchupRef): Promise<Matchup | undefined>;
  /** The result stands where members see it, or nowhere is left to show it. */
  announced(ref: MatchupRef): Promise<void>;
  /** The talk was reminded of that closing time. */
  reminded(ref: MatchupRef, closesAt: number): Promise<void>;
  /** The talk has heard that it is open again. */
  reopeningTold(ref: MatchupRef): Promise<void>;
  /**
   * Open ones, closed ones whose result is still to be announced, and removed ones still to be cleared away, with a time
   * before which nothing is to be done about them. However many have ended, reading these takes no longer.
   */
  unfinished(): Promise<readonly DueMatchup[]>;
}

/** Closings over a shelf. */
export function createClosings(
  { store, now, standing, inTurn, change, changeNow, find, save }: Shelf,
  cards: Arrivals,
): Closings {
  return {
    async closeDue(ref) {
      return inTurn(keyOf(ref), async () => {
        const matchup = await readRecord(store, keyOf(ref), matchupRecord);
        if (matchup?.status.kind !== 'open' || now() < matchup.closesAt) return matchup;
        const closed = closedAt(matchup, now());
        await save(closed);
        return closed;
      });
    },
    async announced(ref) {
      await inTurn(keyOf(ref), async () => {
        if (!(await find(ref))) return;
        await changeNow(ref, (matchup) =>
          matchup.status.kind === 'closed' ? { ...matchup, status: { ...matchup.status, announced: true } } : matchup,
        );
        // Nothing changes any more, and a card that is gone will never show it.
        cards.forget(keyOf(ref));
        await standing.settled(ref);
      });
      const held = await store.entries(keys.heldTakes(ref.guild, ref.id));
      if (held.length > 0) standing.again(ref);
    },
    async reminded(ref, closesAt) {
      await change(ref, (matchup) =>
        matchup.status.kind === 'open' ? { ...matchup, status: { ...matchup.status, reminded: closesAt } } : matchup,
      );
    },
    async reopeningTold(ref) {
      await inTurn(keyOf(ref), async () => {
        await changeNow(ref, (matchup) => {
          if (matchup.status.kind !== 'open') return matchup;
          const { untold: _, ...status } = matchup.status;
          return { ...matchup, status };
        });
        if (!standing.isBehind(ref)) await standing.settled(ref);
      });
    },
    async unfinished() {
      const found: DueMatchup[] = [];
      (await readLines(store, keys.allDue, dueForm)).each((due, rest) => {
        const ref = readMatchupRef(rest);
        if (ref) found.push({ ...ref, due });
      });
      return found;
    },
  };
}

/** Closed now, or at its deadline, however late that is noticed. */
export function closedAt(matchup: Matchup, now: number): Matchup {
  return { ...matchup, status: { kind: 'closed', at: Math.min(now, matchup.closesAt), announced: false } };
}
