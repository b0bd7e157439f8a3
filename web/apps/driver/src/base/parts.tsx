import { useLingui } from "@lingui/react/macro";
import { Icon, type IconName } from "@pannier/ui/icons";
import { type ButtonHTMLAttributes, type ReactNode, useEffect, useId, useRef } from "react";
import { go } from "./router.ts";
import { StatusPill } from "./StatusPill.tsx";
import { closeToast, useToast } from "./toast.ts";

type Look = "primary" | "plain" | "quiet" | "danger";

export function Button({
  look = "plain",
  icon,
  children,
  ...rest
}: { look?: Look; icon?: IconName } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" className={`dr-button dr-button--${look}`} {...rest}>
      {icon && <Icon name={icon} size={22} />}
      <span>{children}</span>
    </button>
  );
}

/** A square button with a picture; its name is read out. */
export function IconButton({
  label,
  icon,
  ...rest
}: { label: string; icon: IconName } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" className="dr-icon-button" aria-label={label} title={label} {...rest}>
      <Icon name={icon} size={24} />
    </button>
  );
}

export interface PageProps {
  title: ReactNode;
  /** Under the title, small. */
  sub?: ReactNode;
  /** Where the arrow goes; without it the day's menu is there. */
  onBack?: () => void;
  top?: ReactNode;
  /** The one thing to do, at the thumb. */
  action?: ReactNode;
  /** Beside the primary button; changes sides with the hand. */
  beside?: ReactNode;
  /** Above the primary button. */
  above?: ReactNode;
  /** Where a message about the stop before would only be in the way. */
  quiet?: boolean;
  children: ReactNode;
}

/** One screen: head, what is to be read, and the thumb's zone. */
export function Page({ title, sub, onBack, top, action, beside, above, quiet, children }: PageProps) {
  const { t } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="dr-page">
      <header className="dr-head">
        <div className="dr-head__row">
          {onBack && <IconButton label={t`Back`} icon="chevronLeft" onClick={onBack} />}
          <div className="dr-head__words">
            <h1 ref={heading} tabIndex={-1} dir="auto">
              {title}
            </h1>
            {sub && <p>{sub}</p>}
          </div>
          <StatusPill />
          {!onBack && <IconButton label={t`Menu`} icon="more" onClick={() => go({ name: "menu" })} />}
        </div>
        {top}
      </header>
      <main className="dr-main">{children}</main>
      {!quiet && <ToastBar />}
      {(action || above) && (
        <footer className="dr-foot">
          {above}
          <div className="dr-foot__row">
            {beside}
            {action}
          </div>
        </footer>
      )}
    </div>
  );
}

function ToastBar() {
  const { t } = useLingui();
  const shown = useToast();
  return (
    <div className="dr-toast-zone" role="status">
      {shown && (
        <div className="dr-toast" key={shown.id}>
          <Icon name="check" size={20} strokeWidth={2.6} />
          <span>{shown.text}</span>
          {shown.undo && (
            <button
              type="button"
              onClick={() => {
                shown.undo?.();
                closeToast();
              }}
            >{t`Undo`}</button>
          )}
        </div>
      )}
    </div>
  );
}

export function Note({
  tone,
  icon,
  children,
  action,
}: {
  tone: "info" | "warn" | "danger" | "ok";
  icon?: IconName;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={`dr-note dr-note--${tone}`} role={tone === "danger" ? "alert" : undefined}>
      <Icon name={icon ?? (tone === "ok" ? "check" : tone === "info" ? "info" : "alert")} size={22} />
      <div>{children}</div>
      {action}
    </div>
  );
}

/** A percentage by finger: a slider with steps beside it, because gloves slip. */
export function Percent({
  label,
  value,
  isGuess,
  onChange,
}: {
  label: string;
  value: number;
  /** Nobody has read it off the display yet. */
  isGuess?: boolean;
  onChange: (value: number) => void;
}) {
  const { t } = useLingui();
  const id = useId();
  const step = (by: number) => () => onChange(Math.min(100, Math.max(0, Math.round((value + by) / 5) * 5)));
  return (
    <div className="dr-percent">
      <div className="dr-percent__words">
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id}>{isGuess ? t`about ${value} %` : `${value} %`}</output>
      </div>
      <div className="dr-percent__row">
        <IconButton label={t`Less`} icon="minus" onClick={step(-5)} />
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          step={1}
          value={value}
          style={{ "--at": `${value}%` } as React.CSSProperties}
          onChange={(event) => onChange(Number(event.target.value))}
        />
        <IconButton label={t`More`} icon="plus" onClick={step(5)} />
      </div>
    </div>
  );
}

/** A native dialog from below, closed by Escape, by its button, or by the veil. */
export function Sheet({
  title,
  open,
  onClose,
  children,
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useLingui();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !box.current?.open) box.current?.showModal();
    if (!open) box.current?.close();
  }, [open]);
  return (
    <dialog ref={box} className="dr-sheet" aria-label={title} onClose={onClose}>
      <div className="dr-sheet__head">
        <h2>{title}</h2>
        <IconButton label={t`Close`} icon="close" onClick={onClose} />
      </div>
      {open && children}
    </dialog>
  );
}
