import "./menu.css";
import type { ReactNode } from "react";
import { Menu as AriaMenu, Button, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Icon, type IconName } from "./icons.tsx";

export interface MenuEntry {
  id: string;
  label: string;
  icon?: IconName;
  onAction: () => void;
}

/** A button that opens a list of actions. */
export function ActionMenu({
  label,
  trigger,
  entries,
}: {
  label: string;
  trigger: ReactNode;
  entries: readonly MenuEntry[];
}) {
  return (
    <MenuTrigger>
      <Button aria-label={label} className="pn-menu-trigger">
        {trigger}
      </Button>
      <Popover className="pn-popover" offset={6}>
        <AriaMenu className="pn-menu" aria-label={label}>
          {entries.map((entry) => (
            <MenuItem key={entry.id} id={entry.id} className="pn-menu__item" onAction={entry.onAction}>
              {entry.icon && <Icon name={entry.icon} />}
              {entry.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
