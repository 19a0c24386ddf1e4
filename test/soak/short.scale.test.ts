// The soak of `npm run soak`, short: long enough for a leak in each request to show, not for a slow one.
import { expect, inject, test } from 'vitest';
import { buildBundles } from '../../bench/peers/bundles.ts';
import { problemsOf, soak } from '../../bench/soak/soak.ts';

test('twenty seconds of mixed load while storage fails: memory stays flat, no handle leaks, no client is refused', async () => {
  const bundles = await buildBundles();
  try {
    const report = await soak(
      { connectionString: inject('tablesConnectionString'), bundles, seconds: 20, faults: 0.01 },
      () => undefined,
    );
    expect(problemsOf(report)).toEqual([]);
    expect(report.storageFaults).toBeGreaterThan(10);
    expect(report.operations).toBeGreaterThan(200);
  } finally {
    await bundles.remove();
  }
});
