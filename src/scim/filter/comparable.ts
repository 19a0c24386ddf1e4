// The form in which two values of an attribute are compared: text without case where the schema says so (RFC 7643 section
// 2.2, `caseExact`), dates as instants (the same one may be written in many ways), all else as it is.

import { instantOf } from '../date-time.ts';
import { foldCase } from '../fold.ts';
import type { AttributeDefinition } from '../schema/definition.ts';
import type { ComparisonOperator, FilterValue } from './filter.ts';

const TEXT_OPERATORS: ReadonlySet<ComparisonOperator> = new Set(['co', 'sw', 'ew']);

/** The comparable form of a value under this operator: dates are text to `co`, `sw` and `ew`, and instants to the others. */
export function comparable(
  definition: AttributeDefinition | undefined,
  operator: ComparisonOperator,
  value: FilterValue,
): FilterValue {
  if (typeof value !== 'string' || definition === undefined) return value;
  if (definition.type === 'dateTime' && !TEXT_OPERATORS.has(operator)) return instantOf(value) ?? null;
  return definition.caseExact ? value : foldCase(value);
}
