import { defineConfig } from 'vitest/config';

// One Azurite serves the whole run and the service is bundled once (each takes about a second); each test file works in
// tables of its own. Tests at the size of a large company are apart: vitest.scale.config.ts.
export default defineConfig({
  test: {
    globalSetup: ['test/support/azurite.ts', 'test/support/bundle.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.scale.test.ts'],
    // Vitest leaves one processor free, which is half of a small machine: the tests' own Azurite and browser use what is free.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/summary-reporter.ts'],
  },
});
