// Makes a token: what it is for, what it may do and how long, then the token itself, once.
import { Button, Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { makeToken } from '../../api/requests.ts';
import type { MadeToken, Scope } from '../../api/types.ts';
import { useWrite } from '../../api/use-write.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ShownOnce } from './shown-once.tsx';

/** What each scope is for, in the order in which they are needed. */
const SCOPES: Readonly<Record<Scope, string>> = {
  scim: 'Provision people and groups (identity provider)',
  read: 'Ask who may do what (application)',
  manage: 'Administer this console (automation)',
};

const LIFETIMES: Readonly<Record<string, string>> = {
  '90': '90 days',
  '180': '180 days',
  '365': '1 year',
  '730': '2 years',
};

const useStyles = makeStyles({ form: { display: 'grid', gap: tokens.spacingVerticalM } });

interface GenerateTokenProps {
  readonly directory: string;
  readonly onClose: () => void;
}

export function GenerateToken({ directory: own, onClose }: GenerateTokenProps) {
  const styles = useStyles();
  const [label, setLabel] = useState('');
  const [scope, setScope] = useState<Scope>('scim');
  const [days, setDays] = useState('365');
  const [directory, setDirectory] = useState(own);
  const [made, setMade] = useState<MadeToken>();
  const { write, isWriting, problem } = useWrite<MadeToken>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await write(
      makeToken({ label: label.trim(), scope, directory, expires_in_days: Number(days) }),
    );
    if (answer !== undefined) setMade(answer.data);
  };

  if (made !== undefined) {
    return (
      <FormDialog
        title={`The token for ${label.trim()}`}
        onClose={onClose}
        actions={
          <Button appearance="primary" onClick={onClose}>
            I have copied it
          </Button>
        }
      >
        <ShownOnce token={made.token} />
      </FormDialog>
    );
  }
  return (
    <FormDialog
      title="Generate token"
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button appearance="primary" type="submit" disabled={label.trim() === '' || isWriting}>
            Generate
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Field
          label="Label"
          hint="Who will use it, such as Entra or Okta. It stands in the log beside what is done with it."
          required
        >
          <Input value={label} maxLength={64} onChange={(_event, { value }) => setLabel(value)} />
        </Field>
        <Field label="It may">
          <Select value={scope} onChange={(_event, { value }) => setScope(value as Scope)}>
            {Object.entries(SCOPES).map(([name, use]) => (
              <option key={name} value={name}>
                {use}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="It lasts">
          <Select value={days} onChange={(_event, { value }) => setDays(value)}>
            {Object.entries(LIFETIMES).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          label="Directory"
          hint="Whose people and groups it sees. Another name begins another directory."
        >
          <Input value={directory} maxLength={63} onChange={(_event, data) => setDirectory(data.value)} />
        </Field>
        {problem && <ProblemMessage problem={problem} />}
      </div>
    </FormDialog>
  );
}
