// Ends a token, after saying what that means for whoever uses it.
import { Button, Text } from '@fluentui/react-components';
import { revokeToken } from '../../api/requests.ts';
import type { Token } from '../../api/types.ts';
import { useWrite } from '../../api/use-write.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { When } from '../../components/when.tsx';
import { nameOf } from './token-name.ts';

interface RevokeTokenProps {
  readonly token: Token;
  readonly onClose: () => void;
}

export function RevokeToken({ token, onClose }: RevokeTokenProps) {
  const { write, isWriting, problem } = useWrite<undefined>();
  const revoke = async () => {
    if ((await write(revokeToken(token.secret, token.version))) !== undefined) onClose();
  };
  return (
    <FormDialog
      title={`Revoke ${nameOf(token)}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button appearance="primary" disabled={isWriting} onClick={revoke}>
            Revoke
          </Button>
        </>
      }
    >
      <Text>
        It was last used <When at={token.last_used_at} />. Within a minute it is not accepted any more, and an
        identity provider that still sends it stops provisioning. In the key vault the version is disabled,
        not deleted.
      </Text>
      {problem && <ProblemMessage problem={problem} />}
    </FormDialog>
  );
}
