// Maps a group to a workspace. What it would do to whom is shown before it can be saved, because a mapping gives or takes
// access at once.
import {
  Button,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useId, useState } from 'react';
import { WORKSPACE_ROLES, type WorkspaceRole } from '../../../../src/directory/workspace-role.ts';
import { makeMapping, workspaces } from '../../api/requests.ts';
import type { GroupBody, MappingBody, NewMapping } from '../../api/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useWrite } from '../../api/use-write.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { PreviewWords } from './preview-words.tsx';
import { usePreview } from './use-preview.ts';

const useStyles = makeStyles({ form: { display: 'grid', gap: tokens.spacingVerticalM } });

interface MapGroupProps {
  readonly group: Pick<GroupBody, 'id' | 'display_name'>;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

export function MapGroup({ group, onClose, onSaved }: MapGroupProps) {
  const styles = useStyles();
  const [workspace, setWorkspace] = useState('');
  const [role, setRole] = useState<WorkspaceRole>('member');
  const saving = useWrite<MappingBody>();
  const wanted: NewMapping = { group_id: group.id, workspace: workspace.trim(), role };
  const { preview, problem, isLoading } = usePreview(wanted.workspace === '' ? undefined : wanted);
  const known = useAnswer(workspaces(workspace.trim()));
  const listId = useId();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (preview !== undefined && (await saving.write(makeMapping(wanted))) !== undefined) onSaved();
  };

  return (
    <FormDialog
      title={`Map ${group.display_name}`}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button appearance="primary" type="submit" disabled={preview === undefined || saving.isWriting}>
            Save mapping
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Field label="Workspace" hint="One that is there, or the name of a new one." required>
          <Input
            list={listId}
            value={workspace}
            maxLength={200}
            autoComplete="off"
            onChange={(_event, { value }) => setWorkspace(value)}
          />
        </Field>
        <datalist id={listId}>
          {known.data?.data.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
        <Field label="Role of its members" hint="What each may do is up to the applications that ask.">
          <RadioGroup value={role} onChange={(_event, { value }) => setRole(value as WorkspaceRole)}>
            {WORKSPACE_ROLES.map((one) => (
              <Radio key={one} value={one} label={capital(one)} />
            ))}
          </RadioGroup>
        </Field>
        {isLoading && <Spinner size="tiny" label="Looking who gains and who loses" />}
        {preview && <PreviewWords preview={preview} workspace={wanted.workspace} />}
        {problem && <ProblemMessage problem={problem} />}
        {saving.problem && <ProblemMessage problem={saving.problem} />}
      </div>
    </FormDialog>
  );
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
