import { type Messages, setupI18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { createFormat, type Format, type ServerClock } from "@pannier/core";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

/** Locale for figures and dates: the browser's own while it fits the language of the words. */
export function localeFor(language: string, wanted: readonly string[]): string {
  return wanted.find((one) => one.split("-")[0] === language) ?? (language === "en" ? "en-GB" : language);
}

const FormatContext = createContext<Format | null>(null);
const ClockContext = createContext<ServerClock | null>(null);

export function Words({
  language,
  messages,
  children,
}: {
  language: string;
  messages: Messages;
  children: ReactNode;
}) {
  const [i18n] = useState(() => setupI18n({ locale: language, messages: { [language]: messages } }));
  return <I18nProvider i18n={i18n}>{children}</I18nProvider>;
}

export interface UnitsProps {
  timeZone: string;
  currency: string;
  clock: ServerClock;
  children: ReactNode;
}

/** Zone, currency and clock of what is shown; everything below formats and tells time by them. */
export function Units({ timeZone, currency, clock, children }: UnitsProps) {
  const [format, setFormat] = useState<Format | null>(null);
  useEffect(() => {
    setFormat(createFormat({ locale: localeFor("en", navigator.languages), timeZone, currency }));
  }, [timeZone, currency]);
  if (!format) return null;
  return (
    <ClockContext value={clock}>
      <FormatContext value={format}>{children}</FormatContext>
    </ClockContext>
  );
}

function required<T>(value: T | null): T {
  if (value === null) throw new Error("Wrap the page in <Units>.");
  return value;
}

export const useFormat = (): Format => required(useContext(FormatContext));

/** Server time in milliseconds, renewed every `everyMs` of real time. */
export function useNow(everyMs = 1000): number {
  const clock = required(useContext(ClockContext));
  const [now, setNow] = useState(() => clock.nowMs());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.nowMs()), everyMs);
    return () => clearInterval(timer);
  }, [clock, everyMs]);
  return now;
}

export const useClock = (): ServerClock => required(useContext(ClockContext));
