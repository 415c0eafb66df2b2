import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { passing } from './faults.ts';

/** Short enough together for an answer that Discord waits three seconds for. */
const pauses = [200, 600, 1200] as const;

/**
 * Sends again while the failure is one that `again` accepts: a passing one, unless told otherwise. A request that must
 * not arrive twice says so by a stricter `again`.
 * @throws what the last attempt threw
 */
export async function patiently<T>(send: () => Promise<T>, again: (error: unknown) => boolean = passing): Promise<T> {
  for (const pause of pauses) {
    try {
      return await send();
    } catch (error) {
      if (!again(error)) throw error;
      await wait(pause);
    }
  }
  return send();
}

const firstPause = 1000;
const longestPause = 60_000;

/**
 * Tries until Discord is in reach, less and less often.
 * @throws what was thrown when `again` does not accept it, or the signal came
 */
export async function whenInReach<T>(
  attempt: () => Promise<T>,
  {
    log,
    signal,
    again = passing,
  }: { readonly log: Logger; readonly signal: AbortSignal; readonly again?: (error: unknown) => boolean },
): Promise<T> {
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || !again(error)) throw error;
      log.warn({ err: error, seconds: pause / 1000 }, 'Discord is out of reach; trying again');
      await wait(pause, undefined, { signal });
    }
  }
}
