const cells = 10;

/**
 * A bar of ten cells in fixed-width type, filled in proportion to `part` of `whole`. Any part at all fills one cell,
 * and only the whole fills the last.
 */
export function bar(part: number, whole: number): string {
  const share = whole === 0 ? 0 : part / whole;
  const filled = share === 0 ? 0 : share === 1 ? cells : Math.min(cells - 1, Math.max(1, Math.round(share * cells)));
  return `\`${'█'.repeat(filled)}${'░'.repeat(cells - filled)}\``;
}
