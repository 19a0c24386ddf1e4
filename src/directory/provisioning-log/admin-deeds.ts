// What somebody did in the console or over the access API, so that each change says who made it.
import { type Deed, nameOf, type Told } from './deed.ts';
import { toWellFormedStart } from './text.ts';

const QUOTED_LENGTH = 160;

/** By method and route. Mappings and settings are the same at both addresses. */
export const ADMIN_DEEDS: Readonly<Record<string, (told: Told) => readonly Deed[]>> = {
  'POST console/api/tokens': ({ request }) => [
    {
      verb: 'make',
      object: `the token "${quoted(request.body?.label)}" with the scope ${quoted(request.body?.scope)}`,
    },
  ],
  'POST console/api/tokens/{id}/rotate': ({ request }) => [
    { verb: 'make', object: `a new version of the token ${quoted(request.params.id?.split('/')[0])}` },
  ],
  'POST console/api/tokens/{id}/revoke': ({ request }) => [
    {
      verb: 'revoke',
      object: `the version ${quoted(request.body?.version)} of the token ${quoted(request.params.id?.split('/')[0])}`,
    },
  ],
  ...atBoth('POST', 'mappings', mappingDeeds),
  ...atBoth('PUT', 'mappings/{id}', mappingDeeds),
  ...atBoth('DELETE', 'mappings/{id}', mappingDeeds),
  ...atBoth('PATCH', 'settings', () => [{ verb: 'change', object: 'how names and roles are read' }]),
};

/** Something was done outside of the directory, where no change of it tells so. */
export function isOutside(route: string | undefined): boolean {
  return route?.startsWith('console/api/tokens') === true;
}

function atBoth(method: string, path: string, deeds: (told: Told) => readonly Deed[]) {
  return { [`${method} access/v1/${path}`]: deeds, [`${method} console/api/${path}`]: deeds };
}

function mappingDeeds({ request, changes, names }: Told): readonly Deed[] {
  const made = changes.flatMap((change) => (change.type === 'mapping.created' ? [change] : []));
  const ended = changes.flatMap((change) => (change.type === 'mapping.deleted' ? [change] : []));
  // A workspace that only waits for its group is not there yet: the answer says what it is called.
  const { workspace: id, workspace_name: called } = request.answer ?? {};
  const workspace = (change: { workspace: string }) =>
    change.workspace === id && typeof called === 'string' ? called : nameOf(names, change.workspace);
  const group = (change: { group: { id: string } | { name: string } }) =>
    'id' in change.group ? nameOf(names, change.group.id) : change.group.name;
  if (made.length > 0) {
    return made.map((change) => ({
      verb: 'map',
      object: `the group ${group(change)} to ${workspace(change)} as ${change.role}`,
    }));
  }
  if (ended.length > 0) {
    return ended.map((change) => ({
      verb: 'end',
      object: `the mapping of the group ${group(change)} to ${workspace(change)} as ${change.role}`,
    }));
  }
  return [intended(request)];
}

function intended({ method, body, params }: Told['request']): Deed {
  if (method === 'DELETE') return { verb: 'end', object: `the mapping ${quoted(params.id)}` };
  if (method === 'PUT') return { verb: 'change', object: `the mapping ${quoted(params.id)}` };
  const group = quoted(body?.group_name ?? body?.group_id);
  return { verb: 'map', object: `the group ${group} to ${quoted(body?.workspace)} as ${quoted(body?.role)}` };
}

function quoted(value: unknown): string {
  return toWellFormedStart(typeof value === 'string' ? value : '', QUOTED_LENGTH);
}
