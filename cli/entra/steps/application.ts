// The enterprise application, from the template of applications that are not in the gallery: only such a one can have a
// provisioning job.
import { CommandError } from '../../command.ts';
import { findProvisioningApplication, findServicePrincipal } from '../look.ts';
import { makeUnlessThere } from '../make.ts';
import { recordedIn } from '../notes.ts';
import { defineStep } from '../step.ts';

export const applicationStep = defineStep({
  title: 'Enterprise application',
  async look({ graph, wanted, known }) {
    const application = await findProvisioningApplication(graph, wanted);
    const servicePrincipal = application && (await findServicePrincipal(graph, application.appId));
    if (application !== undefined) known.application = application;
    if (servicePrincipal !== undefined) known.servicePrincipal = servicePrincipal;
    return { application, servicePrincipal };
  },
  decide({ application, servicePrincipal }, { name, scimUrl, moveFrom }) {
    if (application === undefined) return [{ says: `create the application "${name}"` }];
    const recorded = recordedIn(application.notes)?.scimUrl ?? scimUrl;
    if (recorded !== scimUrl && recorded !== moveFrom) {
      throw new CommandError(
        `The application "${application.displayName}" provisions ${recorded}. Choose another --name for a second service, or, where the service has moved, add --move-from ${recorded}`,
      );
    }
    // The template makes both; one of them may be known later than the other.
    return servicePrincipal === undefined ? [{ says: `create the application "${name}"` }] : [];
  },
  async apply(_deeds, { application }, { graph, wanted, effects }) {
    if (application !== undefined) return;
    await makeUnlessThere(
      () => findProvisioningApplication(graph, wanted),
      () =>
        graph.send({
          method: 'POST',
          path: `/applicationTemplates/${wanted.cloud.template}/instantiate`,
          body: { displayName: wanted.name },
        }),
      effects,
    );
  },
  found: ({ application }) =>
    application === undefined ? 'not there yet' : `"${application.displayName}" (${application.appId})`,
});
