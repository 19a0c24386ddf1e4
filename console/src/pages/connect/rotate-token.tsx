// Puts a new token in the place of an old one without a gap: make the new one, paste it, see it used, end the old one. Both are
// valid in between, and the page watches for the first request that brings the new one.
import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { revokeToken, rotateToken } from '../../api/requests.ts';
import type { MadeToken, Token } from '../../api/types.ts';
import { useWrite } from '../../api/use-write.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { type Step, Steps } from '../../components/steps.tsx';
import { When } from '../../components/when.tsx';
import { ShownOnce } from './shown-once.tsx';
import { nameOf } from './token-name.ts';

const useStyles = makeStyles({
  body: { display: 'grid', gap: tokens.spacingVerticalS, justifyItems: 'start' },
  wide: { justifySelf: 'stretch' },
  start: { justifySelf: 'start' },
});

interface RotateTokenProps {
  readonly token: Token;
  /** As they are now: they are read again while this is open. */
  readonly all: readonly Token[];
  readonly onClose: () => void;
}

export function RotateToken({ token: old, all, onClose }: RotateTokenProps) {
  const styles = useStyles();
  const [made, setMade] = useState<MadeToken>();
  const [isRevoked, setRevoked] = useState(false);
  const making = useWrite<MadeToken>();
  const revoking = useWrite<undefined>();
  const usedAt = all.find(({ id }) => id === made?.id)?.last_used_at ?? null;

  const make = async () => setMade((await making.write(rotateToken(old.secret)))?.data);
  const revoke = async () => {
    if ((await revoking.write(revokeToken(old.secret, old.version))) !== undefined) setRevoked(true);
  };

  const steps: readonly Step[] = [
    {
      title: 'Make the new token',
      isDone: made !== undefined,
      body: made === undefined && (
        <div className={styles.body}>
          <Text>The old one stays valid until you end it in the last step.</Text>
          <Button appearance="primary" disabled={making.isWriting} onClick={make}>
            Make it
          </Button>
          {making.problem && <ProblemMessage problem={making.problem} />}
        </div>
      ),
    },
    {
      title: 'Paste it into the identity provider',
      isDone: usedAt !== null,
      body: made !== undefined && (
        <div className={styles.wide}>
          <ShownOnce token={made.token} />
        </div>
      ),
    },
    {
      title: 'Its first request arrives',
      isDone: usedAt !== null,
      body:
        made !== undefined &&
        (usedAt === null ? (
          <Spinner
            className={styles.start}
            size="tiny"
            label="Waiting. Entra sends one when you press Test Connection."
            labelPosition="after"
          />
        ) : (
          <Text>
            It arrived <When at={usedAt} />.
          </Text>
        )),
    },
    {
      title: 'End the old token',
      isDone: isRevoked,
      body: made !== undefined && !isRevoked && (
        <div className={styles.body}>
          {usedAt === null && <Text>Wait until the new one is used: otherwise provisioning stops.</Text>}
          <Button
            appearance={usedAt === null ? 'secondary' : 'primary'}
            disabled={revoking.isWriting}
            onClick={revoke}
          >
            Revoke the old token
          </Button>
          {revoking.problem && <ProblemMessage problem={revoking.problem} />}
        </div>
      ),
    },
  ];
  return (
    <FormDialog
      title={`Rotate ${nameOf(old)}`}
      onClose={onClose}
      actions={<Button onClick={onClose}>{isRevoked ? 'Done' : 'Close'}</Button>}
    >
      <Steps steps={steps} />
    </FormDialog>
  );
}
