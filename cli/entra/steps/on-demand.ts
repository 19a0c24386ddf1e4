// One user, provisioned at once, with what Entra says about each part of it: whether all of this works is seen in seconds
// and not after the first cycle.
import * as z from 'zod';
import { CommandError } from '../../command.ts';
import { literal } from '../graph.ts';
import { PRINCIPAL, read } from '../graph-types.ts';
import { mappingOf, SCHEMA } from '../mappings/schema.ts';
import { provisioningLines } from '../provisioning-result.ts';
import { type Deed, defineStep } from '../step.ts';

interface Seen {
  readonly user: string | undefined;
  readonly result: string | undefined;
}

export const onDemandStep = defineStep<Seen, Deed>({
  title: 'One user on demand',
  async look({ graph, wanted, known }) {
    const { testUser } = wanted;
    if (testUser === undefined) return { user: undefined, result: 'nobody was named with --test-user' };
    const found = await graph.list(`/users?$filter=userPrincipalName%20eq%20${literal(testUser)}`);
    const [user] = read(z.array(PRINCIPAL), found, 'users');
    if (user === undefined) throw new CommandError(`There is no user called "${testUser}".`);
    return { user: user.id, result: known.provisioned };
  },
  decide: ({ result }, { testUser }) => (result === undefined ? [{ says: `provision ${testUser}` }] : []),
  async apply(_deeds, { user }, { graph, known, effects, wanted }) {
    const job = `/servicePrincipals/${known.servicePrincipal?.id}/synchronization/jobs/${known.job?.id}`;
    const schema = read(
      SCHEMA,
      await graph.send({ method: 'GET', path: `${job}/schema` }),
      'the attribute mappings',
    );
    const answer = await graph.send({
      method: 'POST',
      path: `${job}/provisionOnDemand`,
      body: {
        parameters: [
          {
            ruleId: mappingOf(schema, 'User')?.rule.id,
            subjects: [{ objectId: user, objectTypeName: 'User' }],
          },
        ],
      },
    });
    const { result, lines } = provisioningLines(answer);
    for (const line of lines) effects.print(`      ${line}`);
    known.provisioned = `${wanted.testUser}: ${result}`;
  },
  found: ({ result }) => result ?? 'to be provisioned',
});
