import "./shell.css";
import type { ReactNode } from "react";
import { Icon, type IconName, Mark } from "./icons.tsx";

export interface NavEntry {
  href: string;
  label: string;
  icon: IconName;
  active: boolean;
  /** Things that wait there; 0 is not shown. */
  count?: number;
  /** Shown in the phone's bottom bar; the rest is under "More". */
  onPhone?: boolean;
}

export interface AppShellProps {
  brand: string;
  navLabel: string;
  skipLabel: string;
  moreLabel: string;
  nav: readonly NavEntry[];
  onNavigate: (href: string) => void;
  /** Head line of the app: context and person. */
  head: ReactNode;
  /** Foot of the rail on wide screens. */
  railFoot?: ReactNode;
  /** Notices about the whole page, for example that it could not be renewed. */
  notice?: ReactNode;
  children: ReactNode;
}

/** Left rail from 1024 px on, bottom bar below; the head line stays in sight. */
export function AppShell(props: AppShellProps) {
  const phone = props.nav.filter((entry) => entry.onPhone);
  const rest = props.nav.filter((entry) => !entry.onPhone);
  return (
    <div className="pn-shell">
      <a className="pn-skip" href="#main">
        {props.skipLabel}
      </a>
      <nav className="pn-rail" aria-label={props.navLabel}>
        <span className="pn-rail__brand">
          <Mark />
          <span>{props.brand}</span>
        </span>
        <ul>
          {props.nav.map((entry) => (
            <li key={entry.href}>
              <NavLink entry={entry} onNavigate={props.onNavigate} />
            </li>
          ))}
        </ul>
        {props.railFoot && <div className="pn-rail__foot">{props.railFoot}</div>}
      </nav>
      <header className="pn-head">{props.head}</header>
      <main className="pn-main" id="main" tabIndex={-1}>
        {props.notice}
        {props.children}
      </main>
      <nav className="pn-bottom" aria-label={props.navLabel}>
        {phone.map((entry) => (
          <NavLink key={entry.href} entry={entry} onNavigate={props.onNavigate} />
        ))}
        {rest.length > 0 && (
          <MoreLinks label={props.moreLabel} entries={rest} onNavigate={props.onNavigate} />
        )}
      </nav>
    </div>
  );
}

function NavLink({ entry, onNavigate }: { entry: NavEntry; onNavigate: (href: string) => void }) {
  return (
    <a
      href={entry.href}
      className="pn-nav"
      aria-current={entry.active ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onNavigate(entry.href);
      }}
    >
      <Icon name={entry.icon} size={20} />
      <span className="pn-nav__label">{entry.label}</span>
      {Boolean(entry.count) && <span className="pn-nav__count">{entry.count}</span>}
    </a>
  );
}

function MoreLinks({
  label,
  entries,
  onNavigate,
}: {
  label: string;
  entries: readonly NavEntry[];
  onNavigate: (href: string) => void;
}) {
  const waiting = entries.reduce((sum, entry) => sum + (entry.count ?? 0), 0);
  return (
    <details className="pn-more">
      <summary className="pn-nav" aria-current={entries.some((entry) => entry.active) ? "page" : undefined}>
        <Icon name="more" size={20} />
        <span className="pn-nav__label">{label}</span>
        {waiting > 0 && <span className="pn-nav__count">{waiting}</span>}
      </summary>
      <div className="pn-more__sheet">
        {entries.map((entry) => (
          <NavLink
            key={entry.href}
            entry={entry}
            onNavigate={(href) => {
              for (const open of document.querySelectorAll<HTMLDetailsElement>(".pn-more[open]"))
                open.open = false;
              onNavigate(href);
            }}
          />
        ))}
      </div>
    </details>
  );
}
