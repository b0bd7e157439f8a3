import "./badge.css";
import { useLingui } from "@lingui/react";
import type { Tone, Word } from "@pannier/core";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons.tsx";

// A sign beside the word, so that the tone is never told by colour alone.
const SIGNS: Readonly<Record<Tone, IconName | null>> = {
  neutral: null,
  info: "clock",
  active: "chevronRight",
  ok: "check",
  warn: "alert",
  danger: "close",
};

export function Badge({
  tone = "neutral",
  icon,
  children,
}: {
  tone?: Tone;
  icon?: IconName | null;
  children: ReactNode;
}) {
  const sign = icon === undefined ? SIGNS[tone] : icon;
  return (
    <span className={`pn-badge pn-badge--${tone}`}>
      {sign && <Icon name={sign} size={12} strokeWidth={2.6} />}
      {children}
    </span>
  );
}

/** The badge of a state or outcome from the word tables of core. */
export function WordBadge({ word }: { word: Word }) {
  const { _ } = useLingui();
  return <Badge tone={word.tone}>{_(word.label)}</Badge>;
}

/** The letter of a route on its colour. */
export function RouteLetter({
  letter,
  light,
  dark,
  size = 24,
}: {
  letter: string;
  light: string;
  dark: string;
  size?: number;
}) {
  return (
    <span
      className="pn-letter"
      style={
        { "--mark-light": light, "--mark-dark": dark, "--mark-size": `${size}px` } as React.CSSProperties
      }
    >
      {letter}
    </span>
  );
}
