import "./panels.css";
import type { Tone } from "@pannier/core";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons.tsx";

/** A titled card; `aside` stands at the end of its head. */
export function Panel({
  title,
  aside,
  children,
  flush,
}: {
  title?: string;
  aside?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  return (
    <section className="pn-panel">
      {(title || aside) && (
        <header className="pn-panel__head">
          {title && <h2>{title}</h2>}
          {aside}
        </header>
      )}
      <div className={flush ? "pn-panel__flush" : "pn-panel__body"}>{children}</div>
    </section>
  );
}

export interface Fact {
  label: string;
  value: ReactNode;
}

/** Label and value pairs. */
export function Facts({
  facts,
  columns = 1,
}: {
  facts: readonly (Fact | false | "" | null | undefined)[];
  columns?: 1 | 2;
}) {
  return (
    <dl className={`pn-facts pn-facts--${columns}`}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact.label}>
              <dt>{fact.label}</dt>
              <dd dir="auto">{fact.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** One figure with its name and what it is measured against. */
export function Figure({
  label,
  value,
  note,
  tone,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: Tone;
}) {
  return (
    <div className="pn-figure" data-tone={tone}>
      <span className="pn-figure__label">{label}</span>
      <span className="pn-figure__value">{value}</span>
      {note && <span className="pn-figure__note">{note}</span>}
    </div>
  );
}

export interface Happening {
  key: string;
  at: string;
  title: ReactNode;
  detail?: ReactNode;
  tone?: Tone;
  icon?: IconName;
}

/** What happened, oldest first, as a line with dots. */
export function Happenings({ label, entries }: { label: string; entries: readonly Happening[] }) {
  return (
    <ol className="pn-happenings" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.key} data-tone={entry.tone ?? "neutral"}>
          <span className="pn-happenings__dot">
            {entry.icon && <Icon name={entry.icon} size={13} strokeWidth={2.2} />}
          </span>
          <div className="pn-happenings__words">
            <span className="pn-happenings__title">{entry.title}</span>
            {entry.detail && <span className="pn-happenings__detail">{entry.detail}</span>}
          </div>
          <time>{entry.at}</time>
        </li>
      ))}
    </ol>
  );
}

/** A page's head: title, a sentence, and its actions. */
export function PageHead({
  title,
  note,
  children,
}: {
  title: ReactNode;
  note?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="pn-page-head">
      <div>
        <h1>{title}</h1>
        {note && <p>{note}</p>}
      </div>
      {children && <div className="pn-page-head__actions">{children}</div>}
    </header>
  );
}
