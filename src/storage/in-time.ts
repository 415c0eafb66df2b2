/** A server that has not answered by then counts as gone: members are answered within three seconds. */
export const longestWait = 2000;

/** An error that says so, as Node's own do. */
export const tooLate = () => Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });

/**
 * What `task` resolves to.
 * @throws Error {@link tooLate} where that takes longer; a write may arrive all the same
 */
export async function inTime<T>(task: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), longestWait);
  });
  return Promise.race([task, tooLong]).finally(() => clearTimeout(timer));
}
