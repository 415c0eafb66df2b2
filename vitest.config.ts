import { defineConfig } from 'vitest/config';

const shared = {
  // End-to-end files each start a real bot process: give slow machines room without hiding a hang.
  testTimeout: 20_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'foyer',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/faults/**'],
        },
      },
      // Real deadlines have to pass there, full disks and cut power included: `npm run test:faults`, and .ci/run.
      { test: { ...shared, name: 'faults', include: ['test/faults/**/*.test.ts'] } },
    ],
  },
});
