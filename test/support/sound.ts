// What must hold of every directory when nobody writes to it any more.
import { expect } from 'vitest';
import { DEFAULT_ORGANIZATION_ROLES } from '../../src/directory/organization-role.ts';
import { verifyDirectory } from '../../src/storage/verify.ts';
import type { TestDirectory } from './open-directory.ts';

/** No findings. Deletions that a stopped process left are finished first, as the timer would. */
export async function expectSound({ store, writer }: TestDirectory): Promise<void> {
  let verification = await verifyDirectory(writer, DEFAULT_ORGANIZATION_ROLES);
  if (verification.sweeps > 0) {
    await store.resumeSweeps();
    verification = await verifyDirectory(writer, DEFAULT_ORGANIZATION_ROLES);
  }
  const { findings, sweeps } = verification;
  expect({ findings, sweeps }).toEqual({ findings: [], sweeps: 0 });
}
