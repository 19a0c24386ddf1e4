// Attribute mappings. Sources: synchronization-synchronizationschema-get, -update, -parseexpression of the Graph reference;
// entra.md 8.5 and 3.2.
import { badRequest, type Call, type Endpoint, noContent, notFound, ok, type Reply } from '../call.ts';
import { FUNCTIONS, parseExpression } from '../provisioning/expressions.ts';
import type { MappingSource, SynchronizationSchema } from '../provisioning/schema.ts';
import { jobAt } from './jobs.ts';

const SCHEMA = '/servicePrincipals/{id}/synchronization/jobs/{job}/schema';

export const schemaEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: SCHEMA,
    scopes: ['Synchronization.Read.All', 'Synchronization.ReadWrite.All'],
    handle(call) {
      const found = jobAt(call);
      if (found === undefined) return notFound(call.ids[1] ?? '');
      const context = `${call.base}/$metadata#synchronizationSchema`;
      return ok({ '@odata.context': context, ...structuredClone(found.job.schema) });
    },
  },
  { method: 'PUT', path: SCHEMA, scopes: ['Synchronization.ReadWrite.All'], handle: put },
  {
    method: 'POST',
    path: `${SCHEMA}/parseExpression`,
    scopes: ['Synchronization.ReadWrite.All'],
    handle(call) {
      if (jobAt(call) === undefined) return notFound(call.ids[1] ?? '');
      if (typeof call.body?.expression !== 'string') return badRequest('expression is required.');
      const parsed = parseExpression(call.body.expression);
      return ok(
        'error' in parsed
          ? { parsingSucceeded: false, parsedExpression: null, error: { message: parsed.error } }
          : { parsingSucceeded: true, parsedExpression: parsed, error: null },
      );
    },
  },
];

/** "The whole document, unmodified parts too." A job whose mappings changed goes through everybody again in the next cycle. */
function put(call: Call): Reply {
  const found = jobAt(call);
  if (found === undefined) return notFound(call.ids[1] ?? '');
  const problem = problemOf(found.job.schema, call.body);
  if (problem !== undefined) return badRequest(problem);
  found.job.schema = structuredClone(call.body);
  return noContent;
}

function problemOf(before: SynchronizationSchema, after: SynchronizationSchema): string | undefined {
  if ('@odata.context' in after) return 'Annotations cannot be written.';
  if (!Array.isArray(after?.directories) || !Array.isArray(after.synchronizationRules)) {
    return 'directories and synchronizationRules are required.';
  }
  for (const rule of before.synchronizationRules) {
    const same = after.synchronizationRules.find(({ id }) => id === rule.id);
    if (same?.objectMappings.length !== rule.objectMappings.length)
      return `The rule ${rule.id} is not whole.`;
  }
  for (const rule of after.synchronizationRules) {
    for (const mapping of rule.objectMappings) {
      const attributes = after.directories
        .find(({ name }) => name === rule.targetDirectoryName)
        ?.objects.find(({ name }) => name === mapping.targetObjectName)?.attributes;
      const targets = mapping.attributeMappings.map(({ targetAttributeName }) => targetAttributeName);
      const unknown = targets.find((target) => !attributes?.some(({ name }) => name === target));
      if (unknown !== undefined) return `The target attribute ${unknown} is not defined.`;
      const twice = targets.find((target, at) => targets.indexOf(target) !== at);
      if (twice !== undefined) return `The target attribute ${twice} is mapped twice.`;
      if (!mapping.attributeMappings.some(({ matchingPriority }) => matchingPriority > 0)) {
        return 'At least one matching attribute is required.';
      }
      for (const { source } of mapping.attributeMappings) {
        const wrong = sourceProblem(source);
        if (wrong !== undefined) return wrong;
      }
    }
  }
  return undefined;
}

function sourceProblem({ type, name, parameters }: MappingSource): string | undefined {
  if (!['Attribute', 'Constant', 'Function'].includes(type)) return `Unknown kind of source: ${type}`;
  if (type === 'Function' && !(name in FUNCTIONS)) return `Unknown function: ${name}`;
  // A role must go through an expression; mapping it directly is not supported: entra.md 3.1.
  if (type === 'Attribute' && name === 'appRoleAssignments')
    return 'appRoleAssignments must go through an expression.';
  for (const { value } of parameters ?? []) {
    const wrong =
      type === 'Function' && value.name === 'appRoleAssignments' ? undefined : sourceProblem(value);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
