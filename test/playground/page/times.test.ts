import { describe, expect, test } from 'vitest';
import {
  isOtherDay,
  messageTime,
  movedBy,
  relativeTime,
  writtenTime,
} from '../../../src/playground/page/model/times.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('relative time', () => {
  test.each([
    [72 * hour - second, 'in 3 days'],
    [24 * hour, 'in 1 day'],
    [59.6 * minute, 'in 1 hour'],
    [59.4 * minute, 'in 59 minutes'],
    [59.6 * second, 'in 1 minute'],
    [-2 * minute, '2 minutes ago'],
    [-5 * second, '5 seconds ago'],
    [-45 * day, '1 month ago'],
    [-800 * day, '2 years ago'],
  ])('%d ms off is %s', (difference, words) => {
    expect(relativeTime(difference, 'en-GB')).toBe(words);
  });

  test('in the member’s language', () => {
    expect(relativeTime(3 * day, 'it')).toBe('tra 3 giorni');
  });
});

test('a time stamp goes by the moved clock', () => {
  const at = Date.UTC(2026, 10, 24);
  expect(writtenTime(at, 'R', at - 3 * day, 'en-GB')).toBe('in 3 days');
  expect(writtenTime(at, 'R', at + hour, 'en-GB')).toBe('1 hour ago');
});

test('beside a message: the hour, yesterday, or the date', () => {
  const now = new Date(2026, 10, 24, 9, 0).getTime();
  expect(messageTime(new Date(2026, 10, 24, 0, 1).getTime(), now, 'en-GB')).toBe('00:01');
  expect(messageTime(new Date(2026, 10, 23, 23, 59).getTime(), now, 'en-GB')).toBe('Yesterday at 23:59');
  expect(messageTime(new Date(2026, 10, 22, 12, 0).getTime(), now, 'en-GB')).toBe('22/11/2026, 12:00');
});

test('midnight parts two days', () => {
  const midnight = new Date(2026, 10, 24).getTime();
  expect(isOtherDay(midnight - 1, midnight)).toBe(true);
  expect(isOtherDay(midnight, midnight + 23 * hour)).toBe(false);
});

test('how far time was moved', () => {
  expect(movedBy(76 * hour)).toBe('+3 d 4 h');
  expect(movedBy(hour)).toBe('+1 h');
  expect(movedBy(72 * hour)).toBe('+3 d');
});
