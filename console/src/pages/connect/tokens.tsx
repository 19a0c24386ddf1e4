// The tokens by which identity providers and applications are known here. A token is shown once, when it is made; what stays
// is who made it, when it was last used and how long it lasts.
import {
  Badge,
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { useState } from 'react';
import { useMayChange } from '../../api/api-context.ts';
import { TOKENS } from '../../api/requests.ts';
import type { Token } from '../../api/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { When } from '../../components/when.tsx';
import { GenerateToken } from './generate-token.tsx';
import { RevokeToken } from './revoke-token.tsx';
import { RotateToken } from './rotate-token.tsx';
import { nameOf } from './token-name.ts';

const useStyles = makeStyles({
  label: { display: 'grid', gap: '2px' },
  small: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'inline-flex', gap: tokens.spacingHorizontalS },
});

/** What each state is called, and how it looks. */
const STATES = {
  active: { word: 'active', color: 'success' },
  not_yet: { word: 'not yet valid', color: 'informative' },
  disabled: { word: 'revoked', color: 'subtle' },
  expired: { word: 'expired', color: 'danger' },
  superseded: { word: 'superseded', color: 'subtle' },
  unusable: { word: 'unusable', color: 'danger' },
} as const satisfies Record<Token['state'], object>;

/** From here on it is time to rotate. */
const SOON_DAYS = 30;

type Doing = { readonly kind: 'generate' } | { readonly kind: 'rotate' | 'revoke'; readonly token: Token };

export function Tokens({ directory }: { readonly directory: string }) {
  const { data, problem, reload } = useAnswer(TOKENS, 15_000);
  const [doing, setDoing] = useState<Doing>();
  const end = () => {
    setDoing(undefined);
    reload();
  };
  // Where only the vault refuses, the dialogs give the command for just what was wanted.
  const mayChange = useMayChange();
  const canTry = mayChange && (data?.can_write === true || data?.command !== undefined);
  return (
    <Section
      title="Tokens"
      intro="A token is shown once, when it is made. Two may be valid at the same time, so that one can take the place of the other without a gap."
      actions={
        <Button
          appearance="primary"
          icon={<AddRegular />}
          disabled={!canTry}
          onClick={() => setDoing({ kind: 'generate' })}
        >
          Generate token
        </Button>
      }
    >
      {problem && <ProblemMessage problem={problem} />}
      {mayChange && data?.why !== undefined && <Elsewhere why={data.why} command={data.command} />}
      {data !== undefined && <TokenTable tokens={data.data} canTry={canTry} onDo={setDoing} />}
      {doing?.kind === 'generate' && <GenerateToken directory={directory} onClose={end} />}
      {doing?.kind === 'rotate' && <RotateToken token={doing.token} all={data?.data ?? []} onClose={end} />}
      {doing?.kind === 'revoke' && <RevokeToken token={doing.token} onClose={end} />}
    </Section>
  );
}

interface ElsewhereProps {
  readonly why: string;
  readonly command: string | undefined;
}

/** What to do where tokens cannot be made on this page. */
function Elsewhere({ why, command }: ElsewhereProps) {
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        {why}
        {command !== undefined && <CopyField label="Command" value={command} />}
      </MessageBarBody>
    </MessageBar>
  );
}

interface TokenTableProps {
  readonly tokens: readonly Token[];
  readonly canTry: boolean;
  readonly onDo: (doing: Doing) => void;
}

function TokenTable({ tokens: all, canTry, onDo }: TokenTableProps) {
  const styles = useStyles();
  const columns: readonly Column<Token>[] = [
    {
      title: 'Token',
      cell: ({ label, secret, version }) => (
        <span className={styles.label}>
          <strong>{nameOf({ label, secret })}</strong>
          <Text size={200} className={styles.small}>
            {[secret, version.slice(0, 8)].filter(Boolean).join(' · ')}
          </Text>
        </span>
      ),
    },
    { title: 'State', cell: (token) => <State token={token} /> },
    { title: 'May', cell: ({ scope }) => scope.join(', ') },
    { title: 'Directory', cell: ({ directory }) => directory ?? '–' },
    { title: 'Last used', cell: ({ last_used_at }) => <When at={last_used_at} /> },
    { title: 'Made', cell: ({ created_at, created_by }) => <Made at={created_at} by={created_by} /> },
    {
      title: 'Actions',
      kind: 'actions',
      cell: (token) =>
        token.state === 'active' &&
        canTry && (
          <span className={styles.actions}>
            <Button
              size="small"
              aria-label={`Rotate ${nameOf(token)}`}
              onClick={() => onDo({ kind: 'rotate', token })}
            >
              Rotate
            </Button>
            <Button
              size="small"
              appearance="subtle"
              aria-label={`Revoke ${nameOf(token)}`}
              onClick={() => onDo({ kind: 'revoke', token })}
            >
              Revoke
            </Button>
          </span>
        ),
    },
  ];
  return <DataTable label="Tokens" columns={columns} items={all} keyOf={({ id }) => id} />;
}

function State({ token: { state, expires_in_days: days, expires_at } }: { readonly token: Token }) {
  const styles = useStyles();
  const { word, color } = STATES[state];
  const isSoon = state === 'active' && days !== null && days <= SOON_DAYS;
  return (
    <span className={styles.label}>
      <span>
        <Badge appearance="tint" color={isSoon ? 'warning' : color}>
          {word}
        </Badge>
      </span>
      {state === 'active' && (
        <Text size={200} className={styles.small}>
          {expires_at === null ? (
            'never expires'
          ) : (
            <>
              expires <When at={expires_at} />
            </>
          )}
        </Text>
      )}
    </span>
  );
}

function Made({ at, by }: { readonly at: string | null; readonly by: string | null }) {
  const styles = useStyles();
  return (
    <span className={styles.label}>
      <When at={at} never="unknown" />
      {by !== null && (
        <Text size={200} className={styles.small}>
          by {by}
        </Text>
      )}
    </span>
  );
}
