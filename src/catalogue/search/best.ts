/** The highest of many, best first, and of equals the earlier. It never sorts more than a few at a time. */
export function best<T>(count: number, all: Iterable<T>, score: (one: T) => number): T[] {
  let kept: { one: T; score: number }[] = [];
  let bar = Number.NEGATIVE_INFINITY;
  const cut = () => {
    kept = kept.sort((a, b) => b.score - a.score).slice(0, count);
    if (kept.length === count) bar = kept.at(-1)?.score ?? bar;
  };
  for (const one of all) {
    const points = score(one);
    if (points <= bar) continue;
    kept.push({ one, score: points });
    if (kept.length >= 2 * count + 20) cut();
  }
  cut();
  return kept.map(({ one }) => one);
}
