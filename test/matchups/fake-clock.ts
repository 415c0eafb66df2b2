import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until it is moved. What falls due is run in order of time, each followed by a pause. */
export interface FakeClock extends Clock {
  /** Moves time on; whatever falls due on the way happens, and what it sets off is waited for. */
  pass(milliseconds: number): Promise<void>;
  /** When the next thing is to happen. */
  readonly next: number | undefined;
}

/** Lets everything happen that waits for nothing but its turn. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Begins at the given time. */
export function fakeClock(start = 1_800_000_000_000): FakeClock {
  let time = start;
  const appointments = new Set<{ readonly time: number; readonly task: () => void }>();
  const first = () => [...appointments].sort((one, other) => one.time - other.time)[0];

  async function pass(milliseconds: number): Promise<void> {
    const end = time + milliseconds;
    await settled();
    for (let due = first(); due && due.time <= end; due = first()) {
      time = Math.max(time, due.time);
      appointments.delete(due);
      due.task();
      await settled();
    }
    time = end;
  }

  return {
    now: () => time,
    at(when, task) {
      const appointment = { time: when, task };
      appointments.add(appointment);
      return () => appointments.delete(appointment);
    },
    advance() {
      throw new Error('a fake clock is moved by pass()');
    },
    stop: () => appointments.clear(),
    pass,
    get next() {
      return first()?.time;
    },
  };
}
