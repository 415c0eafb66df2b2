import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const shared = {
  globalSetup: ['test/warm-store.ts'],
  // End-to-end files each start a real bot process: give slow machines room without hiding a hang.
  testTimeout: 20_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // Much of the time is spent waiting for other processes, so that two cores carry two files at once.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          ...shared,
          name: 'foyer',
          // A worker keeps its modules from one file to the next: loading discord.js anew for each took half of the time.
          isolate: false,
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/faults/**', 'test/processes/**', 'test/**/*.slow.test.ts'],
        },
      },
      // Every card of every film, a browser, everything forged: minutes, where the others together take one or two.
      { test: { ...shared, name: 'slow', include: ['test/**/*.slow.test.ts'] } },
      // Real deadlines have to pass there, disks to fill and power to be cut.
      { test: { ...shared, name: 'faults', include: ['test/faults/**/*.test.ts'] } },
      // Every test starts processes of its own.
      { test: { ...shared, name: 'processes', include: ['test/processes/**/*.test.ts'] } },
    ],
  },
});
