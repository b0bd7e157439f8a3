const TIME = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/;

/** A wall-clock time as people type it ("8", "8.30", "0830", "8h30") as HH:MM, or null when it is none. */
export function readTime(text: string): string | null {
  const found = TIME.exec(text.trim().toLowerCase());
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  return hour < 24 && minute < 60 ? timeOf(hour * 60 + minute) : null;
}

/** HH:MM from minutes after midnight. */
export const timeOf = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");

/** Minutes after midnight, or null when the text is no time. */
export function minutesOf(text: string): number | null {
  const time = readTime(text);
  return time === null ? null : Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** An instant from a service day and a wall-clock time in the hub's zone, as RFC 3339. */
export function instantIn(zone: string, date: string, time: string): string {
  const guess = new Date(`${date}T${time}:00Z`);
  const shown = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(guess);
  const offsetMs = Date.parse(`${shown.replace(" ", "T")}Z`) - guess.getTime();
  return new Date(guess.getTime() - offsetMs).toISOString();
}
