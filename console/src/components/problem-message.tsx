// What went wrong, in the service's own words: they say what to do.
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { Problem } from '../api/types.ts';
import { CopyField } from './copy-field.tsx';

export function ProblemMessage({ problem }: { readonly problem: Problem }) {
  return (
    <MessageBar intent={problem.command === undefined ? 'error' : 'info'} layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{problem.title}</MessageBarTitle>
        {problem.detail}
        {problem.status >= 500 && ` Request ${problem.request_id}.`}
        {problem.command !== undefined && <CopyField label="Command" value={problem.command} />}
      </MessageBarBody>
    </MessageBar>
  );
}
