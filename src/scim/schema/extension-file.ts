// Reads the schemas that an operator adds: JSON in the form of RFC 7643 section 7, one schema or an array of them, with
// `resourceType` (`User` or `Group`) and, if every resource must have it, `required` beside the schema's own members.
// Characteristics that are left out have the defaults of RFC 7643 section 2.2. A schema with the URN of a built-in one adds its
// attributes to that one.
//
// A faulty text is refused whole, in one sentence that says where: a schema understood by half would let a directory fill with
// data that the corrected file reads otherwise.

import * as z from 'zod';
import { attribute } from './attribute.ts';
import type { AttributeDefinition } from './definition.ts';
import { type Fault, readPositionedJson } from './extension-file-position.ts';
import { coreAttributes, findAttribute } from './lookup.ts';
import {
  BUILT_IN_RESOURCE_TYPES,
  type ResourceTypeName,
  type SchemaExtension,
  schemasOf,
} from './registry.ts';

const SIMPLE_TYPES = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'] as const;

const characteristics = {
  multiValued: z.boolean().exactOptional(),
  description: z.string().default(''),
  required: z.boolean().exactOptional(),
  caseExact: z.boolean().exactOptional(),
  mutability: z.enum(['readOnly', 'readWrite', 'immutable', 'writeOnly']).exactOptional(),
  returned: z.enum(['always', 'never', 'default', 'request']).exactOptional(),
  uniqueness: z
    .literal('none', { error: 'must be "none", because the values of added attributes are not kept unique' })
    .exactOptional(),
  canonicalValues: z.array(z.string()).exactOptional(),
  referenceTypes: z.array(z.string()).exactOptional(),
};

const attributeName = z.string().regex(/^(?!(?:constructor|prototype)$)[a-z][\w$-]*$/i, {
  error:
    'must begin with a letter, hold only letters, digits, "_", "-" and "$", and be no word of JavaScript objects',
});

const subAttribute = z.strictObject({
  ...characteristics,
  name: z.literal('$ref').or(attributeName),
  type: z.enum(SIMPLE_TYPES, { error: `must be one of ${SIMPLE_TYPES.join(', ')} in a sub-attribute` }),
});

const addedAttribute = z
  .strictObject({
    ...characteristics,
    name: attributeName,
    type: z.enum([...SIMPLE_TYPES, 'complex']),
    subAttributes: z.array(subAttribute).nonempty().superRefine(refuseRepeatedNames).exactOptional(),
  })
  .refine(({ type, subAttributes }) => (type === 'complex') === (subAttributes !== undefined), {
    error: 'must have subAttributes if its type is complex, and only then',
  });

const addedSchema = z
  .strictObject({
    schemas: z.array(z.string()).exactOptional(),
    meta: z.unknown().exactOptional(),
    id: z.string().regex(/^urn:[a-z0-9][a-z0-9-]{1,31}:[^\s"\\]*[^\s"\\:]$/i, {
      error: 'must be a URN such as "urn:example:params:scim:schemas:badge:2.0:User"',
    }),
    name: z.string().exactOptional(),
    description: z.string().default(''),
    resourceType: z.enum(['User', 'Group']),
    required: z.boolean().default(false),
    attributes: z.array(addedAttribute).nonempty().superRefine(refuseRepeatedNames),
  })
  .superRefine(refuseBuiltInNames);

const addedSchemas = z.array(addedSchema).superRefine(refuseRepeatedUrns);

/**
 * The extensions that the text of an operator's file adds, for `createRegistry`.
 * Throws `ExtensionFileError`, whose message is for the operator.
 */
export function parseExtensionFile(text: string): SchemaExtension[] {
  const { content, errorAt } = readPositionedJson(text);
  const isSingle = !Array.isArray(content);
  const parsed = addedSchemas.safeParse(isSingle ? [content] : content);
  if (!parsed.success) {
    const { path, problem } = firstFault(parsed.error);
    throw errorAt({ path: isSingle ? path.slice(1) : path, problem });
  }
  return parsed.data.map(({ id, name = id, description, resourceType, required, attributes }) => ({
    resourceType,
    required,
    schema: { id, name, description, attributes: attributes.map(definitionOf) },
  }));
}

function definitionOf({
  name,
  description,
  subAttributes,
  ...given
}: z.infer<typeof addedAttribute>): AttributeDefinition {
  if (subAttributes === undefined) return attribute(name, description, given);
  return attribute(name, description, { ...given, subAttributes: subAttributes.map(definitionOf) });
}

function firstFault({ issues: [issue] }: z.ZodError): Fault {
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return { path: [...(issue?.path ?? []), ...unknownKey], problem: issue?.message ?? 'is no schema' };
}

function refuseRepeatedNames(
  attributes: readonly { readonly name: string }[],
  context: z.RefinementCtx,
): void {
  refuseRepeated(
    attributes.map(({ name }) => name),
    'name',
    context,
  );
}

function refuseRepeatedUrns(schemas: readonly { readonly id: string }[], context: z.RefinementCtx): void {
  refuseRepeated(
    schemas.map(({ id }) => id),
    'id',
    context,
  );
}

/** Names and URNs are compared without case. */
function refuseRepeated(values: readonly string[], key: string, context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [position, value] of values.entries()) {
    if (seen.has(value.toLowerCase())) {
      context.addIssue({ code: 'custom', path: [position, key], message: `"${value}" is there twice` });
    }
    seen.add(value.toLowerCase());
  }
}

/** What a built-in schema has already cannot be added, nor can a schema of one resource type be added to the other. */
function refuseBuiltInNames(
  added: { id: string; resourceType: ResourceTypeName; attributes: readonly { name: string }[] },
  context: z.RefinementCtx,
): void {
  const isSame = ({ id }: { readonly id: string }) => id.toLowerCase() === added.id.toLowerCase();
  const owner = Object.values(BUILT_IN_RESOURCE_TYPES).find((type) => schemasOf(type).some(isSame));
  if (owner === undefined) return;
  if (owner.name !== added.resourceType) {
    const message = `must be "${owner.name}", to which this schema belongs`;
    context.addIssue({ code: 'custom', path: ['resourceType'], message });
  }
  const taken = isSame(owner.schema)
    ? coreAttributes(owner)
    : (owner.extensions.find(({ schema }) => isSame(schema))?.schema.attributes ?? []);
  for (const [position, { name }] of added.attributes.entries()) {
    if (findAttribute(taken, name) === undefined) continue;
    const message = `"${name}" is an attribute of the built-in schema already`;
    context.addIssue({ code: 'custom', path: ['attributes', position, 'name'], message });
  }
}
