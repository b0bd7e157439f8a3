/** What the app asks of its service worker: keep the map for offline use, and tell of a new version. */
import { places } from "@pannier/api";

let asked = false;

async function keepMap(hubId: string): Promise<void> {
  if (asked || !("serviceWorker" in navigator) || !navigator.onLine) return;
  asked = true;
  try {
    const registration = await navigator.serviceWorker.ready;
    const map = await places.map(hubId);
    registration.active?.postMessage({
      type: "keep-map",
      url: map.pmtiles_url,
      about: `/v1/map?hub_id=${hubId}`,
    });
  } catch {
    // Without the map the app works by lists; it is tried again at the next start.
    asked = false;
  }
}

/** Register the worker of this app; `onUpdate` is called when a newer version lies ready. */
async function register(onUpdate: () => void): Promise<void> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.addEventListener("message", (message: MessageEvent<{ type?: string }>) => {
    if (message.data.type === "update-ready") onUpdate();
  });
  await navigator.serviceWorker.register("/driver/sw.js", { scope: "/driver/", type: "module" });
  await navigator.storage?.persist?.();
}

export const shellFiles = { keepMap, register };
