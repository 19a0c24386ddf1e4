import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

// `npm run test:scale`: directories and groups of a large company. One file at a time, because each fills the machine.
export default defineConfig({
  test: {
    ...base.test,
    include: ['test/**/*.scale.test.ts'],
    exclude: [],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
