// `rollcall entra setup`: from a running service and a tenant that knows nothing of it to people being provisioned. It may
// be stopped and run again at any point.
import { CommandError, defineCommand } from '../command.ts';
import type { Effects } from '../effects.ts';
import { AUTHENTICATIONS } from './authentication.ts';
import { createGraph } from './graph.ts';
import { SCOPES } from './permissions.ts';
import { compare, runSteps } from './run-steps.ts';
import type { Setup } from './setup-wanted.ts';
import type { Context } from './step.ts';
import { SETUP_STEPS } from './steps.ts';
import { openTokenSecret, type TokenSecret } from './token-secret.ts';
import {
  CONNECTION_OPTIONS,
  readAuthentication,
  readConnection,
  readScimUrl,
  TENANT_OPTIONS,
  VAULT_OPTIONS,
} from './wanted.ts';

export const setupCommand = defineCommand({
  name: 'entra setup',
  does: 'Connects Microsoft Entra: application, roles, mappings, credentials, first user, start. May be run again.',
  options: {
    ...CONNECTION_OPTIONS,
    ...TENANT_OPTIONS,
    ...VAULT_OPTIONS,
    authentication: {
      value: 'way',
      says: `How Entra signs in to the service: ${Object.keys(AUTHENTICATIONS).join(', ')}; secret-token if not given.`,
    },
    'test-user': { value: 'upn', says: 'A user to provision at once, to see that it works.' },
    notify: { value: 'address', says: 'Whom Entra e-mails when provisioning gets into trouble.' },
    'move-from': { value: 'url', says: 'The SCIM URL until now, where the service has moved.' },
  },
  async run(values, effects) {
    const authentication = readAuthentication(values.authentication);
    const wanted: Setup = {
      ...readConnection(values, effects),
      authentication,
      tokenSecret: secretFor(authentication, values, effects),
      notify: values.notify,
      testUser: values['test-user'],
      moveFrom: values['move-from'] === undefined ? undefined : readScimUrl(values['move-from']),
    };
    const isDryRun = values['dry-run'];
    const graph = createGraph(
      {
        root: wanted.cloud.graph,
        credential: effects.signIn({ ...wanted, authority: wanted.cloud.authority }),
        scopes: isDryRun ? SCOPES.read : SCOPES.setup,
      },
      effects,
    );
    const context: Context = { graph, wanted, known: {}, effects };
    if (isDryRun) {
      for (const { title, deeds } of await compare(SETUP_STEPS, context)) {
        for (const { says } of deeds) effects.print(`${title}: would ${says}`);
      }
      return 0;
    }
    await runSteps(SETUP_STEPS, context);
    for (const line of whatNext(context)) effects.print(line);
    return 0;
  },
});

function secretFor(
  authentication: Setup['authentication'],
  { vault, secret }: { readonly vault: string | undefined; readonly secret: string | undefined },
  effects: Effects,
): TokenSecret | undefined {
  if (AUTHENTICATIONS[authentication].gives === 'nothing') return undefined;
  if (vault === undefined) {
    throw new CommandError(
      `--vault must be given: with --authentication ${authentication} Entra is given the token in it.`,
      2,
    );
  }
  return openTokenSecret(vault, secret ?? 'scim-token', effects.azureIdentity());
}

function whatNext({ wanted, known }: Context): string[] {
  const page = `${wanted.cloud.portal}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/objectId/${known.servicePrincipal?.id}/appId/${known.application?.appId}`;
  return [
    'Entra is connected. Users and groups arrive in the next minutes; rollcall entra status shows how far it is.',
    ...(known.console === undefined
      ? []
      : [`For the console deploy with entraApplicationId=${known.console.appId} (docs/deploy.md).`]),
    `The application in Entra: ${page}`,
  ];
}
