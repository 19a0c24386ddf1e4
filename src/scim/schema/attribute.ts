// Writes an attribute definition as the RFC prints it: only what differs from the defaults of RFC 7643 section 2.2 is said.
// Every definition, built in or read from an operator's file, goes through here, so that there is one set of defaults.

import type { AttributeDefinition, AttributeType } from './definition.ts';

export type Characteristics = Partial<Omit<AttributeDefinition, 'name' | 'description'>>;

/** Types whose values are case exact whatever the schema's author thought of: RFC 7643 sections 2.3.6 and 2.3.7. */
const CASE_EXACT_TYPES: ReadonlySet<AttributeType> = new Set(['binary', 'reference']);

/** An attribute with the defaults of RFC 7643 section 2.2 for every characteristic that is not given. */
export function attribute(
  name: string,
  description: string,
  characteristics: Characteristics = {},
): AttributeDefinition {
  const type = characteristics.type ?? 'string';
  return {
    name,
    type,
    multiValued: false,
    description,
    required: false,
    caseExact: CASE_EXACT_TYPES.has(type),
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  };
}

/**
 * A multi-valued complex attribute with the sub-attributes of RFC 7643 section 2.4. Without `types` the `type`
 * sub-attribute gets no canonical values, which Microsoft Entra's schema discovery reads as "addressed by `primary`".
 */
export function multiValuedAttribute(
  name: string,
  description: string,
  sub: { value: readonly AttributeDefinition[]; types?: readonly string[] },
): AttributeDefinition {
  return attribute(name, description, {
    type: 'complex',
    multiValued: true,
    subAttributes: [
      ...sub.value,
      attribute(
        'type',
        'A label for the function of the value.',
        sub.types === undefined ? {} : { canonicalValues: sub.types },
      ),
      attribute(
        'primary',
        'Whether this is the preferred value of the attribute. True for one value at most.',
        { type: 'boolean' },
      ),
    ],
  });
}

/** The `display` sub-attribute of RFC 7643 section 2.4. */
export const display = attribute('display', 'A name of the value to show to people.');
