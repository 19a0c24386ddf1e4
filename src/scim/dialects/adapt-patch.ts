// Takes the body of a PATCH through the rules, operation by operation. What is malformed is left as it is: to refuse it is
// the business of patch/parse.ts, which says what is wrong.

import { ScimError } from '../errors.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import { MAX_OPERATIONS } from '../patch/parse.ts';
import { parsePath } from '../path/parse.ts';
import type { Path } from '../path/path.ts';
import { printPath } from '../path/print.ts';
import type { ResourceTypeDefinition } from '../schema/definition.ts';
import { findAttribute, resolveAttribute } from '../schema/lookup.ts';
import { adaptFilter, elementScope, resourceScope } from './adapt-filter.ts';
import { adaptMembers } from './adapt-resource.ts';
import { type Adapting, adaptValue, changedList, changedObject, elementOf, through } from './adapt-values.ts';

/** The PATCH body in the strict form; the very same object where no rule changed anything. */
export function adaptPatchBody(
  adapting: Adapting,
  type: ResourceTypeDefinition,
  body: JsonObject,
  id: string,
): JsonObject {
  return changedObject(body, (name, value) => {
    const isOperations = name.toLowerCase() === 'operations' && Array.isArray(value);
    if (!isOperations || value.length > MAX_OPERATIONS) return [name, value];
    return [
      name,
      changedList(value, (one) => (isObject(one) ? adaptOperation(adapting, type, one, id) : one)),
    ];
  });
}

function adaptOperation(
  adapting: Adapting,
  type: ResourceTypeDefinition,
  given: JsonObject,
  id: string,
): JsonObject {
  const named = withLowerCaseNames(given);
  const { op, path, value } = named;
  const context = typeof op === 'string' ? op.toLowerCase() : undefined;
  let operation = named;
  if (typeof path === 'string') {
    const strict = adaptTarget(adapting, type, path, value ?? null, context);
    operation = changedObject(named, (name, inner) => [
      name,
      name === 'path' ? strict.path : name === 'value' ? strict.value : inner,
    ]);
  } else if (isObject(value) && Object.keys(value).length <= MAX_OPERATIONS) {
    const strict = changedObject(value, (name, inner) => {
      const target = adaptTarget(adapting, type, name, inner, context);
      return [target.path, target.value];
    });
    operation = strict === value ? named : { ...named, value: strict };
  }
  return through(adapting, operation, (rule, current) => rule.operation?.(type, current, id));
}

/** Members of messages are compared without case, like attribute names; the rules then find `op`, `path` and `value`. */
function withLowerCaseNames(operation: JsonObject): JsonObject {
  return changedObject(operation, (name, value) => [
    ['op', 'path', 'value'].find((known) => known === name.toLowerCase()) ?? name,
    value,
  ]);
}

interface AdaptedTarget {
  readonly path: string;
  readonly value: JsonValue;
}

function adaptTarget(
  adapting: Adapting,
  type: ResourceTypeDefinition,
  text: string,
  value: JsonValue,
  op: string | undefined,
): AdaptedTarget {
  const given = parsed(text);
  if (given === undefined) return { path: text, value };
  const path = adaptPath(adapting, type, given);
  return {
    path: path === given ? text : printPath(path),
    value: adaptPathValue(adapting, type, path, value, op),
  };
}

function parsed(text: string): Path | undefined {
  try {
    return parsePath(text);
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

function adaptPath(adapting: Adapting, type: ResourceTypeDefinition, path: Path): Path {
  const attribute = resourceScope(adapting, type).rename(path.attribute);
  const renamed = attribute === path.attribute ? path : { ...path, attribute };
  if (renamed.filter === undefined) return renamed;
  const definition = resolveAttribute(type, attribute)?.attribute;
  const filter = adaptFilter(adapting, elementScope(definition), renamed.filter);
  return filter === renamed.filter ? renamed : { ...renamed, filter };
}

function adaptPathValue(
  adapting: Adapting,
  type: ResourceTypeDefinition,
  path: Path,
  value: JsonValue,
  op: string | undefined,
): JsonValue {
  const found = resolveAttribute(type, path.attribute);
  if (found === undefined) return value;
  const { schema: urn, attribute, subAttribute } = found;
  if (attribute === undefined) {
    const extension = type.extensions.find(({ schema }) => schema.id === urn);
    return adaptMembers(adapting, extension?.schema.attributes ?? [], value, { op, isElement: false });
  }
  const chosenPart =
    path.subAttribute === undefined
      ? subAttribute
      : findAttribute(attribute.subAttributes ?? [], path.subAttribute);
  if (chosenPart !== undefined) return adaptValue(adapting, chosenPart, value, { op, isElement: false });
  if (path.filter === undefined) return adaptValue(adapting, attribute, value, { op, isElement: false });
  return adaptValue(adapting, elementOf(attribute), value, { op, isElement: true });
}
