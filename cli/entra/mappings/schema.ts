// The synchronization schema of a provisioning job, as far as it is read here. Everything else in it is kept as it is,
// because it is written back whole. Source: Microsoft Graph reference, synchronizationSchema.
import * as z from 'zod';

const SOURCE = z.looseObject({
  type: z.string(),
  name: z.string().nullish(),
  expression: z.string().nullish(),
});

const MAPPING = z.looseObject({
  targetAttributeName: z.string(),
  matchingPriority: z.number().nullish(),
  source: SOURCE,
});

const OBJECT_MAPPING = z.looseObject({
  sourceObjectName: z.string(),
  targetObjectName: z.string(),
  enabled: z.boolean().nullish(),
  attributeMappings: z.array(MAPPING),
});

const DIRECTORY = z.looseObject({
  name: z.string(),
  objects: z.array(
    z.looseObject({ name: z.string(), attributes: z.array(z.looseObject({ name: z.string() })) }),
  ),
});

export const SCHEMA = z.looseObject({
  directories: z.array(DIRECTORY),
  synchronizationRules: z.array(
    z.looseObject({
      id: z.string(),
      sourceDirectoryName: z.string(),
      targetDirectoryName: z.string(),
      objectMappings: z.array(OBJECT_MAPPING),
    }),
  ),
});

export type Schema = z.infer<typeof SCHEMA>;
export type Source = z.infer<typeof SOURCE>;
export type Mapping = z.infer<typeof MAPPING>;
export type ObjectMapping = z.infer<typeof OBJECT_MAPPING>;
export type Rule = Schema['synchronizationRules'][number];

/** The rule that maps users, with its mapping; a job has one for users and one for groups, or one for both. */
export function mappingOf(
  schema: Schema,
  kind: 'User' | 'Group',
): { readonly rule: Rule; readonly mapping: ObjectMapping } | undefined {
  for (const rule of schema.synchronizationRules) {
    const mapping = rule.objectMappings.find(({ sourceObjectName }) => sourceObjectName === kind);
    if (mapping !== undefined) return { rule, mapping };
  }
  return undefined;
}

/** What a source says, in the form of the expressions that people write: `[objectId]`, `Join(" ", [givenName], [surname])`. */
export function expressionOf({ type, name, expression }: Source): string {
  return expression ?? (type === 'Attribute' ? `[${name}]` : `${name}`);
}

/** Whether two expressions are the same but for blanks between their parts. */
export function sameExpression(one: string, other: string): boolean {
  return compact(one) === compact(other);
}

function compact(expression: string): string {
  return expression.replace(/"[^"]*"|\s+/g, (part) => (part.startsWith('"') ? part : ''));
}
