/** What is typed for a hub, read strictly: a number that is half right is none. */
import type { Hub, NewHub } from "@pannier/api";
import { placeIn } from "./stationDraft.ts";

export interface HubDraft {
  name: string;
  code: string;
  address: string;
  /** Latitude, longitude. */
  place: string;
  opens: string;
  closes: string;
  /** Minutes. */
  loading: string;
  timezone: string;
}

const MOST_LOADING_MIN = 240;
const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/** A hub as it is to be changed, or a new one in the zone of those there are. */
export function hubDraftOf(hub: Hub | null, timezone: string): HubDraft {
  return {
    name: hub?.name ?? "",
    code: hub?.code ?? "",
    address: hub?.address ?? "",
    place: hub ? `${hub.lat.toFixed(6)}, ${hub.lon.toFixed(6)}` : "",
    opens: hub?.opens ?? "07:00",
    closes: hub?.closes ?? "21:00",
    loading: String(Math.round(((hub?.loading_s ?? 600) / 60) * 100) / 100),
    timezone: hub?.timezone ?? timezone,
  };
}

/** Minutes as typed, in seconds; null when it is no time that loading may take. */
export function loadingIn(text: string): number | null {
  if (!/^\s*\d{1,3}(?:[.,]\d{1,2})?\s*$/.test(text)) return null;
  const minutes = Number(text.replace(",", "."));
  return minutes <= MOST_LOADING_MIN ? Math.round(minutes * 60) : null;
}

export type HubFault = "code" | "place" | "closes" | "loading";

/** Which fields cannot be meant as they are typed; empty ones only lack something. */
export function hubFaultsOf(draft: HubDraft): ReadonlySet<HubFault> {
  const faults = new Set<HubFault>();
  if (draft.code && !CODE.test(draft.code.trim())) faults.add("code");
  if (draft.place && placeIn(draft.place) === null) faults.add("place");
  if (draft.opens && draft.closes && draft.opens >= draft.closes) faults.add("closes");
  if (draft.loading && loadingIn(draft.loading) === null) faults.add("loading");
  return faults;
}

/** What is sent; null while something is missing or wrong. */
export function hubIn(draft: HubDraft): NewHub | null {
  const at = placeIn(draft.place);
  const loading_s = loadingIn(draft.loading);
  const words = [draft.name, draft.code, draft.address, draft.timezone].map((text) => text.trim());
  if (!at || loading_s === null || hubFaultsOf(draft).size > 0 || words.includes("")) return null;
  if (!draft.opens || !draft.closes) return null;
  const [name = "", code = "", address = "", timezone = ""] = words;
  const [lon, lat] = at;
  return { name, code, address, timezone, lon, lat, opens: draft.opens, closes: draft.closes, loading_s };
}
