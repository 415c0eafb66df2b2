import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editsFrom } from '../../../src/catalogue/search/edits.ts';

test.each([
  ['dune', 'dune', 0],
  ['dune', 'dnue', 1],
  ['dune', 'dunes', 1],
  ['dune', 'une', 1],
  ['dune', 'done', 1],
  ['dune', 'nude', 2],
  ['kitten', 'sitting', 3],
  ['a', '', 1],
  ['', 'abc', 3],
])('from %s to %s: %i edits', (pattern, text, count) => {
  expect(editsFrom(pattern)(text)).toBe(count);
});

test('the bits count what the table counts', () => {
  const word = fc.string({ maxLength: 32, unit: 'grapheme-ascii' }).map((text) => text.replace(/[^a-e]/gu, 'a'));
  fc.assert(fc.property(word, word, (a, b) => editsFrom(a)(b) === byTable(a, b)));
});

/** Optimal string alignment by the usual table. */
function byTable(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, row) => [row]);
  const at = (row: number, column: number): number =>
    table[row]?.[column] ?? (row === 0 ? column : Number.POSITIVE_INFINITY);
  for (let row = 1; row <= a.length; row += 1) {
    for (let column = 1; column <= b.length; column += 1) {
      const other = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      table[row]?.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + other,
          swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(a.length, b.length);
}
