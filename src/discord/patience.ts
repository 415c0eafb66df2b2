import { setTimeout as wait } from 'node:timers/promises';
import { passing } from './faults.ts';

/** Pauses between attempts. @discordjs/rest itself tries three times within milliseconds. */
const pauses = [200, 600, 1200] as const;

/**
 * Sends again while the failure is a passing one. Only for requests that may arrive twice without harm.
 * @throws what the last attempt threw
 */
export async function patiently<T>(send: () => Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      return await send();
    } catch (error) {
      if (!passing(error)) throw error;
      await wait(pause);
    }
  }
  return send();
}
