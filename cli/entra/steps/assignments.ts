// Who is provisioned: the users and groups that are assigned to the application, each with one of its roles.
import * as z from 'zod';
import { CommandError } from '../../command.ts';
import { type Graph, literal } from '../graph.ts';
import {
  type AssignmentSeen,
  PRINCIPAL,
  read,
  SERVICE_PRINCIPAL,
  type ServicePrincipal,
} from '../graph-types.ts';
import { listAssignments } from '../look.ts';
import { unlessDone } from '../make.ts';
import { type Deed, defineStep } from '../step.ts';
import type { Assignment } from '../wanted.ts';

interface Wish extends Assignment {
  readonly principalId: string;
}

interface AssignDeed extends Deed, Wish {}

interface Seen {
  readonly wishes: readonly Wish[];
  readonly roles: ServicePrincipal['appRoles'];
  readonly present: readonly AssignmentSeen[];
}

export const assignmentsStep = defineStep<Seen, AssignDeed>({
  title: 'Assigned users and groups',
  async look({ graph, wanted, known }) {
    const wishes = await Promise.all(wanted.assignments.map((assignment) => resolve(graph, assignment)));
    if (known.servicePrincipal === undefined) return { wishes, roles: [], present: [] };
    const { id } = known.servicePrincipal;
    const servicePrincipal = read(
      SERVICE_PRINCIPAL,
      await graph.send({ method: 'GET', path: `/servicePrincipals/${id}` }),
      'the service principal',
    );
    return { wishes, roles: servicePrincipal.appRoles, present: await listAssignments(graph, id) };
  },
  decide: ({ wishes, roles, present }) =>
    wishes
      .filter(({ principalId, role }) => {
        const roleId = roles.find(({ value }) => value === role)?.id;
        return !present.some((there) => there.principalId === principalId && there.appRoleId === roleId);
      })
      .map((wish) => ({ ...wish, says: `assign the ${wish.kind} "${wish.name}" as ${wish.role}` })),
  async apply(deeds, { roles }, { graph, known }) {
    const resourceId = known.servicePrincipal?.id;
    for (const { principalId, role } of deeds) {
      const appRoleId = roles.find(({ value }) => value === role)?.id;
      const body = { principalId, resourceId, appRoleId };
      await unlessDone(() =>
        graph.send({ method: 'POST', path: `/servicePrincipals/${resourceId}/appRoleAssignedTo`, body }),
      );
    }
  },
  found: ({ present }) => `${present.length} assignments`,
});

async function resolve(graph: Graph, assignment: Assignment): Promise<Wish> {
  const { kind, name } = assignment;
  const [collection, attribute] =
    kind === 'group' ? ['groups', 'displayName'] : ['users', 'userPrincipalName'];
  const found = read(
    z.array(PRINCIPAL),
    await graph.list(`/${collection}?$filter=${attribute}%20eq%20${literal(name)}`),
    collection,
  );
  const [one, ...more] = found;
  if (one === undefined) throw new CommandError(`There is no ${kind} called "${name}".`);
  if (more.length > 0) {
    throw new CommandError(
      `There are ${found.length} ${kind}s called "${name}". Names of groups must be unique.`,
    );
  }
  if (kind === 'group' && one.securityEnabled === false) {
    throw new CommandError(`The group "${name}" is no security group; only those can be assigned.`);
  }
  return { ...assignment, principalId: one.id };
}
