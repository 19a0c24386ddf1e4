// When a resource of a module is created, as far as the compiled template tells. A module is written once and called with
// different parameters (the storage account twice), so a condition has to be read with what the call passes.
import type { Template, TemplateResource } from './template.ts';

/** Always, never, or only when an expression holds that is known at deployment alone. */
export type Occasion = 'always' | 'never' | { readonly when: string };

/** The parameters of one call: what it passes, and the module's defaults for the rest. */
export function callParameters(call: TemplateResource, module: Template): Readonly<Record<string, unknown>> {
  const passed = (call.properties?.parameters ?? {}) as Record<string, { value: unknown }>;
  const defaults = Object.entries(module.parameters).map(([name, { defaultValue }]) => [name, defaultValue]);
  const values = Object.entries(passed).map(([name, { value }]) => [name, value]);
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(values) };
}

/** When this resource of a module exists under these parameters of the call. */
export function occasionOf(
  resource: TemplateResource,
  parameters: Readonly<Record<string, unknown>>,
): Occasion {
  const copies = (resource.copy as { count?: unknown } | undefined)?.count;
  const listed = /^\[length\(parameters\('(\w+)'\)\)\]$/.exec(String(copies))?.[1];
  if (listed !== undefined && isNothing(parameters[listed])) return 'never';
  if (resource.condition === undefined) return 'always';
  const { name, wanted } = parse(String(resource.condition));
  const value = parameters[name];
  if (isExpression(value)) return { when: `[${wanted ? '' : 'no '}${value.slice(1)}` };
  return isNothing(value) === wanted ? 'never' : 'always';
}

/** The three forms that the modules use. Throws for another, so that nobody draws what they have not understood. */
function parse(condition: string): { name: string; wanted: boolean } {
  const [, present, absent, flag] =
    /^\[(?:not\(empty\(parameters\('(\w+)'\)\)\)|empty\(parameters\('(\w+)'\)\)|parameters\('(\w+)'\))\]$/.exec(
      condition,
    ) ?? [];
  const name = present ?? absent ?? flag;
  if (name === undefined)
    throw new Error(`conditions.ts does not know a condition of this form: ${condition}`);
  return { name, wanted: absent === undefined };
}

function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('[') && !value.startsWith('[[');
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined || value === false || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
