// Access computed in the most naive way: for each question the whole history is read again, and nothing of src/ is used.
// Slow and without any cleverness, so that one can see that it is right.
import type { Event } from './history.ts';

const STRENGTH = ['none', 'member', 'manager', 'admin'];

/** The role of a user in a workspace after these events: `none`, a workspace role, or `inherited`. */
export function naiveRole(events: readonly Event[], user: string, workspace: string): string {
  let active = true;
  let roles: readonly string[] = [];
  for (const event of events) {
    if (event.what === 'activate' && event.user === user) active = true;
    if (event.what === 'deactivate' && event.user === user) active = false;
    if (event.what === 'give roles' && event.user === user) roles = event.roles;
  }
  if (!active) return 'none';
  if (roles.some((role) => role.trim().toUpperCase() === 'ADMIN')) return 'inherited';

  let best = 'none';
  for (const group of new Set(events.flatMap((event) => ('group' in event ? [event.group] : [])))) {
    for (const role of rolesThrough(events, group, user, workspace)) {
      if (STRENGTH.indexOf(role) > STRENGTH.indexOf(best)) best = role;
    }
  }
  return best;
}

function rolesThrough(events: readonly Event[], group: string, user: string, workspace: string): string[] {
  let name = '';
  let member = false;
  let mapped = 'none';
  for (const event of events) {
    if (!('group' in event) || event.group !== group) continue;
    if (event.what === 'name') name = event.name;
    if (event.what === 'delete') {
      name = '';
      member = false;
      mapped = 'none';
    }
    if (name === '') continue; // there is no such group
    if (event.what === 'add' && event.user === user) member = true;
    if (event.what === 'remove' && event.user === user) member = false;
    if (event.what === 'map' && event.workspace.toLowerCase() === workspace.toLowerCase())
      mapped = event.role;
    if (event.what === 'unmap' && event.workspace.toLowerCase() === workspace.toLowerCase()) mapped = 'none';
  }
  if (!member) return [];
  return [mapped, roleInName(name, workspace)];
}

function roleInName(name: string, workspace: string): string {
  const at = name.lastIndexOf('-role-');
  if (!name.startsWith('ws-') || at === -1) return 'none';
  const role = name.slice(at + '-role-'.length).toLowerCase();
  const meant = name.slice('ws-'.length, at).trim().toLowerCase();
  return STRENGTH.includes(role) && meant === workspace.toLowerCase() ? role : 'none';
}
