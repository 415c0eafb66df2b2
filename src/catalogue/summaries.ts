import { setImmediate as othersTurn } from 'node:timers/promises';
import type { FilmSummary } from './summary.ts';

/** The summaries of all films, each at its place in the search index. */
export interface Summaries {
  readonly size: number;
  /** @throws Error where it cannot be read, as `all` and `readAhead` do */
  at(place: number): FilmSummary | undefined;
  all(): readonly FilmSummary[];
  /** Reads all that is not read yet, while others get their turns. */
  readAhead(): Promise<void>;
}

/** Summaries that are read already. */
export function summariesAtHand(all: readonly FilmSummary[]): Summaries {
  return { size: all.length, at: (place) => all[place], all: () => all, readAhead: async () => {} };
}

/**
 * Summaries that are read when they are asked for: those of a hundred thousand films take longer than all else of a
 * start. Every part has as many as the first, but for the last.
 */
export function summariesLater(parts: readonly string[], { size, inPart, read }: LaterParts): Summaries {
  const known: (readonly FilmSummary[] | undefined)[] = [];
  let all: readonly FilmSummary[] | undefined;

  function part(number: number): readonly FilmSummary[] {
    const text = parts[number];
    if (text === undefined) return [];
    known[number] ??= read(text, Math.min(inPart, size - number * inPart));
    return known[number];
  }

  return {
    size,
    at: (place) => part(Math.floor(place / inPart))[place % inPart],
    all() {
      all ??= parts.flatMap((_, number) => part(number));
      return all;
    },
    async readAhead() {
      for (const number of parts.keys()) {
        part(number);
        await othersTurn();
      }
    },
  };
}

export interface LaterParts {
  readonly size: number;
  readonly inPart: number;
  /** The summaries in one part, so many. @throws Error where there are not */
  readonly read: (text: string, count: number) => readonly FilmSummary[];
}
