// The attribute mappings: which attributes Entra sends, and from what. They are written before the job runs for the first
// time, because any later change makes it go through everybody again.
import * as z from 'zod';
import { CommandError } from '../../command.ts';
import type { Graph } from '../graph.ts';
import { read } from '../graph-types.ts';
import { applyEdits, type Edit, expressionsIn, planMappings } from '../mappings/plan.ts';
import { mappingOf, SCHEMA, type Schema, type Source } from '../mappings/schema.ts';
import { defineStep, type Known } from '../step.ts';

const PARSED = z.looseObject({
  parsingSucceeded: z.boolean(),
  parsedExpression: z.looseObject({ type: z.string(), name: z.string() }).nullish(),
});

export const mappingsStep = defineStep<Schema | undefined, Edit>({
  title: 'Attribute mappings',
  async look({ graph, known }) {
    if (known.job === undefined) return undefined;
    return read(
      SCHEMA,
      await graph.send({ method: 'GET', path: schemaPath(known) }),
      'the attribute mappings',
    );
  },
  decide: (schema) => (schema === undefined ? [] : planMappings(schema)),
  async apply(edits, schema, { graph, known }) {
    if (schema === undefined) return;
    const sources = new Map<string, Source>();
    for (const expression of expressionsIn(edits)) {
      sources.set(expression, await parse(graph, known, expression));
    }
    const { '@odata.context': _context, ...changed } = applyEdits(schema, edits, sources);
    await graph.send({ method: 'PUT', path: schemaPath(known), body: changed });
  },
  found: (schema) =>
    schema === undefined
      ? 'compared once there is a job'
      : `${mappingOf(schema, 'User')?.mapping.attributeMappings.length ?? 0} attributes of users`,
});

function schemaPath({ servicePrincipal, job }: Known): string {
  return `/servicePrincipals/${servicePrincipal?.id}/synchronization/jobs/${job?.id}/schema`;
}

/** The form in which a schema holds an expression is Entra's own, so Entra is asked for it. */
async function parse(graph: Graph, known: Known, expression: string): Promise<Source> {
  const answer = await graph.send({
    method: 'POST',
    path: `${schemaPath(known)}/parseExpression`,
    body: { expression, targetAttributeDefinition: null, testInputObject: null },
  });
  const { parsingSucceeded, parsedExpression } = read(PARSED, answer, 'an expression');
  if (!parsingSucceeded || !parsedExpression)
    throw new CommandError(`Entra does not understand ${expression}`);
  return parsedExpression;
}
