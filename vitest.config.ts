import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // End-to-end files each start a real bot process: give slow machines room without hiding a hang.
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
