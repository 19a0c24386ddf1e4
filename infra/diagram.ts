// docs/resources.md: what a deployment creates, drawn and listed from the compiled template, so that the page cannot tell
// of a stack that no longer exists. Pure: template in, page out.
import { callParameters, type Occasion, occasionOf } from './conditions.ts';
import {
  isModule,
  moduleTemplate,
  namedResources,
  type Template,
  type TemplateResource,
} from './template.ts';

const HEADING = `# What a deployment creates

This page is made from \`infra/azuredeploy.json\` by \`npm run bicep\`; a test fails when the two differ.
Arrows point to what must exist first. What has a dashed frame is created only where the table says so.
`;

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
export function resourcesPage(template: Template): string {
  const top = namedResources(template);
  const drawn = top.flatMap(([symbol, resource]) =>
    isModule(resource) ? opened(symbol, resource) : [plain(symbol, resource)],
  );
  return `${HEADING}
\`\`\`mermaid
flowchart BT
${[...boxes(drawn), ...arrows(top), ...dashes(top)].join('\n')}
\`\`\`

| Module | Resource | Type | API version | Created |
| --- | --- | --- | --- | --- |
${drawn.map(row).join('\n')}
`;
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
  if (known === undefined) throw new Error(`diagram.ts has no words for the condition ${occasion.when}.`);
  return known;
}
