// Builds the service once for a test run, into a folder of its own beside copies of host.json and package.json and without
// node_modules: what a deployment gets. A bundle that cannot be built fails the tests that use it, not the others.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildRollcall } from '../../build.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    bundle: { folder: string } | { problem: string };
  }
}

const PROJECT = join(import.meta.dirname, '../..');

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
  for (const file of ['host.json', 'package.json']) await copyFile(join(PROJECT, file), join(folder, file));
  try {
    await buildRollcall(join(folder, 'dist/rollcall.cjs'));
    project.provide('bundle', { folder });
  } catch (error) {
    project.provide('bundle', { problem: String(error) });
  }
  return () => rm(folder, { recursive: true });
}
