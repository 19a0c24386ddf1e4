// The form that the portal shows (createUiDefinition.json) cannot be tried without a portal, but it can be held against the
// template: what it hands over must be what the template takes, and what it refers to must exist.
import { expect, test } from 'vitest';
import { placedResources } from '../../infra/template.ts';
import { readJson, template } from './deployment.ts';

interface Element {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly defaultValue?: unknown;
  readonly toolTip?: string;
  readonly elements?: readonly Element[];
  readonly constraints?: {
    readonly allowedValues?: readonly { readonly label: string; readonly value: string }[];
    readonly regex?: string;
    readonly validations?: readonly {
      readonly regex?: string;
      readonly isValid?: string;
      readonly message: string;
    }[];
  };
  readonly min?: number;
  readonly max?: number;
}

const { parameters: form } = readJson('infra', 'createUiDefinition.json');
const outputs: Record<string, string> = form.outputs;

/** Every element under the path by which an expression refers to it. */
const elements = new Map<string, Element>([
  ...form.basics.map((element: Element) => [`basics('${element.name}')`, element] as const),
  ...form.steps.flatMap((step: { name: string; elements: Element[] }) =>
    step.elements.flatMap((section) =>
      (section.elements ?? []).map(
        (element) => [`steps('${step.name}').${section.name}.${element.name}`, element] as const,
      ),
    ),
  ),
]);

const REFERENCE = /basics\('\w+'\)|steps\('\w+'\)\.\w+\.\w+/g;

/** What is refilled anew at each deployment, set by other tools only, or chosen by so few that the form spares the rest. */
const NOT_ASKED = [
  'additionalAppSettings',
  'deployCode',
  'deploymentTime',
  'entraProvisioningAudience',
  'entraTenantId',
  'entraWorkloadId',
  'entraWorkloadSubject',
  'logDailyCapGb',
  'maximumInstanceCount',
  'nodeVersion',
  'packageVersion',
  'provisioning',
  'provisioningLogDays',
  'tags',
];

test('every output is a parameter of the template', () => {
  for (const name of Object.keys(outputs)) expect(Object.keys(template.parameters)).toContain(name);
});

test('every parameter is asked for, but for the few on the list and the parts of the secrets', () => {
  const missing = Object.entries(template.parameters)
    .filter(([name, { type }]) => type !== 'securestring' && outputs[name] === undefined)
    .map(([name]) => name);
  expect(missing.sort()).toEqual(NOT_ASKED);
});

test('the form never asks for a secret: those parameters keep their fresh defaults', () => {
  for (const [name, { type }] of Object.entries(template.parameters)) {
    if (type === 'securestring') expect(outputs[name], name).toBeUndefined();
  }
  expect(JSON.stringify(form)).not.toContain('Microsoft.Common.PasswordBox');
});

test('every reference leads to an element, and every element is used', () => {
  const used = new Set(JSON.stringify(form).match(REFERENCE) ?? []);
  for (const reference of used) expect([...elements.keys()]).toContain(reference);
  const idle = [...elements].filter(
    ([path, { type }]) => !used.has(path) && type !== 'Microsoft.Common.InfoBox',
  );
  expect(idle.map(([path]) => path)).toEqual([]);
});

test('a choice offers what the template allows, and starts with its default', () => {
  const choices = [...elements].filter(([, { type }]) => type === 'Microsoft.Common.DropDown');
  expect(choices.length).toBeGreaterThan(2);
  for (const [path, { defaultValue, constraints }] of choices) {
    const values = constraints?.allowedValues ?? [];
    const name = outputNameOf(path);
    expect(values.map(({ value }) => value).sort(), name).toEqual(allowedValues(name));
    const chosen = values.find(({ label }) => label === defaultValue)?.value;
    expect(chosen, name).toBe(String(template.parameters[name]?.defaultValue));
  }
});

test('a slider has the bounds and the default of its parameter', () => {
  const sliders = [...elements].filter(([, { type }]) => type === 'Microsoft.Common.Slider');
  expect(sliders.length).toBeGreaterThan(1);
  for (const [path, { min, max, defaultValue }] of sliders) {
    const { minValue, maxValue, defaultValue: wanted } = template.parameters[outputNameOf(path)] ?? {};
    expect([min, max, defaultValue], path).toEqual([minValue, maxValue, wanted]);
  }
});

test('a box to tick or to fill starts with the default of its parameter', () => {
  const boxes = [...elements].filter(([, { type }]) => /CheckBox|TextBox/.test(type));
  for (const [path, { defaultValue }] of boxes) {
    const wanted = template.parameters[outputNameOf(path)]?.defaultValue;
    expect(defaultValue, path).toEqual(Array.isArray(wanted) ? wanted.join(',') : wanted);
  }
});

test('every default passes its own check', () => {
  for (const [path, { defaultValue, constraints }] of elements) {
    const rules = [constraints?.regex, ...(constraints?.validations ?? []).map(({ regex }) => regex)];
    for (const rule of rules)
      if (rule !== undefined) expect(String(defaultValue), path).toMatch(new RegExp(rule));
  }
});

test('who may not create the resources or assign roles is told so before deploying, and which role to ask for', () => {
  const { validations } = form.config.basics.resourceGroup.constraints;
  const permissions = validations.map(({ permission }: { permission: string }) => permission);
  expect(permissions[0]).toBe('Microsoft.Authorization/roleAssignments/write');
  for (const { message } of validations) expect(message).toMatch(/Ask for the role (Owner|Contributor)/);
  const created = new Set(placedResources(template).map(({ resource }) => `${resource.type}/write`));
  for (const permission of permissions) expect([...created]).toContain(permission);
});

test('the regions offered have every service, and one without Flex Consumption is refused with a reason', () => {
  const created = new Set(placedResources(template).map(({ resource }) => resource.type));
  for (const type of form.config.basics.location.resourceTypes) expect([...created]).toContain(type);
  expect(elements.get("basics('flexRegions')")?.type).toBe('Microsoft.Solutions.ArmApiControl');
  const rule = elements
    .get("basics('namePrefix')")
    ?.constraints?.validations?.find(({ isValid }) => isValid?.includes("basics('flexRegions')"));
  expect(rule?.message).toMatch(/Flex Consumption/);
});

test('people read plain words: every element has a label, everything in Advanced that needs one a tip', () => {
  for (const [path, { type, label, toolTip }] of elements) {
    if (/ArmApiControl|InfoBox/.test(type)) continue;
    expect(label, path).toBeTruthy();
    if (type !== 'Microsoft.Common.CheckBox') expect(toolTip, path).toBeTruthy();
  }
});

/** The parameter that an element's value goes to: the output that ends in it. */
function outputNameOf(path: string): string {
  const name = path.match(/\w+(?='?\)?$)/)?.[0] ?? '';
  expect(outputs[name], path).toContain(path);
  return name;
}

function allowedValues(name: string): string[] {
  const { allowedValues: own, $ref } = template.parameters[name] ?? {};
  const type =
    typeof $ref === 'string' ? template.definitions?.[$ref.replace('#/definitions/', '')] : undefined;
  const values = own ?? (type as { allowedValues?: unknown[] } | undefined)?.allowedValues ?? [];
  return (values as unknown[]).map(String).sort();
}
