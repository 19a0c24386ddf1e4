// The dialects that are understood, and the way of a request through them. The core knows the strict form only; everything
// that identity providers bend is in this list, each rule in a file of its own, with examples that a test holds to be true.

import type { Filter } from '../filter/filter.ts';
import type { JsonObject } from '../json.ts';
import type { ResourceTypeDefinition } from '../schema/definition.ts';
import { adaptFilter, resourceScope } from './adapt-filter.ts';
import { adaptPatchBody } from './adapt-patch.ts';
import { adaptResourceBody } from './adapt-resource.ts';
import { bareStrings } from './bare-strings.ts';
import { booleanStrings } from './boolean-strings.ts';
import { capitalisedOperations } from './capitalised-operations.ts';
import { emptyStrings } from './empty-strings.ts';
import { idEcho } from './id-echo.ts';
import { listOfOne } from './list-of-one.ts';
import { managerEmpty } from './manager-empty.ts';
import { managerString } from './manager-string.ts';
import { misspeltEnterpriseUrn } from './misspelt-enterprise-urn.ts';
import { obsoleteUrns } from './obsolete-urns.ts';
import { removeWithValue } from './remove-with-value.ts';
import { roleDisplayName } from './role-display-name.ts';
import { rolesJsonString } from './roles-json-string.ts';
import type { DialectRule } from './rule.ts';
import { singleForList } from './single-for-list.ts';
import { unqualifiedExtensionAttributes } from './unqualified-extension-attributes.ts';

/** In the order in which they are applied: where one takes off a wrapping, those for what is inside come after it. */
export const DIALECT_RULES: readonly DialectRule[] = [
  misspeltEnterpriseUrn,
  obsoleteUrns,
  unqualifiedExtensionAttributes,
  listOfOne,
  managerEmpty,
  managerString,
  emptyStrings,
  singleForList,
  rolesJsonString,
  bareStrings,
  roleDisplayName,
  booleanStrings,
  capitalisedOperations,
  removeWithValue,
  idEcho,
];

/** A request in the strict form, and the names of the rules that brought it there. */
export interface Adapted {
  readonly body: JsonObject;
  readonly fired: readonly string[];
}

/** The body of a POST or PUT in the strict form. Nothing that is given is changed. */
export function adaptResource(
  type: ResourceTypeDefinition,
  body: JsonObject,
  rules: readonly DialectRule[] = DIALECT_RULES,
): Adapted {
  const adapting = { rules, fired: new Set<string>() };
  return { body: adaptResourceBody(adapting, type, body), fired: [...adapting.fired] };
}

/** The body of a PATCH of the resource with this id, in the strict form. Nothing that is given is changed. */
export function adaptPatch(
  type: ResourceTypeDefinition,
  body: JsonObject,
  id: string,
  rules: readonly DialectRule[] = DIALECT_RULES,
): Adapted {
  const adapting = { rules, fired: new Set<string>() };
  return { body: adaptPatchBody(adapting, type, body, id), fired: [...adapting.fired] };
}

/** The filter of a query in the strict form, before it is checked. */
export function adaptQuery(
  type: ResourceTypeDefinition,
  filter: Filter,
  rules: readonly DialectRule[] = DIALECT_RULES,
): { readonly filter: Filter; readonly fired: readonly string[] } {
  const adapting = { rules, fired: new Set<string>() };
  const strict = adaptFilter(adapting, resourceScope(adapting, type), filter);
  return { filter: strict, fired: [...adapting.fired] };
}
