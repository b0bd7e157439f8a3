/** Screens that are not the first one: in files of their own, fetched behind it before they are asked for. */
import { lazy } from "react";

const load = {
  menu: () => import("./base/MenuScreen.tsx"),
  rest: () => import("./driving/BreakScreen.tsx"),
  charge: () => import("./driving/ChargeScreen.tsx"),
  fail: () => import("./driving/FailScreen.tsx"),
  finish: () => import("./driving/FinishScreen.tsx"),
  hub: () => import("./driving/HubScreen.tsx"),
  parcels: () => import("./hub/LoadScreen.tsx"),
  outbox: () => import("./driving/OutboxScreen.tsx"),
  proof: () => import("./driving/ProofScreen.tsx"),
  record: () => import("./driving/RecordScreen.tsx"),
};

export const MenuScreen = lazy(async () => ({ default: (await load.menu()).MenuScreen }));
export const BreakScreen = lazy(async () => ({ default: (await load.rest()).BreakScreen }));
export const ChargeScreen = lazy(async () => ({ default: (await load.charge()).ChargeScreen }));
export const FailScreen = lazy(async () => ({ default: (await load.fail()).FailScreen }));
export const FinishScreen = lazy(async () => ({ default: (await load.finish()).FinishScreen }));
export const HubScreen = lazy(async () => ({ default: (await load.hub()).HubScreen }));
export const LoadScreen = lazy(async () => ({ default: (await load.parcels()).LoadScreen }));
export const OutboxScreen = lazy(async () => ({ default: (await load.outbox()).OutboxScreen }));
export const ProofScreen = lazy(async () => ({ default: (await load.proof()).ProofScreen }));
export const RecordScreen = lazy(async () => ({ default: (await load.record()).RecordScreen }));

/** Fetch all of them; a failure shows when the screen is opened, and by then there may be network. */
export function fetchScreens(): void {
  for (const one of Object.values(load)) void one().catch(() => undefined);
}
