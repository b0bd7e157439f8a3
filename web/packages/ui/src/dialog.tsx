import "./dialog.css";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { IconButton } from "./button.tsx";

export interface DialogProps {
  title: string;
  closeLabel: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the end, the primary one last. */
  actions?: ReactNode;
  size?: "small" | "medium" | "large";
}

/** A modal dialog; on phones it is a sheet from the bottom edge. */
export function Dialog({
  title,
  closeLabel,
  isOpen,
  onClose,
  children,
  actions,
  size = "medium",
}: DialogProps) {
  return (
    <ModalOverlay
      className="pn-scrim"
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={`pn-modal pn-modal--${size}`}>
        <AriaDialog className="pn-dialog">
          <header className="pn-dialog__head">
            <Heading slot="title" className="pn-dialog__title">
              {title}
            </Heading>
            <IconButton label={closeLabel} icon="close" onPress={onClose} />
          </header>
          <div className="pn-dialog__body">{children}</div>
          {actions && <footer className="pn-dialog__foot">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
