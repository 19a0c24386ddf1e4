// A dialog that holds one task: the browser's own, which keeps the focus inside, gives it back afterwards and ends with Escape.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type FormEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';

const useStyles = makeStyles({
  dialog: {
    width: 'min(600px, calc(100vw - 24px))',
    maxHeight: 'calc(100vh - 24px)',
    padding: 0,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow64,
    '::backdrop': { backgroundColor: tokens.colorBackgroundOverlay },
  },
  body: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXXL,
    '@media (max-width: 480px)': { padding: tokens.spacingHorizontalL },
  },
  head: { display: 'flex', alignItems: 'start', gap: tokens.spacingHorizontalM },
  title: {
    flexGrow: 1,
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    overflowWrap: 'anywhere',
    outline: 'none',
  },
  actions: { display: 'flex', flexWrap: 'wrap', justifyContent: 'end', gap: tokens.spacingHorizontalS },
});

interface FormDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSubmit?: (event: FormEvent) => void;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

export function FormDialog({ title, onClose, onSubmit, actions, children }: FormDialogProps) {
  const styles = useStyles();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Closed before it is taken away, so that the browser gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const body = (
    <>
      <div className={styles.head}>
        <h2 id={heading} className={styles.title}>
          {title}
        </h2>
        <Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={onClose} />
      </div>
      {children}
      <div className={styles.actions}>{actions}</div>
    </>
  );
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={heading}
      onClose={() => dialog.current?.open !== true && onClose()}
    >
      {onSubmit === undefined ? (
        <div className={styles.body}>{body}</div>
      ) : (
        <form className={styles.body} onSubmit={onSubmit}>
          {body}
        </form>
      )}
    </dialog>
  );
}
