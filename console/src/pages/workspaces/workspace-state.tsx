import type { WorkspaceBody } from '../../api/types.ts';
import { StateWord } from '../../components/state-word.tsx';

export function WorkspaceState({ status }: Pick<WorkspaceBody, 'status'>) {
  return status === 'active' ? (
    <StateWord mood="good">active</StateWord>
  ) : (
    <StateWord mood="off">archived: no group is mapped to it</StateWord>
  );
}
