// What follows a list: that it is being read, that there is nothing, that something went wrong, or the way to more.
import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Pages } from '../api/use-pages.ts';
import { ProblemMessage } from './problem-message.tsx';

const useStyles = makeStyles({
  end: { display: 'flex', justifyContent: 'center', minHeight: '32px' },
  empty: {
    margin: 0,
    padding: `${tokens.spacingVerticalL} 0`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
  },
});

interface ListEndProps {
  readonly pages: Pages<unknown>;
  /** What is said where there is nothing. */
  readonly empty: ReactNode;
}

export function ListEnd({ pages: { items, problem, isLoading, more }, empty }: ListEndProps) {
  const styles = useStyles();
  if (problem !== undefined) return <ProblemMessage problem={problem} />;
  if (isLoading) {
    return (
      <div className={styles.end}>
        <Spinner size="tiny" label="Reading" />
      </div>
    );
  }
  if (more !== undefined) {
    return (
      <div className={styles.end}>
        <Button onClick={more}>Show more</Button>
      </div>
    );
  }
  return items?.length === 0 ? (
    <p className={styles.empty} role="status">
      {empty}
    </p>
  ) : null;
}
