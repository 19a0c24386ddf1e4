// `rollcall entra rotate-token`: a new version of the token in the key vault, handed to Entra, tested, and only then the old
// ones disabled. At no moment does Entra hold a token that the service refuses. A version that was made and not handed over
// yet is marked, so that a run after a failure goes on with it: the service accepts the newest three versions only, and a
// fourth would shut out the one that Entra still uses.
import { makeToken } from '../../src/identity/token.ts';
import { CommandError, defineCommand } from '../command.ts';
import type { Effects } from '../effects.ts';
import { AUTHENTICATIONS, isAuthentication } from './authentication.ts';
import { createGraph, type Graph } from './graph.ts';
import { findProvisioningApplication, findServicePrincipal, listJobs, theJob } from './look.ts';
import { type Recorded, recordedIn } from './notes.ts';
import { SCOPES } from './permissions.ts';
import { accepts } from './service.ts';
import { openTokenSecret, type TokenSecret, type TokenVersion } from './token-secret.ts';
import { readTenant, TENANT_OPTIONS, type Tenant, VAULT_OPTIONS } from './wanted.ts';

const LIFETIME_DAYS = 365;
const DAY_MS = 86_400_000;
/** Marks a version that Entra has not been given yet. */
const PENDING = 'rollcall-rotation';
/** The service looks into the vault at most every half minute, and raises an alert when a wrong token comes again and again. */
const PAUSE_MS = 35_000;
const PATIENCE_MS = 105_000;

export const rotateTokenCommand = defineCommand({
  name: 'entra rotate-token',
  does: 'Makes a new token, hands it to Entra, tests it, and disables the old one.',
  options: {
    ...TENANT_OPTIONS,
    ...VAULT_OPTIONS,
    vault: { ...VAULT_OPTIONS.vault, required: true },
    notify: { value: 'address', says: 'Whom Entra e-mails when provisioning gets into trouble.' },
    'keep-old': { says: 'Leave the old versions enabled, where others use them too.' },
  },
  async run(values, effects) {
    const tenant = readTenant(values, effects);
    const secret = openTokenSecret(values.vault, values.secret ?? 'scim-token', effects.azureIdentity());
    const graph = createGraph(
      {
        root: tenant.cloud.graph,
        credential: effects.signIn({ ...tenant, authority: tenant.cloud.authority }),
        scopes: values['dry-run'] ? SCOPES.read : SCOPES.rotate,
      },
      effects,
    );
    const target = await findTarget(graph, tenant);
    const versions = await secret.versions();
    const pending = versions.find(({ enabled, tags }) => enabled && tags[PENDING] !== undefined);
    if (values['dry-run']) {
      for (const line of intentions(secret, versions, pending, values['keep-old'])) effects.print(line);
      return 0;
    }
    const version = pending ?? (await makeVersion(secret, versions, effects));
    const token = await secret.value(version.version);
    await untilAccepted(target.recorded.scimUrl, token, effects);
    effects.tell('Handing it to Entra …');
    await hand(graph, target, { secret: secret.name, token, notify: values.notify });
    effects.tell('Letting Entra test the connection …');
    await graph.send({
      method: 'POST',
      path: `${target.path}/synchronization/jobs/${target.job}/validateCredentials`,
      body: { useSavedCredentials: true },
    });
    await finish(secret, version, values['keep-old'] ? [] : versions);
    effects.print(
      `Entra uses version ${version.version} of ${secret.name}, which expires ${version.expiresAt?.toISOString().slice(0, 10)}.`,
    );
    return 0;
  },
});

interface Target {
  /** `/servicePrincipals/{id}` */
  readonly path: string;
  readonly job: string;
  readonly recorded: Recorded;
}

async function findTarget(graph: Graph, tenant: Tenant): Promise<Target> {
  const application = await findProvisioningApplication(graph, tenant);
  const servicePrincipal = application && (await findServicePrincipal(graph, application.appId));
  const job = servicePrincipal && theJob(await listJobs(graph, servicePrincipal.id));
  const recorded = recordedIn(application?.notes);
  if (servicePrincipal === undefined || job === undefined || recorded === undefined) {
    throw new CommandError(
      `Nothing says what "${tenant.name}" is connected to. Run rollcall entra setup first: it makes or adopts the connection.`,
    );
  }
  const { authentication } = recorded;
  if (!isAuthentication(authentication) || AUTHENTICATIONS[authentication].gives === 'nothing') {
    throw new CommandError(`The connection uses ${authentication}: Entra has no token to rotate.`);
  }
  return { path: `/servicePrincipals/${servicePrincipal.id}`, job: job.id, recorded };
}

function intentions(
  secret: TokenSecret,
  versions: readonly TokenVersion[],
  pending: TokenVersion | undefined,
  keepsOld: boolean,
): string[] {
  const old = versions.filter((version) => version.enabled && version !== pending);
  return [
    pending === undefined
      ? `would make a new version of ${secret.name}`
      : `would go on with version ${pending.version} of ${secret.name}, made in a run that was interrupted`,
    'would hand it to Entra and let Entra test the connection',
    ...(keepsOld ? [] : old.map(({ version }) => `would disable version ${version}`)),
  ];
}

/** With the tags of the version before, so that directory and scope stay. */
async function makeVersion(
  secret: TokenSecret,
  versions: readonly TokenVersion[],
  { now, tell }: Effects,
): Promise<TokenVersion> {
  tell(`Making a new version of ${secret.name} …`);
  const expiresAt = new Date(now() + LIFETIME_DAYS * DAY_MS);
  return await secret.add(makeToken(), expiresAt, {
    ...versions[0]?.tags,
    [PENDING]: 'not handed to Entra yet',
  });
}

async function untilAccepted(scimUrl: string, token: string, effects: Effects): Promise<void> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const answer = await accepts(scimUrl, token, effects);
    if (answer === 'yes') return;
    if (answer === 'unknown' && waited >= PAUSE_MS) {
      effects.tell(`${scimUrl} cannot be asked from here; Entra will tell.`);
      return;
    }
    if (waited >= PATIENCE_MS) {
      throw new CommandError(
        'The service does not accept the new token yet. Nothing has changed in Entra. Run the command again: it goes on with this token.',
      );
    }
    if (waited === 0) effects.tell('Waiting until the service has seen it …');
    await effects.wait(PAUSE_MS);
  }
}

async function hand(
  graph: Graph,
  { path, recorded }: Target,
  given: { readonly secret: string; readonly token: string; readonly notify: string | undefined },
): Promise<void> {
  const { scimUrl, authentication } = recorded;
  const request = isAuthentication(authentication)
    ? AUTHENTICATIONS[authentication].request?.({ ...given, scimUrl })
    : undefined;
  if (request !== undefined) await graph.send({ ...request, path: path + request.path });
}

async function finish(
  secret: TokenSecret,
  { version, tags }: TokenVersion,
  old: readonly TokenVersion[],
): Promise<void> {
  for (const { version: other, enabled } of old) {
    if (enabled && other !== version) await secret.disable(other);
  }
  const { [PENDING]: _pending, ...kept } = tags;
  await secret.tag(version, kept);
}
