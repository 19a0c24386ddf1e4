// A dialog that holds one task. Escape and the cross end it; Fluent keeps the focus inside and gives it back afterwards.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { FormEvent, ReactNode } from 'react';

const useStyles = makeStyles({
  surface: { width: 'min(600px, calc(100vw - 24px))', maxHeight: 'calc(100vh - 24px)' },
  title: { overflowWrap: 'anywhere' },
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
  const body = (
    <DialogBody>
      <DialogTitle
        className={styles.title}
        action={<Button appearance="subtle" aria-label="Close" icon={<DismissRegular />} onClick={onClose} />}
      >
        {title}
      </DialogTitle>
      <DialogContent>{children}</DialogContent>
      <DialogActions>{actions}</DialogActions>
    </DialogBody>
  );
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface className={styles.surface}>
        {onSubmit === undefined ? body : <form onSubmit={onSubmit}>{body}</form>}
      </DialogSurface>
    </Dialog>
  );
}
