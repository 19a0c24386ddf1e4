// The app roles, whose values arrive as the SCIM attribute `roles`.
import { APPLICATION, type Application, read } from '../graph-types.ts';
import { findServicePrincipal } from '../look.ts';
import { planRoles } from '../roles.ts';
import { defineStep } from '../step.ts';

export const appRolesStep = defineStep({
  title: 'App roles',
  async look({ graph, known }) {
    if (known.application === undefined) return { roles: [], assignable: [] };
    const { id, appId } = known.application;
    const application: Application = read(
      APPLICATION,
      await graph.send({ method: 'GET', path: `/applications/${id}` }),
      'the application',
    );
    // What can be assigned is what the service principal has, which follows the application after a while.
    const servicePrincipal = await findServicePrincipal(graph, appId);
    return { roles: application.appRoles, assignable: servicePrincipal?.appRoles ?? [] };
  },
  decide({ roles, assignable }, wanted) {
    const { changes } = planRoles(roles, wanted.roles);
    if (changes.length > 0) return changes.map((says) => ({ says }));
    const late = wanted.roles.filter(({ value }) => !assignable.some((role) => role.value === value));
    return late.length === 0 ? [] : [{ says: 'wait until the roles can be assigned' }];
  },
  async apply(_deeds, { roles }, { graph, wanted, known }) {
    const plan = planRoles(roles, wanted.roles);
    if (plan.changes.length === 0) return;
    await graph.send({
      method: 'PATCH',
      path: `/applications/${known.application?.id}`,
      // A PATCH replaces the whole collection.
      body: { appRoles: plan.roles },
    });
  },
  found: ({ roles }) =>
    roles.length === 0
      ? 'none yet'
      : roles
          .map(({ value }) => value)
          .filter((value) => value !== null)
          .join(', ') || 'none of ours yet',
});
