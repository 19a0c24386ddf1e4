// What the tests of the deployment read: the compiled template, and the snapshots of the main parameter sets, which hold
// the same resources with the parameters filled in (compile.test.ts shows that both are what the compiler makes).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../../infra/template.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface PredictedResource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly apiVersion: string;
  readonly kind?: string;
  readonly sku?: { readonly name: string };
  readonly tags?: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has a shape of its own
  readonly properties: any;
}

interface Snapshot {
  readonly predictedResources: readonly PredictedResource[];
  readonly diagnostics: readonly unknown[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

export const SETS = ['bare', 'defaults', 'private'] as const;
export type ParameterSet = (typeof SETS)[number];

export function readText(...path: string[]): string {
  return readFileSync(join(ROOT, ...path), 'utf8');
}

// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes
export function readJson(...path: string[]): any {
  return JSON.parse(readText(...path));
}

export const template: Template = readJson('infra', 'azuredeploy.json');

export function snapshotOf(set: ParameterSet): Snapshot {
  return readJson('infra', 'snapshots', `${set}.snapshot.json`);
}

/** The resources of one type (without `Microsoft.`) that a deployment with these parameters creates. */
export function resourcesOf(set: ParameterSet, type: string): readonly PredictedResource[] {
  return snapshotOf(set).predictedResources.filter((resource) => resource.type === `Microsoft.${type}`);
}

/** The only one of its type. */
export function resourceOf(set: ParameterSet, type: string): PredictedResource {
  const [found, ...others] = resourcesOf(set, type);
  if (found === undefined || others.length > 0) {
    throw new Error(`${set} has ${others.length + (found ? 1 : 0)} resources of the type ${type}, not one.`);
  }
  return found;
}

/** App setting to its value; nothing where Azure only knows the value at deployment, such as the address of the vault. */
export function appSettingsOf(set: ParameterSet): Map<string, string | undefined> {
  const { appSettings } = resourceOf(set, 'Web/sites').properties.siteConfig;
  const pairs = String(appSettings).matchAll(/createObject\('name', '([^']+)', 'value', (?:'([^']*)')?/g);
  return new Map([...pairs].map(([, name = '', value]) => [name, value]));
}
