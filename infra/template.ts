// Reads the compiled template. Modules become nested deployments, each with a template of its own; whoever asks what the
// whole creates wants them flat, with the module named.

export interface TemplateResource {
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly existing?: boolean;
  readonly condition?: boolean | string;
  readonly dependsOn?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

export interface Template {
  readonly parameters: Readonly<Record<string, TemplateParameter>>;
  readonly definitions?: Readonly<Record<string, unknown>>;
  /** By symbolic name; a module without types of its own is still compiled to a plain list. */
  readonly resources: Readonly<Record<string, TemplateResource>> | readonly TemplateResource[];
  readonly outputs?: Readonly<Record<string, TemplateOutput>>;
}

export interface TemplateParameter {
  readonly type?: string;
  readonly defaultValue?: unknown;
  readonly metadata?: { readonly description?: string };
  readonly [other: string]: unknown;
}

export interface TemplateOutput {
  readonly type: string;
  readonly value?: unknown;
  readonly metadata?: { readonly description?: string };
}

/** A resource with the module that it stands in (`main` for the outermost template) and its symbolic name there. */
export interface Placed {
  readonly module: string;
  readonly symbol: string;
  readonly resource: TemplateResource;
}

const MODULE = 'Microsoft.Resources/deployments';

export function isModule(resource: TemplateResource): boolean {
  return resource.type === MODULE;
}

/** The template of a module. */
export function moduleTemplate(resource: TemplateResource): Template {
  return resource.properties?.template as Template;
}

/** The resources of one template with their symbolic names; in a plain list the type has to do for a name. */
export function namedResources({ resources }: Template): [symbol: string, resource: TemplateResource][] {
  if (!isList(resources)) return Object.entries(resources);
  return resources.map((resource) => [resource.type.split('/').at(-1) ?? resource.type, resource]);
}

function isList(resources: Template['resources']): resources is readonly TemplateResource[] {
  return Array.isArray(resources);
}

/** Every resource that the template creates, modules opened, in the order of the template. */
export function placedResources(template: Template, module = 'main'): Placed[] {
  return namedResources(template).flatMap(([symbol, resource]) => {
    if (resource.existing === true) return [];
    if (isModule(resource)) return placedResources(moduleTemplate(resource), symbol);
    return [{ module, symbol, resource }];
  });
}

/** Every template there is: the outermost and those of the modules, with the module's name. */
export function allTemplates(template: Template, module = 'main'): { module: string; template: Template }[] {
  const inner = namedResources(template).filter(([, resource]) => isModule(resource));
  return [
    { module, template },
    ...inner.flatMap(([symbol, resource]) => allTemplates(moduleTemplate(resource), symbol)),
  ];
}
