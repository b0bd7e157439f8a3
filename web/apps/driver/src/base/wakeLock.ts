/** The screen of a phone on the handlebar. */

let awake: WakeLockSentinel | null = null;

/** Keep the screen on while riding; without it positions stop when the phone locks. */
export async function keepAwake(on: boolean): Promise<void> {
  if (!on) {
    await awake?.release();
    awake = null;
    return;
  }
  if (awake?.released === false || document.visibilityState !== "visible" || !("wakeLock" in navigator))
    return;
  try {
    awake = await navigator.wakeLock.request("screen");
  } catch {
    // Refused while the battery is low: riding goes on, the console shows the age of the position.
    awake = null;
  }
}
