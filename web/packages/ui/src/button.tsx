import "./button.css";
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaProps,
  Tooltip,
  TooltipTrigger,
} from "react-aria-components";
import { Icon, type IconName } from "./icons.tsx";

export interface ButtonProps extends Omit<AriaProps, "children" | "className" | "style"> {
  children: ReactNode;
  look?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  small?: boolean;
}

/** A button with words; one primary at most per view. */
export function Button({ children, look = "plain", icon, small, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`pn-button pn-button--${look}${small ? " pn-button--small" : ""}`}>
      {rest.isPending ? <span className="pn-spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaProps, "children" | "className" | "style"> {
  label: string;
  icon: IconName;
  size?: number;
}

/** A button with an icon alone; its label is spoken and shown as a tooltip. */
export function IconButton({ label, icon, size, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...rest} aria-label={label} className="pn-button pn-button--icon">
        <Icon name={icon} size={size} />
      </AriaButton>
      <Tooltip className="pn-tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
