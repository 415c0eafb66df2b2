/** What this process knows of cards on their way, so that members who ask at the same moment get one card. */
export interface Arrivals {
  /** Somebody asks now. The number is for {@link Arrivals.stands}. */
  ask(): number;
  /** A card is being sent. */
  expect(key: string): void;
  /** It stands. */
  came(key: string): void;
  /** Resolves when no card is on its way, or the one that is must have been lost. */
  arrived(key: string): Promise<void>;
  /** Whether the card stands: `look` asks Discord, unless somebody has looked since `asked`. */
  stands(key: string, asked: number, look: () => Promise<boolean>): Promise<boolean>;
  forget(key: string): void;
}

/** A card that has not been sent by then was lost on the way, and is posted again. */
const longestWait = 5000;

interface Signal {
  /** Resolves when the signal is given. */
  readonly given: Promise<void>;
  give(): void;
}

/** Nothing is on its way. */
export function createArrivals(): Arrivals {
  const expected = new Map<string, Signal>();
  /** For each card, the last who had asked when it was seen to stand. */
  const seen = new Map<string, number>();
  let asks = 0;

  function end(key: string): void {
    expected.get(key)?.give();
    expected.delete(key);
  }

  return {
    ask() {
      asks += 1;
      return asks;
    },
    expect(key) {
      end(key);
      seen.delete(key);
      expected.set(
        key,
        createSignal(longestWait, () => expected.delete(key)),
      );
    },
    came(key) {
      seen.set(key, asks);
      end(key);
    },
    async arrived(key) {
      await expected.get(key)?.given;
    },
    async stands(key, asked, look) {
      if ((seen.get(key) ?? 0) >= asked) return true;
      const since = asks;
      const found = await look();
      if (found) seen.set(key, since);
      return found;
    },
    forget(key) {
      end(key);
      seen.delete(key);
    },
  };
}

function createSignal(longest: number, onTooLate: () => void): Signal {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      onTooLate();
      resolve();
    }, longest);
    give = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { given, give };
}
