// Steps in their order, each with a mark that says whether it is done.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import type { ReactNode } from 'react';
import { HIDDEN } from './hidden.ts';

const useStyles = makeStyles({
  list: { display: 'grid', gap: 0, margin: 0, padding: 0, listStyle: 'none', width: '100%' },
  step: {
    position: 'relative',
    display: 'grid',
    gridTemplateColumns: '28px minmax(0, 1fr)',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    paddingBottom: tokens.spacingVerticalXL,
  },
  line: {
    '::before': {
      content: '""',
      position: 'absolute',
      left: '13px',
      top: '30px',
      bottom: '2px',
      width: '2px',
      backgroundColor: tokens.colorNeutralStroke2,
    },
  },
  mark: {
    display: 'grid',
    placeItems: 'center',
    width: '28px',
    height: '28px',
    borderRadius: tokens.borderRadiusCircular,
    border: `1.5px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  done: { border: 'none', fontSize: '28px', color: tokens.colorStatusSuccessForeground1 },
  title: {
    margin: 0,
    alignSelf: 'center',
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  body: {
    gridColumn: 2,
    display: 'grid',
    gap: tokens.spacingVerticalM,
    minWidth: 0,
    gridTemplateColumns: 'minmax(0, 1fr)',
  },
  aside: {
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
  hidden: HIDDEN,
});

export interface Step {
  readonly title: string;
  /** Undefined where nothing can show it. */
  readonly isDone: boolean | undefined;
  /** Behind the title: since when. */
  readonly aside?: ReactNode;
  readonly body?: ReactNode;
}

export function Steps({ steps }: { readonly steps: readonly Step[] }) {
  const styles = useStyles();
  return (
    <ol className={styles.list}>
      {steps.map(({ title, isDone, aside, body }, at) => (
        <li key={title} className={mergeClasses(styles.step, at < steps.length - 1 && styles.line)}>
          <span className={mergeClasses(styles.mark, isDone && styles.done)} aria-hidden="true">
            {isDone ? <CheckmarkCircleFilled /> : at + 1}
          </span>
          <h3 className={styles.title}>
            {title}
            {isDone && <span className={styles.hidden}> (done)</span>}{' '}
            {aside && <span className={styles.aside}>{aside}</span>}
          </h3>
          {body && <div className={styles.body}>{body}</div>}
        </li>
      ))}
    </ol>
  );
}
