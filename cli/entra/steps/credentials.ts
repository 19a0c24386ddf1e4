// What Entra signs in to the service with. The token is read from the key vault, tried at the service, and handed to Entra,
// which never shows it again; what was handed over is therefore recorded in the application's notes.
import { CommandError } from '../../command.ts';
import { AUTHENTICATIONS, entraUrl, tokenEndpoint } from '../authentication.ts';
import type { Graph } from '../graph.ts';
import { APPLICATION, read } from '../graph-types.ts';
import { recordedIn, withRecord } from '../notes.ts';
import { tryToken } from '../service.ts';
import type { Setup } from '../setup-wanted.ts';
import { type Context, defineStep } from '../step.ts';
import { usableVersion } from '../token-secret.ts';

export const credentialsStep = defineStep({
  title: 'Credentials',
  async look({ graph, known }) {
    if (known.application === undefined) return { notes: undefined };
    const { notes } = await readApplication(graph, known.application.id);
    return { notes };
  },
  decide({ notes }, { scimUrl, authentication }) {
    const recorded = recordedIn(notes);
    return recorded?.scimUrl === scimUrl && recorded.authentication === authentication
      ? []
      : [{ says: `give Entra ${entraUrl(scimUrl)} and ${AUTHENTICATIONS[authentication].says}` }];
  },
  async apply(_deeds, { notes }, context) {
    await hand(context);
    const { graph, known, wanted } = context;
    await graph.send({
      method: 'PATCH',
      path: `/applications/${known.application?.id}`,
      body: { notes: withRecord(notes, wanted.scimUrl, wanted.authentication) },
    });
  },
  found: ({ notes }) => {
    const recorded = recordedIn(notes);
    return recorded === undefined ? 'none recorded' : `${recorded.scimUrl}, by ${recorded.authentication}`;
  },
});

async function readApplication(graph: Graph, id: string) {
  return read(
    APPLICATION,
    await graph.send({ method: 'GET', path: `/applications/${id}` }),
    'the application',
  );
}

async function hand({ graph, known, wanted, effects }: Context): Promise<void> {
  const { scimUrl, notify, tokenSecret } = wanted;
  const { gives, request: requestFor } = AUTHENTICATIONS[wanted.authentication];
  if (requestFor === undefined) {
    await portalOnly({ graph, known, wanted, effects });
    return;
  }
  let token = '';
  if (gives === 'a token' && tokenSecret !== undefined) {
    const { version } = await usableVersion(tokenSecret, effects.now());
    token = await tokenSecret.value(version);
    await tryToken(scimUrl, token, effects);
  }
  const request = requestFor({ scimUrl, secret: tokenSecret?.name ?? '', token, notify });
  await graph.send({ ...request, path: `/servicePrincipals/${known.servicePrincipal?.id}${request.path}` });
}

/** Graph has no documented call for this; the portal does it, and whether it was done shows when it works. */
async function portalOnly({ graph, known, wanted }: Context): Promise<void> {
  try {
    await validate(graph, known);
  } catch (error) {
    throw new CommandError(portalInstructions(wanted, known.servicePrincipal?.id ?? ''), 1, error);
  }
}

export async function validate(graph: Graph, known: Context['known']): Promise<void> {
  await graph.send({
    method: 'POST',
    path: `/servicePrincipals/${known.servicePrincipal?.id}/synchronization/jobs/${known.job?.id}/validateCredentials`,
    body: { useSavedCredentials: true },
  });
}

function portalInstructions({ scimUrl, cloud }: Setup, servicePrincipal: string): string {
  return [
    'Workload identity federation can only be chosen in the portal:',
    `1. ${cloud.portal}, Enterprise applications, this application (object id ${servicePrincipal}), Provisioning, Connectivity`,
    '2. Authentication method: Workload Identity Federation; Select Workload Identity: register a new one',
    '3. Deploy the service with enableOAuth=true, entraWorkloadId=<the application id there> and entraWorkloadSubject=<the subject there>',
    `4. Client id: the same application id. Token endpoint: ${tokenEndpoint(scimUrl)}. SCIM URL: ${entraUrl(scimUrl)}. Test, save.`,
  ].join('\n  ');
}
