import { defineConfig } from 'vitest/config';

// One Azurite serves the whole run and the service is bundled once (each takes about a second); each test file works in
// tables of its own.
export default defineConfig({
  test: {
    globalSetup: ['test/support/azurite.ts', 'test/support/bundle.ts'],
    exclude: ['**/node_modules/**', '**/*.scale.test.ts', '**/.data/**'],
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
