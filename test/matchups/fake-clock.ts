import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until it is moved. What falls due is run in order of time, each followed by a pause. */
export interface FakeClock extends Clock {
  /** Moves time on; whatever falls due on the way happens, and what it sets off is waited for. */
  pass(milliseconds: number): Promise<void>;
  /** Sets the time of day to another, so many milliseconds away, as a computer does that was wrong. No time passes. */
  step(milliseconds: number): void;
  /** When the next thing is to happen. */
  readonly next: number | undefined;
}

/** Lets everything happen that waits for nothing but its turn. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Begins at the given time. */
export function fakeClock(start = 1_800_000_000_000): FakeClock {
  let time = start;
  let stepped = 0;
  /** When it is due, counted steadily. */
  interface Appointment {
    readonly due: () => number;
    readonly task: () => void;
  }
  const appointments = new Set<Appointment>();
  const first = () => [...appointments].sort((one, other) => one.due() - other.due())[0];

  function plan(due: () => number, task: () => void) {
    const appointment = { due, task };
    appointments.add(appointment);
    return () => appointments.delete(appointment);
  }

  async function pass(milliseconds: number): Promise<void> {
    const end = time + milliseconds;
    await settled();
    for (let next = first(); next && next.due() <= end; next = first()) {
      time = Math.max(time, next.due());
      appointments.delete(next);
      next.task();
      await settled();
    }
    time = end;
  }

  return {
    now: () => time + stepped,
    steady: () => time,
    at: (when, task) => plan(() => when - stepped, task),
    after: (milliseconds, task) => {
      const due = time + milliseconds;
      return plan(() => due, task);
    },
    advance() {
      throw new Error('a fake clock is moved by pass()');
    },
    stop: () => appointments.clear(),
    pass,
    step(milliseconds) {
      stepped += milliseconds;
    },
    get next() {
      const next = first();
      return next && next.due() + stepped;
    },
  };
}
