// docs/template.md is made from the template, and says only what the template says.
import { expect, test } from 'vitest';
import { callParameters, occasionOf } from '../../infra/conditions.ts';
import type { TemplateResource } from '../../infra/template.ts';
import { templatePage } from '../../infra/template-page.ts';
import { readText, resourcesOf, template } from './deployment.ts';

test('the committed page is the one that the template gives (npm run bicep makes it again)', () => {
  expect(readText('docs', 'template.md')).toBe(templatePage(template));
});

test('it lists a resource for every type that a deployment creates, and no other', () => {
  const types = (page: string) => new Set(page.match(/(?<=\| )Microsoft\.[\w/]+(?= \|)/g));
  const created = [...types(templatePage(template))];
  for (const type of created) {
    const predicted = ['defaults', 'private'] as const;
    expect(
      predicted.some((set) => resourcesOf(set, type.replace('Microsoft.', '')).length > 0),
      type,
    ).toBe(true);
  }
  expect(created.length).toBeGreaterThan(25);
});

test('it explains every parameter that people set, and every output', () => {
  const page = templatePage(template);
  expect(page).not.toContain('undefined');
  for (const name of ['namePrefix', 'restrictToEntra', 'scimUrl', 'readTokenCommand'])
    expect(page).toContain(`\`${name}\``);
  expect(page).not.toMatch(/tokenPart|sealPart/);
});

const resource = (more: object): TemplateResource => ({
  type: 'A/b',
  apiVersion: '2020-01-01',
  name: 'b',
  ...more,
});

test.each([
  ['without a condition', {}, {}, 'always'],
  ['a flag that the call leaves off', { condition: "[parameters('lock')]" }, { lock: false }, 'never'],
  ['a flag that the call sets', { condition: "[parameters('lock')]" }, { lock: true }, 'always'],
  [
    'a flag decided later',
    { condition: "[parameters('lock')]" },
    { lock: "[parameters('x')]" },
    { when: "[parameters('x')]" },
  ],
  ['a list that is empty', { condition: "[not(empty(parameters('list')))]" }, { list: [] }, 'never'],
  ['a list that is not', { condition: "[not(empty(parameters('list')))]" }, { list: ['a'] }, 'always'],
  [
    'only without',
    { condition: "[empty(parameters('id'))]" },
    { id: "[parameters('x')]" },
    { when: "[no parameters('x')]" },
  ],
  ['one for each of no item', { copy: { count: "[length(parameters('list'))]" } }, { list: [] }, 'never'],
] as const)('a resource: %s', (_, more, parameters, occasion) => {
  expect(occasionOf(resource(more), parameters)).toEqual(occasion);
});

test('a condition of an unknown form is not guessed at', () => {
  expect(() => occasionOf(resource({ condition: "[equals(parameters('a'), 1)]" }), {})).toThrow(
    /conditions.ts/,
  );
});

test('a call has the defaults of its module where it passes nothing', () => {
  const call = resource({ properties: { parameters: { name: { value: 'n' } } } });
  const module = { parameters: { name: {}, lock: { defaultValue: false } }, resources: [] };
  expect(callParameters(call, module)).toEqual({ name: 'n', lock: false });
});
