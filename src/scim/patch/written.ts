// Which attributes a PATCH writes: what is returned only on request comes back to who wrote it (RFC 7643 section 2.2).

import { isObject } from '../json.ts';
import type { ResourceTypeDefinition } from '../schema/definition.ts';
import { resolveAttribute } from '../schema/lookup.ts';
import type { PatchOperation } from './operation.ts';

/** The names of the attributes that the operations write, for `Selection.written`. */
export function writtenByPatch(
  type: ResourceTypeDefinition,
  operations: readonly PatchOperation[],
): string[] {
  return operations.flatMap(({ path: { attribute }, value }) => {
    const found = resolveAttribute(type, attribute);
    const isExtension = found !== undefined && found.attribute === undefined;
    return isExtension && isObject(value)
      ? Object.keys(value).map((name) => `${attribute}:${name}`)
      : [attribute];
  });
}
