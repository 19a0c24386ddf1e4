// Steps in their order, each with a mark that says whether it is done.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { type ReactNode, useId, useState } from 'react';
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
  fold: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXXS} 0`,
    border: 'none',
    backgroundColor: 'transparent',
    font: 'inherit',
    color: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
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
  /** Folded up where it is done already when it is first shown; the title opens it. */
  readonly folds?: 'when done';
}

export function Steps({ steps }: { readonly steps: readonly Step[] }) {
  const styles = useStyles();
  return (
    <ol className={styles.list}>
      {steps.map((step, at) => (
        <li key={step.title} className={mergeClasses(styles.step, at < steps.length - 1 && styles.line)}>
          <span className={mergeClasses(styles.mark, step.isDone && styles.done)} aria-hidden="true">
            {step.isDone ? <CheckmarkCircleFilled /> : at + 1}
          </span>
          {step.folds === undefined ? <OpenStep step={step} /> : <FoldingStep step={step} />}
        </li>
      ))}
    </ol>
  );
}

function OpenStep({ step }: { readonly step: Step }) {
  const styles = useStyles();
  return (
    <>
      <h3 className={styles.title}>
        <Title step={step} />
      </h3>
      {step.body && <div className={styles.body}>{step.body}</div>}
    </>
  );
}

/** A step that turns green while it is read stays open. */
function FoldingStep({ step }: { readonly step: Step }) {
  const styles = useStyles();
  const [isOpen, setOpen] = useState(step.isDone !== true);
  const body = useId();
  return (
    <>
      <h3 className={styles.title}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={isOpen}
          aria-controls={isOpen ? body : undefined}
          onClick={() => setOpen((before) => !before)}
        >
          <Title step={step} />
          {isOpen ? <ChevronDownRegular /> : <ChevronRightRegular />}
        </button>
      </h3>
      {isOpen && (
        <div id={body} className={styles.body}>
          {step.body}
        </div>
      )}
    </>
  );
}

function Title({ step: { title, isDone, aside } }: { readonly step: Step }) {
  const styles = useStyles();
  return (
    <span>
      {title}
      {isDone && <span className={styles.hidden}> (done)</span>}{' '}
      {aside && <span className={styles.aside}>{aside}</span>}
    </span>
  );
}
