// A value to paste elsewhere, with the button that copies it. What was copied is said aloud too.
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { useEffect, useState } from 'react';
import { HIDDEN } from './hidden.ts';

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalXXS, minWidth: 0 },
  label: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  row: {
    display: 'flex',
    alignItems: 'stretch',
    minWidth: 0,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    overflow: 'hidden',
  },
  value: {
    flexGrow: 1,
    minWidth: 0,
    alignSelf: 'center',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground1,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
    userSelect: 'all',
  },
  button: { alignSelf: 'start', minWidth: 'auto', flexShrink: 0 },
  hidden: HIDDEN,
  copied: { color: tokens.colorStatusSuccessForeground1 },
});

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
}

export function CopyField({ label, value }: CopyFieldProps) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <span className={styles.label}>{label}</span>
      <div className={styles.row}>
        <code className={styles.value}>{value}</code>
        <CopyButton label={label} value={value} />
      </div>
    </div>
  );
}

const WORDS = { idle: 'Copy', copied: 'Copied', failed: 'Press Ctrl-C for' } as const;

function CopyButton({ label, value }: CopyFieldProps) {
  const styles = useStyles();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2_500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  return (
    <>
      <Button
        appearance="subtle"
        className={mergeClasses(styles.button, state === 'copied' && styles.copied)}
        icon={state === 'copied' ? <CheckmarkRegular /> : <CopyRegular />}
        aria-label={`${WORDS[state]} ${label}`}
        onClick={copy}
      >
        {state !== 'idle' && WORDS[state]}
      </Button>
      <span role="status" className={styles.hidden}>
        {state !== 'idle' && `${WORDS[state]} ${label}`}
      </span>
    </>
  );
}
