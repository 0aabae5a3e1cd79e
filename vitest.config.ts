import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but memory; `cloud` starts real engines or the whole embedded cloud. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 20_000 } },
      {
        test: {
          name: 'cloud',
          include: ['test/{contract,infra,end-to-end}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
