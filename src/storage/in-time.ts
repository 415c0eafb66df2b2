/** A server that has not answered by then counts as gone: members are answered within three seconds. */
export const longestWait = 2000;

/** An error that says so, as Node's own do. */
export const tooLate = () => Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });

/**
 * In so many steps a wait is counted. Timers ring before what has arrived is read: a process that was kept busy, by
 * content files or by others on the machine, would take its own lateness for that of a server which has answered long
 * ago. A step counts as one however late it comes, and what has arrived is read between two.
 */
const steps = 8;

/** Calls `ring` once when this process has listened for so many milliseconds. Returns what takes that back. */
export function whenWaited(milliseconds: number, ring: () => void): () => void {
  let left = steps;
  const step = () => {
    left -= 1;
    if (left > 0) timer = setTimeout(step, milliseconds / steps);
    else ring();
  };
  let timer = setTimeout(step, milliseconds / steps);
  return () => clearTimeout(timer);
}

/**
 * What `task` resolves to.
 * @throws Error {@link tooLate} where that takes longer; a write may arrive all the same
 */
export async function inTime<T>(task: Promise<T>): Promise<T> {
  let stop = () => {};
  const tooLong = new Promise<never>((_, reject) => {
    stop = whenWaited(longestWait, () => reject(tooLate()));
  });
  return Promise.race([task, tooLong]).finally(() => stop());
}
