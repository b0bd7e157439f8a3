/** The pages of the console and the portal, each in a file of its own. */
import { untilNetwork, later as waitedFor } from "@pannier/ui/later";
import type { ComponentType } from "react";

const KEY = "pannier-loaded-anew";
const AT_MOST_EVERY_MS = 60_000;

/** After an upgrade the server has no file of the names that this page knows: then the page is loaded anew. */
async function pageAnew(failures: number): Promise<void> {
  await untilNetwork();
  if (failures < 2) return;
  const last = Number(sessionStorage.getItem(KEY) ?? 0);
  if (Date.now() - last < AT_MOST_EVERY_MS) return;
  // A server that is only just starting would leave the browser's own error page.
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  sessionStorage.setItem(KEY, String(Date.now()));
  location.reload();
}

export const later = <P extends object>(load: () => Promise<ComponentType<P>>) => waitedFor(load, pageAnew);
