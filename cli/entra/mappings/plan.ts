// What has to change in a synchronization schema, and the schema with those changes. Pure.
import { CommandError } from '../../command.ts';
import {
  expressionOf,
  type Mapping,
  mappingOf,
  type ObjectMapping,
  type Schema,
  type Source,
  sameExpression,
} from './schema.ts';
import {
  GROUP_MAPPINGS,
  ROLES,
  ROLES_ATTRIBUTE,
  USER_MAPPINGS,
  type WantedMapping,
  type WantedMappings,
} from './wanted.ts';

type Kind = 'User' | 'Group';

/** A change, as data; `says` is for a person. */
export type Edit = { readonly kind: Kind; readonly says: string } & (
  | { readonly do: 'map'; readonly target: string; readonly expression: string }
  | { readonly do: 'drop'; readonly target: string }
  | { readonly do: 'match'; readonly target: string }
  | { readonly do: 'enable' }
  | { readonly do: 'define' }
);

const WANTED: readonly (readonly [Kind, WantedMappings])[] = [
  ['User', USER_MAPPINGS],
  ['Group', GROUP_MAPPINGS],
];

/** Throws CommandError for a schema that is not of a SCIM job. */
export function planMappings(schema: Schema): Edit[] {
  return WANTED.flatMap(([kind, wanted]) => {
    const found = mappingOf(schema, kind);
    if (found === undefined) {
      throw new CommandError(
        `The job maps no ${kind.toLowerCase()}s. Restore its default mappings in the portal.`,
      );
    }
    return [
      ...(found.mapping.enabled === false
        ? [{ kind, do: 'enable', says: `switch on the mapping of ${kind.toLowerCase()}s` } as const]
        : []),
      ...(kind === 'User' && !definesRoles(schema, found.rule.targetDirectoryName, found.mapping)
        ? [{ kind, do: 'define', says: `define the attribute ${ROLES} (String, multi-valued)` } as const]
        : []),
      ...planKind(kind, wanted, found.mapping),
    ];
  });
}

function planKind(kind: Kind, wanted: WantedMappings, { attributeMappings }: ObjectMapping): Edit[] {
  const by = (target: string) =>
    attributeMappings.find(({ targetAttributeName }) => targetAttributeName === target);
  const missing = wanted.present.find((target) => by(target) === undefined);
  if (missing !== undefined) {
    throw new CommandError(
      `The mapping of ${missing} was removed. Restore the default mappings of ${kind.toLowerCase()}s in the portal (Provisioning, Mappings) and run this again.`,
    );
  }
  const drops = attributeMappings.flatMap(({ targetAttributeName: target }): Edit[] => {
    const rule = wanted.dropped.find((dropped) => dropped.target.test(target));
    return rule === undefined ? [] : [{ kind, do: 'drop', target, says: `drop ${target}: ${rule.why}` }];
  });
  const maps = wanted.mapped.flatMap((want): Edit[] => {
    const have = by(want.target);
    if (have !== undefined && sameExpression(expressionOf(have.source), want.expression)) return [];
    return [
      { kind, do: 'map', target: want.target, expression: want.expression, says: sentence(want, have) },
    ];
  });
  const matches = by(wanted.matching)?.matchingPriority ?? 0;
  const match: Edit[] =
    matches > 0
      ? []
      : [
          {
            kind,
            do: 'match',
            target: wanted.matching,
            says: `match existing ${kind.toLowerCase()}s by ${wanted.matching}`,
          },
        ];
  return [...drops, ...maps, ...match];
}

function sentence({ target, expression, why }: WantedMapping, have: Mapping | undefined): string {
  const now = have === undefined ? 'it is not mapped' : `now ${expressionOf(have.source)}`;
  return `map ${target} from ${expression} (${now}): ${why}`;
}

function definesRoles(schema: Schema, directory: string, { targetObjectName }: ObjectMapping): boolean {
  return attributesOf(schema, directory, targetObjectName).some(({ name }) => name === ROLES);
}

function attributesOf(schema: Schema, directory: string, object: string) {
  const target = schema.directories
    .find(({ name }) => name === directory)
    ?.objects.find(({ name }) => name === object);
  return target?.attributes ?? [];
}

/** Expressions that a schema needs as a tree, which only Entra makes: all but plain attributes. */
export function expressionsIn(edits: readonly Edit[]): string[] {
  return edits.flatMap((edit) =>
    edit.do === 'map' && !isAttribute(edit.expression) ? [edit.expression] : [],
  );
}

/** @param sources the trees of `expressionsIn`, by their expressions */
export function applyEdits(
  schema: Schema,
  edits: readonly Edit[],
  sources: ReadonlyMap<string, Source>,
): Schema {
  const changed = structuredClone(schema);
  for (const edit of edits) {
    const found = mappingOf(changed, edit.kind);
    if (found !== undefined) applyEdit(changed, found.rule.targetDirectoryName, found.mapping, edit, sources);
  }
  return changed;
}

function applyEdit(
  schema: Schema,
  directory: string,
  mapping: ObjectMapping,
  edit: Edit,
  sources: ReadonlyMap<string, Source>,
): void {
  const at = (target: string) =>
    mapping.attributeMappings.findIndex(({ targetAttributeName }) => targetAttributeName === target);
  switch (edit.do) {
    case 'enable':
      mapping.enabled = true;
      return;
    case 'define':
      attributesOf(schema, directory, mapping.targetObjectName).push({ ...ROLES_ATTRIBUTE });
      return;
    case 'drop':
      mapping.attributeMappings.splice(at(edit.target), 1);
      return;
    case 'match': {
      const matching = mapping.attributeMappings[at(edit.target)];
      if (matching !== undefined) matching.matchingPriority = 1;
      return;
    }
    case 'map': {
      const source = sources.get(edit.expression) ?? attributeSource(edit.expression);
      const have = mapping.attributeMappings[at(edit.target)];
      if (have === undefined) mapping.attributeMappings.push(newMapping(edit.target, source));
      else have.source = source;
    }
  }
}

function newMapping(targetAttributeName: string, source: Source): Mapping {
  return {
    targetAttributeName,
    source,
    matchingPriority: 0,
    flowType: 'Always',
    flowBehavior: 'FlowWhenChanged',
    defaultValue: null,
    exportMissingReferences: false,
  };
}

function isAttribute(expression: string): boolean {
  return /^\[[^\][]+\]$/.test(expression);
}

function attributeSource(expression: string): Source {
  return { type: 'Attribute', name: expression.slice(1, -1), expression, parameters: [] };
}
