/** Quantities and times in words, through Intl only. Stored values are SI integers. */
export interface FormatSettings {
  locale: string;
  /** Zone of the hub; times are shown here, never in the browser's zone. */
  timeZone: string;
  currency: string;
}

const DASH = "–";
const MINUTE_MS = 60_000;

type Instant = string | number | Date;

const epochMs = (at: Instant): number => (typeof at === "number" ? at : new Date(at).getTime());

/** Build the formatting functions of one locale, zone and currency; Intl objects are made once. */
export function createFormat(settings: FormatSettings) {
  const { locale, timeZone, currency } = settings;
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const dayWords = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  const moment = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const isoDay = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const unit = (name: string, digits: number) =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit: name,
      maximumFractionDigits: digits,
      minimumFractionDigits: digits,
    });
  const kilograms = unit("kilogram", 1);
  const kilogramsWhole = unit("kilogram", 0);
  const grams = unit("gram", 0);
  const litres = unit("liter", 0);
  const kilometres = unit("kilometer", 1);
  const metres = unit("meter", 0);
  const decimal = (digits: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits });
  const one = decimal(1);
  const two = decimal(2);
  const upToTwo = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const percentFine = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const money = (code: string) => new Intl.NumberFormat(locale, { style: "currency", currency: code });
  const ownMoney = money(currency);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

  /** Grams below a kilogram, a decimal below a hundred kilograms. */
  const massWords = (g: number | null | undefined): string => {
    if (g == null) return DASH;
    if (g < 1000) return grams.format(g);
    return (g < 100_000 ? kilograms : kilogramsWhole).format(g / 1000);
  };

  const time = (at: Instant | null | undefined): string => (at == null ? DASH : clock.format(epochMs(at)));

  return {
    settings,
    /** 14:05 in the hub's zone. */
    time,
    /** 14:00–16:00; one open side is said by a dash. */
    window: (window: { start?: string | null; end?: string | null } | null | undefined): string =>
      window && (window.start || window.end) ? `${time(window.start)}–${time(window.end)}` : DASH,
    /** Tue 3 Mar from a service day YYYY-MM-DD. */
    day: (isoDate: string): string => dayWords.format(new Date(`${isoDate}T12:00:00Z`)),
    /** 3 Mar, 14:05 in the hub's zone. */
    moment: (at: Instant | null | undefined): string => (at == null ? DASH : moment.format(epochMs(at))),
    /** The service day YYYY-MM-DD that an instant falls on. */
    serviceDay: (at: Instant): string => isoDay.format(epochMs(at)),
    /** 1 h 25 min. */
    duration: (seconds: number): string => {
      const total = Math.round(Math.abs(seconds) / 60);
      if (total < 60) return `${total} min`;
      const rest = total % 60;
      return `${Math.floor(total / 60)} h${rest ? ` ${rest} min` : ""}`;
    },
    mass: massWords,
    volume: (ml: number | null | undefined): string => (ml == null ? DASH : litres.format(ml / 1000)),
    distance: (m: number | null | undefined): string =>
      m == null ? DASH : Math.abs(m) < 1000 ? metres.format(m) : kilometres.format(m / 1000),
    power: (watts: number): string => `${upToTwo.format(watts / 1000)} kW`,
    energy: (wh: number | null | undefined): string => (wh == null ? DASH : `${two.format(wh / 1000)} kWh`),
    /** Grams (one decimal below ten) up to a kilogram, then kilograms; input in milligrams. */
    emission: (mg: number | null | undefined): string =>
      mg == null
        ? DASH
        : Math.abs(mg) >= 1_000_000
          ? `${two.format(mg / 1_000_000)} kg CO₂e`
          : `${(mg !== 0 && Math.abs(mg) < 10_000 ? one : whole).format(mg / 1000)} g CO₂e`,
    money: (cents: number | null | undefined, code?: string): string =>
      cents == null ? DASH : (code && code !== currency ? money(code) : ownMoney).format(cents / 100),
    count: (n: number): string => whole.format(n),
    decimal: (n: number): string => one.format(n),
    /** 0..1 as a whole percentage. */
    share: (fraction: number | null | undefined): string =>
      fraction == null ? DASH : percent.format(fraction),
    shareFine: (fraction: number | null | undefined): string =>
      fraction == null ? DASH : percentFine.format(fraction),
    /** Percentage given as 0..100. */
    charge: (pct: number | null | undefined): string => (pct == null ? DASH : percent.format(pct / 100)),
    /** "3 minutes ago", counted from the server's now. */
    ago: (at: Instant, nowMs: number): string => {
      const seconds = Math.round((epochMs(at) - nowMs) / 1000);
      if (Math.abs(seconds) < 60) return relative.format(Math.min(0, seconds), "second");
      if (Math.abs(seconds) < 5400) return relative.format(Math.round(seconds / 60), "minute");
      if (Math.abs(seconds) < 129_600) return relative.format(Math.round(seconds / 3600), "hour");
      return relative.format(Math.round(seconds / 86_400), "day");
    },
    /** "12 min late", "on time"; positive is late. */
    minutesLate: (at: Instant, due: Instant): number => Math.round((epochMs(at) - epochMs(due)) / MINUTE_MS),
  };
}

export type Format = ReturnType<typeof createFormat>;
