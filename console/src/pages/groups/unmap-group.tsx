// Takes a mapping away, after showing who loses what by it.
import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { removeMapping } from '../../api/requests.ts';
import type { GroupBody, MappingBody } from '../../api/types.ts';
import { useWrite } from '../../api/use-write.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { PreviewWords } from './preview-words.tsx';
import { usePreview } from './use-preview.ts';

const useStyles = makeStyles({ body: { display: 'grid', gap: tokens.spacingVerticalM } });

interface UnmapGroupProps {
  readonly group: Pick<GroupBody, 'id' | 'display_name'>;
  readonly mapping: MappingBody;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

export function UnmapGroup({ group, mapping, onClose, onRemoved }: UnmapGroupProps) {
  const styles = useStyles();
  const removing = useWrite<undefined>();
  const { preview, problem, isLoading } = usePreview({
    group_id: group.id,
    workspace: mapping.workspace,
    role: null,
  });
  const remove = async () => {
    if ((await removing.write(removeMapping(mapping.id))) !== undefined) onRemoved();
  };
  return (
    <FormDialog
      title={`Remove the mapping of ${group.display_name} to ${mapping.workspace_name}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            appearance="primary"
            disabled={preview === undefined || removing.isWriting}
            onClick={remove}
          >
            Remove mapping
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        {isLoading && <Spinner size="tiny" label="Looking who loses what" />}
        {preview && <PreviewWords preview={preview} workspace={mapping.workspace_name} />}
        {problem && <ProblemMessage problem={problem} />}
        {removing.problem && <ProblemMessage problem={removing.problem} />}
      </div>
    </FormDialog>
  );
}
