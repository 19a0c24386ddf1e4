// A token in the one moment that it can be seen.
import { MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { CopyField } from '../../components/copy-field.tsx';

const useStyles = makeStyles({ root: { display: 'grid', gap: tokens.spacingVerticalM } });

export function ShownOnce({ token }: { readonly token: string }) {
  return (
    <div className={useStyles().root}>
      <CopyField label="Token" value={token} />
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          Copy it now. It is not kept in a form that can be shown again; if it is lost, make another and
          revoke this one.
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}
