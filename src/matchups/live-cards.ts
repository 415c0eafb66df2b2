import type { Cancel, Clock } from '../clock.ts';
import type { MatchupRef } from './matchup.ts';

/** Keeps cards in step with their ballots without an edit for every press. */
export interface LiveCards {
  /** The ballots of this matchup changed: its card is brought up to date, at once or soon. */
  changed(ref: MatchupRef): void;
  /** Drops what was planned for a card, and resolves when no edit of it is under way: it is closing. */
  settle(ref: MatchupRef): Promise<void>;
  /** Resolves when no edit is under way. */
  idle(): Promise<void>;
}

/** In a rush a card is edited no more often than this: five edits in five seconds is Discord's limit for a channel. */
const betweenEdits = 5000;
/** A card that could not be edited is tried again after this long, and after twice as long each further time. */
const afterFailure = 15_000;
const longestAfterFailure = 300_000;

interface Card {
  /** By the steady clock: a time of day that is set back must not keep a card from being edited. */
  lastEdit: number;
  waiting: Cancel | undefined;
  editing: Promise<void> | undefined;
  again: boolean;
  /** How often in a row it could not be edited. */
  failures: number;
}

/**
 * One writer for each card: the first change is shown at once, later ones together every five seconds, the last one
 * always. `refresh` edits the card from what is stored now and rejects when that should be tried again.
 */
export function createLiveCards({
  clock,
  refresh,
  onError,
}: {
  readonly clock: Clock;
  readonly refresh: (ref: MatchupRef) => Promise<void>;
  readonly onError: (error: unknown, ref: MatchupRef) => void;
}): LiveCards {
  const cards = new Map<string, Card>();

  function cardOf({ guild, id }: MatchupRef): Card {
    const key = `${guild}:${id}`;
    const known = cards.get(key);
    if (known) return known;
    const card: Card = {
      lastEdit: Number.NEGATIVE_INFINITY,
      waiting: undefined,
      editing: undefined,
      again: false,
      failures: 0,
    };
    cards.set(key, card);
    return card;
  }

  /** How long until so many milliseconds have passed since the last edit. */
  const untilPast = (card: Card, pause: number) => Math.max(0, card.lastEdit + pause - clock.steady());

  function plan(ref: MatchupRef, card: Card, pause: number): void {
    card.waiting = clock.after(untilPast(card, pause), () => {
      card.waiting = undefined;
      card.editing = edit(ref, card);
    });
  }

  async function edit(ref: MatchupRef, card: Card): Promise<void> {
    card.lastEdit = clock.steady();
    try {
      await refresh(ref);
      card.failures = 0;
    } catch (error) {
      card.failures += 1;
      onError(error, ref);
    }
    card.editing = undefined;
    if (card.failures > 0 || card.again) {
      card.again = false;
      plan(ref, card, pauseAfter(card.failures));
    } else {
      forgetLater(ref, card);
    }
  }

  /** A card at rest is kept only until the next edit could follow it at once. */
  function forgetLater({ guild, id }: MatchupRef, card: Card): void {
    clock.after(untilPast(card, betweenEdits), () => {
      const atRest = !card.waiting && !card.editing && untilPast(card, betweenEdits) === 0;
      if (atRest && cards.get(`${guild}:${id}`) === card) cards.delete(`${guild}:${id}`);
    });
  }

  return {
    changed(ref) {
      const card = cardOf(ref);
      if (card.editing !== undefined) card.again = true;
      else if (!card.waiting) plan(ref, card, betweenEdits);
    },
    async settle(ref) {
      const card = cardOf(ref);
      stopWaiting(card);
      await card.editing;
      stopWaiting(card);
      cards.delete(`${ref.guild}:${ref.id}`);
    },
    async idle() {
      await Promise.all([...cards.values()].map(async ({ editing }) => editing));
    },
  };
}

function pauseAfter(failures: number): number {
  return failures === 0 ? betweenEdits : Math.min(afterFailure * 2 ** (failures - 1), longestAfterFailure);
}

function stopWaiting(card: Card): void {
  card.waiting?.();
  card.waiting = undefined;
}
