/** Resolves when the signal comes. */
export async function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Waits for the work, but no longer than this. */
export async function withinTime(work: Promise<unknown>, longest: number, onTooLate: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      onTooLate();
      resolve();
    }, longest);
  });
  await Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}
