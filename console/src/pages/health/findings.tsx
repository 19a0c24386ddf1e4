// What somebody should look at, heaviest first, each with what to do.
import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import type { Finding } from '../../api/types.ts';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
});

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const styles = useStyles();
  if (findings.length === 0) {
    return (
      <MessageBar intent="success">
        <MessageBarBody>Everything is in order.</MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <ul className={styles.list} aria-label="To look at">
      {findings.map(({ severity, sentence, advice }) => (
        <li key={sentence}>
          <MessageBar intent={severity} layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{sentence}</MessageBarTitle> {advice}
            </MessageBarBody>
          </MessageBar>
        </li>
      ))}
    </ul>
  );
}
