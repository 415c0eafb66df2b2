const cells = 10;

/**
 * A bar of ten cells in fixed-width type, filled in proportion to `part` of `whole`. Any part at all fills one cell,
 * and only the whole fills the last. `count` stands after it, right-aligned in a column of `width` characters, so that
 * bars under each other line up whatever their counts.
 */
export function bar(part: number, whole: number, { count, width }: { count: string; width: number }): string {
  const share = whole === 0 ? 0 : part / whole;
  const filled = share === 0 ? 0 : share === 1 ? cells : Math.min(cells - 1, Math.max(1, Math.round(share * cells)));
  return `\`${'█'.repeat(filled)}${'░'.repeat(cells - filled)} ${count.padStart(width)}\``;
}

/** Bars under each other, each with its count and its name. */
export function bars(
  rows: readonly { readonly part: number; readonly name: string }[],
  whole: number,
  write: (count: number) => string,
): string {
  const counts = rows.map(({ part }) => write(part));
  const width = Math.max(...counts.map((count) => count.length));
  return rows
    .map(({ part, name }, index) => `${bar(part, whole, { count: counts[index] ?? '', width })} ${name}`)
    .join('\n');
}
