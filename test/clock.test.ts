import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Clock, createClock } from '../src/clock.ts';

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 0, 1);

let clock: Clock;
let rung: string[];
const ring = (name: string) => () => void rung.push(name);

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  clock = createClock();
  rung = [];
});
afterEach(() => {
  clock.stop();
  vi.useRealTimers();
});

describe('the clock', () => {
  test('tells the time of day', () => {
    expect(clock.now()).toBe(start);
    vi.advanceTimersByTime(1500);
    expect(clock.now()).toBe(start + 1500);
  });

  test('rings once, when the time has come and not before', () => {
    clock.at(start + 1000, ring('now'));
    vi.advanceTimersByTime(999);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['now']);
    vi.advanceTimersByTime(10 * day);
    expect(rung).toEqual(['now']);
  });

  test('rings soon for a time that has passed, but never inside the call that asked for it', () => {
    clock.at(start - day, ring('late'));
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['late']);
  });

  test('rings after more than 24.8 days, where a timer of Node’s own overflows and fires at once', () => {
    const later = 2 ** 31 + day;
    clock.at(start + later, ring('far'));
    vi.advanceTimersByTime(later - 1);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['far']);
  });

  test('does not ring for what was taken back, however late', () => {
    const cancel = clock.at(start + 30 * day, ring('never'));
    clock.at(start + 30 * day, ring('still'));
    vi.advanceTimersByTime(29 * day);
    cancel();
    cancel();
    vi.advanceTimersByTime(2 * day);
    expect(rung).toEqual(['still']);
  });

  test('taken back from within another task, it does not ring either', () => {
    const second = { cancel: () => {} };
    clock.at(start + 10, () => second.cancel());
    second.cancel = clock.at(start + 10, ring('second'));
    vi.advanceTimersByTime(20);
    expect(rung).toEqual([]);
  });

  test('a task may plan the next one', () => {
    clock.at(start + day, () => {
      ring('first')();
      clock.at(clock.now() + day, ring('second'));
    });
    vi.advanceTimersByTime(2 * day);
    expect(rung).toEqual(['first', 'second']);
  });

  test('follows a computer whose own time was set back: it rings when the time has come', () => {
    clock.at(start + 1000, ring('now'));
    vi.setSystemTime(start - 5000);
    vi.advanceTimersByTime(1000);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(5000);
    expect(rung).toEqual(['now']);
  });

  test('follows a computer whose own time was set forward, or that has slept: it rings within seconds', () => {
    clock.at(start + day, ring('tomorrow'));
    clock.at(start + 3 * day, ring('later'));
    vi.setSystemTime(start + 2 * day);
    vi.advanceTimersByTime(10_001);
    expect(rung).toEqual(['tomorrow']);
    vi.advanceTimersByTime(day);
    expect(rung).toEqual(['tomorrow', 'later']);
  });

  test.each([
    ['back', -day],
    ['forward', day],
  ])('what is to happen after a while does so after that while, though the time is set %s meanwhile', (_, step) => {
    clock.after(60_000, ring('after'));
    vi.setSystemTime(start + step);
    vi.advanceTimersByTime(59_000);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(rung).toEqual(['after']);
  });

  test('counts steadily, whatever is set', () => {
    const before = clock.steady();
    vi.setSystemTime(start - day);
    vi.advanceTimersByTime(1000);
    clock.advance(500);
    expect(clock.steady() - before).toBe(1500);
  });

  test('forgets everything when it stops', () => {
    clock.at(start + 1000, ring('one'));
    clock.at(start + 40 * day, ring('two'));
    clock.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(50 * day);
    expect(rung).toEqual([]);
  });
});

describe('moved on', () => {
  test('it tells the later time, and goes on from there', () => {
    clock.advance(3 * day);
    clock.advance(500);
    expect(clock.now()).toBe(start + 3 * day + 500);
    vi.advanceTimersByTime(250);
    expect(clock.now()).toBe(start + 3 * day + 750);
  });

  test('what fell due on the way happens, in the order of its time', () => {
    clock.at(start + 2 * day, ring('second'));
    clock.at(start + 1 * day, ring('first'));
    clock.at(start + 4 * day, ring('later'));
    clock.advance(3 * day);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['first', 'second']);
    vi.advanceTimersByTime(1 * day);
    expect(rung).toEqual(['first', 'second', 'later']);
  });

  test('by a year at once, it rings once for each', () => {
    clock.at(start + 100 * day, ring('one'));
    clock.at(start + 300 * day, ring('two'));
    clock.advance(365 * day);
    vi.advanceTimersByTime(2 * day);
    expect(rung).toEqual(['one', 'two']);
  });

  test('what is left waits only for the rest of its time', () => {
    clock.at(start + 50 * day, ring('far'));
    clock.advance(49 * day);
    vi.advanceTimersByTime(day - 1);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['far']);
  });
});
