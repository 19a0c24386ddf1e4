// What a dialect rule is: one way in which some identity provider bends the standard, said as a change of its request into
// the strict form that the rest of the service knows. A rule that has nothing to change gives back what it was given, the
// very same value: that is how it is told whether it fired.

import type { FilterValue } from '../filter/filter.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { AttributeDefinition, ResourceTypeDefinition } from '../schema/definition.ts';

/** Where a value stands. */
export interface ValueContext {
  /** Of the PATCH operation, in lower case; undefined in a resource. */
  readonly op: string | undefined;
  /** Whether it is one of several values of an attribute. Its definition says `multiValued: false` then. */
  readonly isElement: boolean;
}

export interface DialectRule {
  /** Under which the rule is counted and logged. */
  readonly name: string;
  /** Changes an attribute's name: a member of a resource or of a value without a path, or what a path or filter names. */
  readonly attributeName?: (type: ResourceTypeDefinition, name: string) => string;
  /** Changes a value sent for an attribute, sub-attribute or element, before its own parts are looked at. */
  readonly value?: (definition: AttributeDefinition, value: JsonValue, context: ValueContext) => JsonValue;
  /** Changes what an attribute is compared with in a filter, also in that of a path. */
  readonly filterValue?: (definition: AttributeDefinition, value: FilterValue) => FilterValue;
  /** Changes the URNs in `schemas` of a resource. */
  readonly schemas?: (type: ResourceTypeDefinition, schemas: JsonValue) => JsonValue;
  /** Changes an operation as a whole, after its names and values; `id` is that of the resource. */
  readonly operation?: (type: ResourceTypeDefinition, operation: JsonObject, id: string) => JsonObject;
  readonly examples: readonly DialectExample[];
}

/** What comes and what becomes of it: documentation that a test holds to be true. */
export type DialectExample = { readonly resourceType: 'User' | 'Group' } & (
  | { readonly kind: 'resource'; readonly before: JsonObject; readonly after: JsonObject }
  /** One operation of a PATCH on the resource with the id `EXAMPLE_ID`. */
  | { readonly kind: 'operation'; readonly before: JsonObject; readonly after: JsonObject }
  | { readonly kind: 'filter'; readonly before: string; readonly after: string }
);

/** The id of the resource that the examples of operations are about. */
export const EXAMPLE_ID = '7f3c1d52-9b1e-4d43-8f6a-0c2f5d1e9a70';
