/** The time, in milliseconds since the Unix epoch. Handed in wherever a rule depends on it. */
export type Now = () => number;

/** Takes back what was planned with {@link Clock.at}. */
export type Cancel = () => void;

/** What time it is, and what is to happen later. */
export interface Clock {
  readonly now: Now;
  /** Counts on whatever becomes of the time of day: for how long ago something was, and not for when. Never goes back. */
  readonly steady: Now;
  /** Runs `task` once, at `time` (epoch milliseconds) or at once if that has passed. */
  at(time: number, task: () => void): Cancel;
  /** Runs `task` once, so many milliseconds from now. */
  after(milliseconds: number, task: () => void): Cancel;
  /** Moves the time on by so many milliseconds; what falls due on the way happens. For tests and the playground. */
  advance(milliseconds: number): void;
  /** Forgets everything planned. */
  stop(): void;
}

/** `setTimeout` overflows at 2^31 - 1 ms (24.8 days) and then fires at once: no timer of ours is longer than this. */
const longestTimer = 24 * 60 * 60 * 1000;

/**
 * How often the time of day is compared with time that passed. A computer's clock steps when it is set right, and when
 * the computer has slept: timers of Node's notice neither.
 */
const untilNextLook = 10_000;
/** What the two differ by without a step: clocks are slewed, and read one after the other. */
const noStep = 500;

interface Appointment {
  readonly by: Now;
  readonly time: number;
  readonly task: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** The wall clock, which can be moved forward. */
export function createClock(): Clock {
  let ahead = 0;
  const appointments = new Set<Appointment>();
  const now = () => Date.now() + ahead;
  const steady = () => performance.now() + ahead;

  const left = ({ by, time }: Appointment) => time - by();

  function arm(appointment: Appointment): void {
    clearTimeout(appointment.timer);
    const wait = Math.max(0, left(appointment));
    appointment.timer = setTimeout(() => ring(appointment), Math.min(wait, longestTimer));
  }

  /** Timers that are due at once ring in the order in which they were set. */
  function armAll(): void {
    for (const appointment of [...appointments].sort((one, other) => left(one) - left(other))) arm(appointment);
  }

  function ring(appointment: Appointment): void {
    if (left(appointment) > 0) {
      arm(appointment);
      return;
    }
    appointments.delete(appointment);
    appointment.task();
  }

  function plan(by: Now, time: number, task: () => void): Cancel {
    const appointment: Appointment = { by, time, task, timer: undefined };
    appointments.add(appointment);
    arm(appointment);
    return () => {
      appointments.delete(appointment);
      clearTimeout(appointment.timer);
    };
  }

  let difference = now() - steady();
  const looking = setInterval(() => {
    const before = difference;
    difference = now() - steady();
    if (Math.abs(difference - before) > noStep) armAll();
  }, untilNextLook).unref();

  return {
    now,
    steady,
    at: (time, task) => plan(now, time, task),
    after: (milliseconds, task) => plan(steady, steady() + milliseconds, task),
    advance(milliseconds) {
      ahead += milliseconds;
      armAll();
    },
    stop() {
      clearInterval(looking);
      for (const { timer } of appointments) clearTimeout(timer);
      appointments.clear();
    },
  };
}
