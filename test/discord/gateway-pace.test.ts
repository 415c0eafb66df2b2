import { expect, test } from 'vitest';
import { beginnings, connections, nextAt, type Pacing } from '../../src/discord/gateway-pace.ts';

const aDay = 24 * 60 * 60_000;

/** When it happens, in a day of which each one fails at once. */
function aDayOf(pacing: Pacing): readonly number[] {
  const times: number[] = [];
  for (let now = 0; now < aDay; now = nextAt(times, now, pacing)) {
    times.push(now);
    // Nothing takes no time at all.
    now += 1;
  }
  return times;
}

test('a gateway that ends every session at once sees fewer than three hundred in a day: three shards stay below a thousand', () => {
  expect(aDayOf(beginnings).length).toBeLessThan(310);
});

test('one that drops every connection is troubled no more than twice a minute in the long run', () => {
  expect(aDayOf(connections).length).toBeLessThan(2 * 24 * 60);
});

test('the first two follow at once, and what was long ago does not count', () => {
  expect(nextAt([], 5000, connections)).toBe(5000);
  expect(nextAt([1000], 5000, connections)).toBe(5000);
  expect(nextAt([1000, 4000], 5000, connections)).toBe(5000);
  expect(nextAt([1000, 4000, 4990], 5000, connections)).toBe(5990);
  expect(nextAt([1000, 4000, 4990], 4990 + connections.within, connections)).toBe(4990 + connections.within);
});
