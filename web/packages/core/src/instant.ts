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
