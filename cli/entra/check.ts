// `rollcall entra check`: compares what is in Entra with what this service needs, and says what is off. It only reads.
import { defineCommand } from '../command.ts';
import { createGraph } from './graph.ts';
import { findProvisioningApplication } from './look.ts';
import { recordedIn } from './notes.ts';
import { SCOPES } from './permissions.ts';
import { compare } from './run-steps.ts';
import type { Setup } from './setup-wanted.ts';
import type { Context } from './step.ts';
import { CHECK_STEPS } from './steps.ts';
import { CONNECTION_OPTIONS, readConnection, TENANT_OPTIONS } from './wanted.ts';

export const checkCommand = defineCommand({
  name: 'entra check',
  does: 'Compares application, roles, assignments, mappings and job in Entra with what is needed. Changes nothing.',
  options: { ...CONNECTION_OPTIONS, ...TENANT_OPTIONS },
  async run(values, effects) {
    const connection = readConnection(values, effects);
    const wanted: Setup = {
      ...connection,
      authentication: 'secret-token',
      tokenSecret: undefined,
      notify: undefined,
      testUser: undefined,
      moveFrom: undefined,
    };
    const graph = createGraph(
      {
        root: wanted.cloud.graph,
        credential: effects.signIn({ ...wanted, authority: wanted.cloud.authority }),
        scopes: SCOPES.read,
      },
      effects,
    );
    const context: Context = { graph, wanted, known: {}, effects };
    const application = await findProvisioningApplication(graph, wanted);
    const recorded = application && recordedIn(application.notes);
    const differences = await compare(CHECK_STEPS, context);
    for (const { title, deeds } of differences) {
      for (const { says } of deeds) effects.print(`off: ${title}: ${says}`);
    }
    if (recorded === undefined) {
      effects.print('not known: which URL and credentials Entra has; rollcall entra setup records them.');
    }
    if (differences.length > 0) return 1;
    effects.print('All is as it must be.');
    return 0;
  },
});
