import "./states.css";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons.tsx";

const LINE_WIDTHS = ["92%", "75%", "58%", "79%", "62%", "84%", "67%", "88%"];

/** Grey lines in place of content; appears after 300 ms only, so that fast answers do not flicker. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div className="pn-skeleton" role="status">
      <span className="pn-hidden">{label}</span>
      {LINE_WIDTHS.slice(0, lines).map((inlineSize) => (
        <span key={inlineSize} className="pn-skeleton__line" style={{ inlineSize }} />
      ))}
    </div>
  );
}

export interface MessageStateProps {
  title: string;
  children?: ReactNode;
  /** The one next action. */
  action?: ReactNode;
  icon?: IconName;
}

export function EmptyState({ title, children, action, icon = "orders" }: MessageStateProps) {
  return (
    <div className="pn-state">
      <span className="pn-state__icon">
        <Icon name={icon} size={26} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

export function ErrorState({ title, children, action }: MessageStateProps) {
  return (
    <div className="pn-state pn-state--error" role="alert">
      <span className="pn-state__icon">
        <Icon name="alert" size={26} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

export function Banner({
  tone,
  children,
  action,
}: {
  tone: "info" | "warn" | "danger";
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={`pn-banner pn-banner--${tone}`} role={tone === "danger" ? "alert" : "status"}>
      <Icon name={tone === "info" ? "info" : "alert"} />
      <div>{children}</div>
      {action}
    </div>
  );
}

/** Progress of long work, 0..1, with what it is doing in words. */
export function Progress({ value, label }: { value: number; label: string }) {
  const percent = Math.round(value * 100);
  return (
    <div className="pn-progress">
      <div className="pn-progress__words" role="status">
        <span>{label}</span>
        <span>{percent} %</span>
      </div>
      <div
        className="pn-progress__track"
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div style={{ inlineSize: `${percent}%` }} />
      </div>
    </div>
  );
}
