// The application that people sign in to the console with: a page in the browser without any secret, an API that the page
// asks for a token of version 2.0, and the roles that the service looks for in it.
import { CommandError } from '../../command.ts';
import { type Application, PRINCIPAL, read } from '../graph-types.ts';
import { findApplications, findServicePrincipal } from '../look.ts';
import { makeUnlessThere, unlessDone } from '../make.ts';
import { CONSOLE_ROLES, CONSOLE_SCOPE, planRoles } from '../roles.ts';
import type { Setup } from '../setup-wanted.ts';
import { type Context, type Deed, defineStep } from '../step.ts';

type ConsoleDeed = Deed & { readonly do: 'create' | 'update' | 'principal' | 'assign' };

interface Seen {
  readonly application: Application | undefined;
  readonly servicePrincipal: string | undefined;
  /** Whether anybody may use the console. */
  readonly hasUsers: boolean;
}

export const consoleStep = defineStep<Seen, ConsoleDeed>({
  title: 'Application of the console',
  async look({ graph, wanted, known }) {
    const nothing = { application: undefined, servicePrincipal: undefined, hasUsers: false };
    if (wanted.console === 'not wanted') return nothing;
    const [application, ...more] = await findApplications(graph, { displayName: consoleName(wanted) });
    if (more.length > 0)
      throw new CommandError(`There are several applications called "${consoleName(wanted)}".`);
    const servicePrincipal = application && (await findServicePrincipal(graph, application.appId));
    if (application === undefined || servicePrincipal === undefined) return { ...nothing, application };
    known.console = { appId: application.appId, servicePrincipalId: servicePrincipal.id };
    const assigned = await graph.list(`/servicePrincipals/${servicePrincipal.id}/appRoleAssignedTo`);
    return { application, servicePrincipal: servicePrincipal.id, hasUsers: assigned.length > 0 };
  },
  decide({ application, servicePrincipal, hasUsers }, wanted) {
    if (wanted.console === 'not wanted') return [];
    if (application === undefined) {
      return [{ do: 'create', says: `create the application "${consoleName(wanted)}"` }];
    }
    const { changes } = planConsole(application, wanted);
    return [
      ...(changes.length === 0 ? [] : [{ do: 'update', says: `set up ${changes.join(', ')}` } as const]),
      ...(servicePrincipal === undefined
        ? [{ do: 'principal', says: 'let people of this tenant sign in to it' } as const]
        : hasUsers
          ? []
          : [
              {
                do: 'assign',
                says: `make you its ${CONSOLE_ROLES.admin.displayName.toLowerCase()}`,
              } as const,
            ]),
    ];
  },
  async apply(deeds, { application }, context) {
    for (const deed of deeds) await DO[deed.do](context, application);
  },
  found: ({ application }) => (application === undefined ? 'none' : application.appId),
});

const DO: Readonly<
  Record<ConsoleDeed['do'], (context: Context, application: Application | undefined) => Promise<void>>
> = {
  async create({ graph, wanted, effects }) {
    const displayName = consoleName(wanted);
    await makeUnlessThere(
      async () => (await findApplications(graph, { displayName }))[0],
      () =>
        graph.send({
          method: 'POST',
          path: '/applications',
          body: { displayName, signInAudience: 'AzureADMyOrg' },
        }),
      effects,
    );
  },
  async update({ graph, wanted }, application) {
    if (application === undefined) return;
    const { body } = planConsole(application, wanted);
    await graph.send({ method: 'PATCH', path: `/applications/${application.id}`, body });
  },
  async principal({ graph }, application) {
    await unlessDone(() =>
      graph.send({ method: 'POST', path: '/servicePrincipals', body: { appId: application?.appId } }),
    );
  },
  async assign({ graph, known }) {
    const me = read(PRINCIPAL, await graph.send({ method: 'GET', path: '/me' }), 'you');
    const resourceId = known.console?.servicePrincipalId;
    const body = { principalId: me.id, resourceId, appRoleId: CONSOLE_ROLES.admin.id };
    await unlessDone(() =>
      graph.send({ method: 'POST', path: `/servicePrincipals/${resourceId}/appRoleAssignedTo`, body }),
    );
  },
};

export function consoleName({ name }: Pick<Setup, 'name'>): string {
  return `${name} console`;
}

/** What of the application is not as it must be, and the PATCH that makes it so. Pure. */
export function planConsole(
  application: Application,
  { scimUrl }: Pick<Setup, 'scimUrl'>,
): { readonly changes: readonly string[]; readonly body: Readonly<Record<string, unknown>> } {
  const { appId, api, spa, identifierUris } = application;
  const redirect = scimUrl.replace(/\/scim\/v2$/, '/console');
  const redirects = spa?.redirectUris ?? [];
  const scopes = api?.oauth2PermissionScopes ?? [];
  const roles = planRoles(application.appRoles, Object.values(CONSOLE_ROLES));
  const uri = `api://${appId}`;
  const parts = [
    {
      what: `the address ${redirect}`,
      isWrong: !redirects.includes(redirect),
      body: { spa: { redirectUris: [...redirects, redirect] } },
    },
    {
      what: `the name ${uri}`,
      isWrong: !identifierUris.includes(uri),
      body: { identifierUris: [...identifierUris, uri] },
    },
    { what: 'the app roles', isWrong: roles.changes.length > 0, body: { appRoles: roles.roles } },
    {
      what: `the permission "${CONSOLE_SCOPE.value}" and tokens of version 2`,
      isWrong:
        api?.requestedAccessTokenVersion !== 2 || !scopes.some(({ value }) => value === CONSOLE_SCOPE.value),
      body: {
        api: {
          ...api,
          requestedAccessTokenVersion: 2,
          oauth2PermissionScopes: [
            ...scopes.filter(({ value }) => value !== CONSOLE_SCOPE.value),
            CONSOLE_SCOPE,
          ],
        },
      },
    },
  ].filter(({ isWrong }) => isWrong);
  return {
    changes: parts.map(({ what }) => what),
    body: Object.assign({}, ...parts.map(({ body }) => body)),
  };
}
