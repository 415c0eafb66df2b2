import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { createClosingClock } from '../../src/matchups/closing-clock.ts';
import { type Matchup, matchupId, matchupRecord } from '../../src/matchups/matchup.ts';
import { UserError } from '../../src/user-error.ts';
import { fakeClock, settled } from './fake-clock.ts';

const hour = 3_600_000;
const day = 24 * hour;

function openUntil(closesAt: number, id = 'poll1'): Matchup {
  return matchupRecord.parse({
    version: 1,
    id,
    guild: '100000000000000001',
    film: 'never-let-me-go-2010',
    book: 'ishiguro-never-let-me-go-2005',
    locale: 'en-US',
    openedBy: '200000000000000001',
    openedAt: 0,
    closesAt,
    channel: '300000000000000001',
    status: { kind: 'open' },
  });
}

/** A closing clock over matchups in memory. */
function aClosingClock(clock = fakeClock()) {
  const kept = new Map<string, Matchup>();
  const reminders: { readonly id: string; readonly at: number }[] = [];
  const cleared: string[] = [];
  const announcements: { readonly id: string; readonly at: number }[] = [];
  const errors: unknown[] = [];
  const fault: { announce: unknown; close: unknown; remind: unknown } = {
    announce: undefined,
    close: undefined,
    remind: undefined,
  };
  const hold = { until: Promise.resolve() };
  const get = (id: string): Matchup => {
    const matchup = kept.get(id);
    if (!matchup) throw new UserError({ code: 'matchup.gone' });
    return matchup;
  };
  const put = (matchup: Matchup): Matchup => {
    kept.set(matchup.id, matchup);
    return matchup;
  };
  const closing = createClosingClock({
    clock,
    matchups: {
      closeDue: async ({ id }) => {
        if (fault.close) throw fault.close;
        const matchup = get(id);
        if (matchup.status.kind !== 'open' || clock.now() < matchup.closesAt) return matchup;
        return put({ ...matchup, status: { kind: 'closed', at: clock.now(), announced: false } });
      },
      announced: async ({ id }) => {
        put({ ...get(id), status: { kind: 'closed', at: clock.now(), announced: true } });
      },
      reminded: async ({ id }, closesAt) => {
        put({ ...get(id), status: { kind: 'open', reminded: closesAt } });
      },
      clear: async ({ id }) => {
        cleared.push(id);
        kept.delete(id);
      },
      unfinished: async () => [...kept.values()].map(({ guild, id }) => ({ guild, id, due: 0 })),
    },
    remind: async ({ id }) => {
      if (fault.remind) throw fault.remind;
      reminders.push({ id, at: clock.now() });
    },
    announce: async ({ id }) => {
      await hold.until;
      if (fault.announce) throw fault.announce;
      announcements.push({ id, at: clock.now() });
    },
    onError: (error) => errors.push(error),
  });
  return { clock, closing, put, announcements, reminders, cleared, errors, fault, hold };
}

describe('the closing clock', () => {
  test('closes at the time, not before, once', async () => {
    const { clock, closing, put, announcements } = aClosingClock();
    const closesAt = clock.now() + 30 * day;
    closing.follow(put(openUntil(closesAt)));
    await clock.pass(30 * day - 1);
    expect(announcements).toEqual([]);
    await clock.pass(1);
    await settled();
    expect(announcements).toEqual([{ id: 'poll1', at: closesAt }]);
    await clock.pass(30 * day);
    expect(announcements).toHaveLength(1);
  });

  test('takes up what is unfinished when it starts: what is due at once, the rest in time', async () => {
    const { clock, closing, put, announcements } = aClosingClock();
    put(openUntil(clock.now() - day, 'late'));
    put(openUntil(clock.now() + day, 'soon'));
    put({ ...openUntil(clock.now() - day, 'unsaid'), status: { kind: 'closed', at: 0, announced: false } });
    await closing.start();
    await clock.pass(0);
    await settled();
    expect(announcements.map(({ id }) => id).sort()).toEqual(['late', 'unsaid']);
    await clock.pass(day);
    await settled();
    expect(announcements.map(({ id }) => id).sort()).toEqual(['late', 'soon', 'unsaid']);
  });

  test('announces once when a press on Close and the deadline meet', async () => {
    const { clock, closing, put, announcements, hold } = aClosingClock();
    let goOn = () => {};
    hold.until = new Promise((resolve) => {
      goOn = resolve;
    });
    const matchup = put(openUntil(clock.now() + 1000));
    closing.follow(matchup);
    await clock.pass(1000);
    closing.follow({ ...matchup, status: { kind: 'closed', at: clock.now(), announced: false } });
    await clock.pass(0);
    goOn();
    await closing.idle();
    await clock.pass(day);
    expect(announcements).toHaveLength(1);
  });

  test('tries again while it fails, after 5 s and then less and less often, at least every five minutes', async () => {
    const { clock, closing, put, announcements, errors, fault } = aClosingClock();
    const start = clock.now();
    fault.announce = new Error('Discord stumbles');
    closing.follow(put(openUntil(start)));
    const failures: number[] = [];
    for (let second = 0; second < 1000; second += 1) {
      const before = errors.length;
      await clock.pass(second === 0 ? 0 : 1000);
      await settled();
      if (errors.length > before) failures.push((clock.now() - start) / 1000);
    }
    expect(failures).toEqual([0, 5, 15, 35, 75, 155, 315, 615, 915]);
    fault.announce = undefined;
    await clock.pass(300_000);
    await settled();
    expect(announcements).toHaveLength(1);
    await clock.pass(day);
    expect(announcements).toHaveLength(1);
  });

  test('tries again where the store fails', async () => {
    const { clock, closing, put, announcements, fault } = aClosingClock();
    fault.close = new Error('the disk is full');
    closing.follow(put(openUntil(clock.now())));
    await clock.pass(1000);
    fault.close = undefined;
    await clock.pass(5000);
    await settled();
    expect(announcements).toHaveLength(1);
  });

  test('lets a matchup go that is not there any more', async () => {
    const { clock, closing, errors } = aClosingClock();
    closing.follow(openUntil(clock.now()));
    await clock.pass(day);
    expect(errors).toEqual([]);
    expect(clock.next).toBeUndefined();
  });

  test('is idle when no closing is under way', async () => {
    const { clock, closing, put, announcements } = aClosingClock();
    await closing.idle();
    closing.follow(put(openUntil(clock.now())));
    const passing = clock.pass(0);
    await settled();
    await closing.idle();
    expect(announcements).toHaveLength(1);
    await passing;
  });
});

describe('a closing time that was moved', () => {
  test('by this process or by another is the one that counts', async () => {
    const { clock, closing, put, announcements } = aClosingClock();
    const closesAt = clock.now() + day;
    closing.follow(put(openUntil(closesAt)));
    put(openUntil(closesAt + day)); // Another process: nobody tells this one.
    await clock.pass(day);
    await settled();
    expect(announcements).toEqual([]);
    closing.follow(put(openUntil(closesAt + 2 * day)));
    await clock.pass(day);
    await settled();
    expect(announcements).toEqual([]);
    await clock.pass(day);
    await settled();
    expect(announcements).toEqual([{ id: 'poll1', at: closesAt + 2 * day }]);
  });
});

describe('a reminder', () => {
  const opened = (from: number, hours: number) => ({ ...openUntil(from + hours * hour), openedAt: from });

  test('comes a tenth of the time before the close, once', async () => {
    const { clock, closing, put, reminders } = aClosingClock();
    const from = clock.now();
    closing.follow(put(opened(from, 100)));
    await clock.pass(100 * hour);
    await settled();
    expect(reminders).toEqual([{ id: 'poll1', at: from + 90 * hour }]);
  });

  test('comes once over a restart, late where the bot was away, and not at all in the last five minutes', async () => {
    const { clock, closing, put, reminders } = aClosingClock();
    const from = clock.now();
    put({ ...opened(from - 95 * hour, 100), id: matchupId.parse('late') });
    const told = opened(from - 95 * hour, 100);
    put({ ...told, id: matchupId.parse('told'), status: { kind: 'open', reminded: told.closesAt } });
    const soon = { ...opened(from - 100 * hour, 100), closesAt: from + 299_000 };
    put({ ...soon, id: matchupId.parse('soon') });
    await closing.start();
    await clock.pass(0);
    await settled();
    expect(reminders).toEqual([{ id: 'late', at: from }]);
    await clock.pass(100 * hour);
    expect(reminders).toHaveLength(1);
  });

  test('comes before the shortest poll closes, and again before a new closing time', async () => {
    const { clock, closing, put, reminders } = aClosingClock();
    const from = clock.now();
    const first = put(opened(from, 1));
    closing.follow(first);
    await clock.pass(0.95 * hour);
    await settled();
    expect(reminders).toEqual([{ id: 'poll1', at: from + 0.9 * hour }]);
    closing.follow(put({ ...first, closesAt: from + 10 * hour, status: { kind: 'open', reminded: first.closesAt } }));
    await clock.pass(8.5 * hour);
    await settled();
    expect(reminders.at(-1)).toEqual({ id: 'poll1', at: from + 9 * hour });
  });

  test('counts the time since it was opened again', async () => {
    const { clock, closing, put, reminders } = aClosingClock();
    const from = clock.now();
    closing.follow(put({ ...opened(from - 200 * hour, 224), status: { kind: 'open', since: from } }));
    await clock.pass(24 * hour - 1);
    await settled();
    expect(reminders).toEqual([{ id: 'poll1', at: from + 21.6 * hour }]);
  });

  test('that fails is tried again', async () => {
    const { clock, closing, put, reminders, fault, errors } = aClosingClock();
    closing.follow(put(opened(clock.now(), 100)));
    fault.remind = new Error('Discord stumbles');
    await clock.pass(90 * hour);
    await settled();
    expect(errors).toHaveLength(1);
    fault.remind = undefined;
    await clock.pass(5000);
    await settled();
    expect(reminders).toHaveLength(1);
  });
});

test('a removed one is cleared away, at once and after a restart', async () => {
  const { clock, closing, put, cleared } = aClosingClock();
  closing.follow(put({ ...openUntil(clock.now() + day, 'now'), status: { kind: 'removed' } }));
  put({ ...openUntil(clock.now() + day, 'before'), status: { kind: 'removed' } });
  await closing.start();
  await clock.pass(0);
  await settled();
  expect(cleared.sort()).toEqual(['before', 'now']);
});

describe('where the time of day is set', () => {
  test.each([
    ['back before the close', [-3_600_000]],
    ['forward past it', [26 * 3_600_000]],
    ['to and fro', [26 * 3_600_000, -27 * 3_600_000, 3_600_000]],
  ])('%s, it closes once, and not before it shows the time of its close', async (_, steps) => {
    const { put, closing, announcements, clock } = aClosingClock();
    const closesAt = clock.now() + 2 * hour;
    put(openUntil(closesAt));
    await closing.start();
    for (const step of steps) {
      await clock.pass(1000);
      clock.step(step);
    }
    await clock.pass(30 * hour);
    expect(announcements).toHaveLength(1);
    expect(announcements[0]?.at).toBeGreaterThanOrEqual(closesAt);
  });

  test('back while it waits to try again, it tries again as soon', async () => {
    const { put, closing, announcements, clock, fault } = aClosingClock();
    put(openUntil(clock.now() + hour));
    await closing.start();
    fault.announce = new Error('Discord stumbles');
    await clock.pass(hour);
    fault.announce = undefined;
    clock.step(-hour);
    await clock.pass(60_000);
    expect(announcements).toHaveLength(1);
  });
});

describe('the wall clock under it', () => {
  afterEach(() => {
    // In this order: a spy that is taken off later would put the simulated timer back.
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  test('keeps an appointment beyond the 24.8 days after which setTimeout fires at once', async () => {
    vi.useFakeTimers();
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    const clock = createClock();
    let rang = 0;
    clock.at(clock.now() + 30 * day, () => {
      rang += 1;
    });
    await vi.advanceTimersByTimeAsync(30 * day - 1);
    expect(rang).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(rang).toBe(1);
    expect(Math.max(...setTimer.mock.calls.map(([, wait]) => wait ?? 0))).toBeLessThanOrEqual(day);
    clock.stop();
  });

  test('keeps an appointment that is moved to by hand, once, and forgets one that was taken back', async () => {
    vi.useFakeTimers();
    const clock = createClock();
    const rang: string[] = [];
    clock.at(clock.now() + 720 * 3_600_000, () => rang.push('kept'));
    clock.at(clock.now() + 1000, () => rang.push('taken back'))();
    clock.advance(719 * 3_600_000);
    await vi.advanceTimersByTimeAsync(0);
    expect(rang).toEqual([]);
    clock.advance(3_600_000);
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(60 * day);
    expect(rang).toEqual(['kept']);
  });
});
