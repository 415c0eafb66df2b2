/** Numbers that look drawn by chance and are the same in every run. */
export interface Chance {
  /** From 0 up to, without, 1. */
  readonly part: () => number;
  /** A whole number from 0 up to, without, `count`. */
  readonly below: (count: number) => number;
  /** Whether something of this likelihood happens. */
  readonly happens: (likelihood: number) => boolean;
}

/** Mulberry32 by Tommy Ettinger (public domain): 32 bits of state are enough for a few million draws. */
export function chanceOf(seed: number): Chance {
  let state = seed | 0;
  const part = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    const once = Math.imul(state ^ (state >>> 15), state | 1);
    const twice = once ^ (once + Math.imul(once ^ (once >>> 7), once | 61));
    return ((twice ^ (twice >>> 14)) >>> 0) / 2 ** 32;
  };
  return { part, below: (count) => Math.floor(part() * count), happens: (likelihood) => part() < likelihood };
}

/** One of a list. @throws where the list is empty */
export function oneOf<T>(chance: Chance, all: readonly T[]): T {
  const [one] = all.slice(chance.below(all.length));
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}

/** Draws places of a list, each as often as its weight says. */
export function weighted(chance: Chance, weights: readonly number[]): () => number {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (const [at, weight] of weights.entries()) {
    sum += weight;
    sums[at] = sum;
  }
  return () => {
    const drawn = chance.part() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] ?? 0) > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** The list in another order. */
export function shuffled<T>(chance: Chance, all: readonly T[]): readonly T[] {
  return all
    .map((one) => ({ one, at: chance.part() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
