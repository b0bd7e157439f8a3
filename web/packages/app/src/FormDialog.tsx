import { useLingui } from "@lingui/react/macro";
import { Banner, Button, Dialog } from "@pannier/ui";
import { type FormEvent, type ReactNode, useId } from "react";
import { useProblemText } from "./problem.tsx";

export interface FormDialogProps {
  title: string;
  /** What the button does, as a word. */
  action: string;
  /** The command that the form gives; its failure is told below the fields, which stay where they are. */
  command: { isPending: boolean; error: unknown };
  onSubmit: () => void;
  onClose: () => void;
  isReady?: boolean;
  size?: "small" | "medium";
  children: ReactNode;
}

/** A form in a dialog: fields, the failure of the last try, cancel and submit; Enter submits. */
export function FormDialog(props: FormDialogProps) {
  const { title, action, command, onSubmit, onClose, isReady = true, size, children } = props;
  const { t } = useLingui();
  const id = useId();
  const textOf = useProblemText();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!command.isPending) onSubmit();
  };
  return (
    <Dialog
      title={title}
      closeLabel={t`Close`}
      isOpen
      onClose={onClose}
      size={size}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={id} isPending={command.isPending} isDisabled={!isReady}>
            {action}
          </Button>
        </>
      }
    >
      <form id={id} className="pn-dialog__form" onSubmit={submit} noValidate>
        {children}
        {command.error != null && <Banner tone="danger">{textOf(command.error)}</Banner>}
      </form>
    </Dialog>
  );
}
