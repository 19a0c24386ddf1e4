// A mapping is called by what it maps: the group (or the name of one that is not there) and the workspace. So its id needs no
// row of its own, and making the same mapping twice makes one.
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { foldCase } from '../scim/fold.ts';
import { isGroupId } from './ids.ts';
import type { MappingSource } from './store.ts';
import { isWorkspaceId } from './workspace.ts';

export type MappingReference =
  | { readonly source: MappingSource; readonly group: string; readonly workspace: string }
  /** It waits for a group of this name, or was made for one. */
  | { readonly source: 'explicit'; readonly groupName: string; readonly workspace: string };

export function mappingId(reference: MappingReference): string {
  if ('group' in reference) return `${reference.source}.${reference.group}.${reference.workspace}`;
  return `named.${bytesToHex(utf8ToBytes(foldCase(reference.groupName)))}.${reference.workspace}`;
}

/** Undefined for text that is no id of a mapping. A name comes back in small letters. */
export function parseMappingId(id: string): MappingReference | undefined {
  const [kind, subject = '', workspace = '', ...others] = id.split('.');
  if (others.length > 0 || !isWorkspaceId(workspace)) return undefined;
  if (kind === 'pattern' || kind === 'explicit') {
    return isGroupId(subject) ? { source: kind, group: subject, workspace } : undefined;
  }
  if (kind !== 'named' || !/^(?:[0-9a-f]{2})+$/.test(subject)) return undefined;
  return {
    source: 'explicit',
    groupName: new TextDecoder().decode(hexToBytes(subject)),
    workspace,
  };
}
