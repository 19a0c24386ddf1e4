// docs/template.md: what the template takes, gives and creates, listed and drawn from the compiled template, so that the
// page cannot tell of a stack that no longer exists. Pure: template in, page out.
import { callParameters, type Occasion, occasionOf } from './conditions.ts';
import {
  isModule,
  moduleTemplate,
  namedResources,
  type Template,
  type TemplateParameter,
  type TemplateResource,
} from './template.ts';

const HEADING = `# The deployment template

This page is made from \`infra/azuredeploy.json\` by \`npm run bicep\`; a test fails when the two differ.
How to deploy: [deploy.md](deploy.md).
`;

/** Made anew at each deployment; whoever deploys leaves them alone. */
const NOT_FOR_PEOPLE = /Part\d$|^deploymentTime$/;

/** What the conditions of the template mean, in the words of its parameters. */
const CONDITIONS: Readonly<Record<string, string>> = {
  "[parameters('enablePrivateNetworking')]": 'with `enablePrivateNetworking`',
  "[parameters('enableAlerts')]": 'with `enableAlerts`',
  "[no parameters('existingWorkspaceId')]": 'without `existingWorkspaceId`',
  "[variables('packageUrl')]": 'with `deployCode`',
  "[parameters('lockData')]": 'with `lockData`',
  "[and(empty(parameters('existingWorkspaceId')), greater(parameters('logDailyCapGb'), 0))]":
    'with `logDailyCapGb`, without `existingWorkspaceId`',
};

interface Drawn {
  readonly module: string;
  readonly symbol: string;
  readonly resource: TemplateResource;
  /** In the words of the template's parameters; none for what always exists. */
  readonly conditions: readonly string[];
}

/** The page, in Markdown with a Mermaid diagram. Throws for a condition that has no words yet. */
export function templatePage(template: Template): string {
  const top = namedResources(template);
  const drawn = top.flatMap(([symbol, resource]) =>
    isModule(resource) ? opened(symbol, resource) : [plain(symbol, resource)],
  );
  return `${HEADING}
## Parameters

All may be left out.

| Parameter | Default | What it is |
| --- | --- | --- |
${parameterRows(template).join('\n')}

## Outputs

| Output | What it is |
| --- | --- |
${outputRows(template).join('\n')}

## Resources

Arrows point to what must exist first. What has a dashed frame is created only where the table says so.

\`\`\`mermaid
flowchart BT
${[...boxes(drawn), ...arrows(top), ...dashes(top)].join('\n')}
\`\`\`

| Module | Resource | Type | API version | Created |
| --- | --- | --- | --- | --- |
${drawn.map(row).join('\n')}
`;
}

function parameterRows({ parameters }: Template): string[] {
  return Object.entries(parameters)
    .filter(([name]) => !NOT_FOR_PEOPLE.test(name))
    .map(
      ([name, parameter]) =>
        `| \`${name}\` | ${defaultOf(name, parameter)} | ${parameter.metadata?.description} |`,
    );
}

/** Defaults that the template computes, in words. */
const COMPUTED: Readonly<Record<string, string>> = {
  location: 'the region of the resource group',
  entraTenantId: 'the tenant of the subscription',
  packageVersion: 'the version that the template belongs to',
};

function defaultOf(name: string, { defaultValue }: TemplateParameter): string {
  const words = COMPUTED[name];
  if (words !== undefined) return words;
  return defaultValue === undefined || defaultValue === ''
    ? 'empty'
    : `\`${JSON.stringify(defaultValue).replaceAll('"', '')}\``;
}

function outputRows({ outputs = {} }: Template): string[] {
  return Object.entries(outputs).map(([name, { metadata }]) => `| \`${name}\` | ${metadata?.description} |`);
}

function plain(symbol: string, resource: TemplateResource): Drawn {
  return { module: 'main', symbol, resource, conditions: [] };
}

function opened(module: string, call: TemplateResource): Drawn[] {
  const inner = moduleTemplate(call);
  const parameters = callParameters(call, inner);
  const outer = call.condition === undefined ? [] : [words({ when: String(call.condition) })];
  return namedResources(inner)
    .filter(([, resource]) => resource.existing !== true)
    .map(([symbol, resource]) => ({ symbol, resource, occasion: occasionOf(resource, parameters) }))
    .filter(({ occasion }) => occasion !== 'never')
    .map(({ symbol, resource, occasion }) => ({
      module,
      symbol,
      resource,
      conditions: typeof occasion === 'string' ? outer : [...outer, words(occasion)],
    }));
}

function boxes(drawn: readonly Drawn[]): string[] {
  return [...Map.groupBy(drawn, ({ module }) => module)].flatMap(([module, resources]) => {
    const types = [...new Set(resources.map(({ resource }) => resource.type.split('/').slice(1).join('/')))];
    if (module === 'main') return resources.map(({ symbol }, index) => `  ${symbol}["${types[index]}"]`);
    return [
      `  subgraph ${module}`,
      ...types.map((type, index) => `    ${module}${index}["${type}"]`),
      '  end',
    ];
  });
}

function arrows(top: readonly [string, TemplateResource][]): string[] {
  return top.flatMap(([symbol, { dependsOn = [] }]) =>
    dependsOn.map((needed) => `  ${symbol} --> ${needed}`),
  );
}

function dashes(top: readonly [string, TemplateResource][]): string[] {
  const optional = top.filter(([, { condition }]) => condition !== undefined);
  return optional.map(([symbol]) => `  style ${symbol} stroke-dasharray: 5 5`);
}

function row({ module, symbol, resource, conditions }: Drawn): string {
  const created = conditions.length === 0 ? 'always' : conditions.join(', ');
  return `| ${[module, symbol, resource.type, resource.apiVersion, created].join(' | ')} |`;
}

function words(occasion: Exclude<Occasion, string>): string {
  const known = CONDITIONS[occasion.when];
  if (known === undefined)
    throw new Error(`template-page.ts has no words for the condition ${occasion.when}.`);
  return known;
}
