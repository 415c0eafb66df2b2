/** The time, in milliseconds since the Unix epoch. Handed in wherever a rule depends on it. */
export type Now = () => number;

/** Takes back what was planned with {@link Clock.at}. */
export type Cancel = () => void;

/** What time it is, and what is to happen later. */
export interface Clock {
  readonly now: Now;
  /** Runs `task` once, at `time` (epoch milliseconds) or at once if that has passed. */
  at(time: number, task: () => void): Cancel;
  /** Moves the time on by so many milliseconds; what falls due on the way happens. For tests and the playground. */
  advance(milliseconds: number): void;
  /** Forgets everything planned. */
  stop(): void;
}

/** `setTimeout` overflows at 2^31 - 1 ms (24.8 days) and then fires at once: no timer of ours is longer than this. */
const longestTimer = 24 * 60 * 60 * 1000;

interface Appointment {
  readonly time: number;
  readonly task: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** The wall clock, which can be moved forward. */
export function createClock(): Clock {
  let ahead = 0;
  const appointments = new Set<Appointment>();
  const now = () => Date.now() + ahead;

  function arm(appointment: Appointment): void {
    clearTimeout(appointment.timer);
    const wait = Math.max(0, appointment.time - now());
    appointment.timer = setTimeout(() => ring(appointment), Math.min(wait, longestTimer));
  }

  function ring(appointment: Appointment): void {
    if (appointment.time > now()) {
      arm(appointment);
      return;
    }
    appointments.delete(appointment);
    appointment.task();
  }

  return {
    now,
    at(time, task) {
      const appointment: Appointment = { time, task, timer: undefined };
      appointments.add(appointment);
      arm(appointment);
      return () => {
        appointments.delete(appointment);
        clearTimeout(appointment.timer);
      };
    },
    advance(milliseconds) {
      ahead += milliseconds;
      // Timers that are due at once ring in the order in which they were set.
      for (const appointment of [...appointments].sort((one, other) => one.time - other.time)) arm(appointment);
    },
    stop() {
      for (const { timer } of appointments) clearTimeout(timer);
      appointments.clear();
    },
  };
}
