/** Small things of the phone: ids, hashes, its battery. */

/** A random id (RFC 9562, version 4); also where randomUUID is missing because the page came by plain http. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** SHA-256 of a file, hex. */
export async function sha256(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface BatteryManager {
  level: number;
}

/** The phone's battery in percent; undefined where the browser does not tell. */
export async function phoneBatteryPct(): Promise<number | undefined> {
  const source = navigator as Navigator & { getBattery?: () => Promise<BatteryManager> };
  try {
    const battery = await source.getBattery?.();
    return battery ? Math.round(battery.level * 100) : undefined;
  } catch {
    // Some browsers have the call and refuse it; the event then goes without.
    return undefined;
  }
}
