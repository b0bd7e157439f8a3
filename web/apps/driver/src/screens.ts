/** Screens that are not the first one: in files of their own, fetched behind it before they are asked for. */
import { later } from "@pannier/ui/later";

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
  stop: () => import("./driving/StopScreen.tsx"),
};

export const MenuScreen = later(async () => (await load.menu()).MenuScreen);
export const BreakScreen = later(async () => (await load.rest()).BreakScreen);
export const ChargeScreen = later(async () => (await load.charge()).ChargeScreen);
export const FailScreen = later(async () => (await load.fail()).FailScreen);
export const FinishScreen = later(async () => (await load.finish()).FinishScreen);
export const HubScreen = later(async () => (await load.hub()).HubScreen);
export const LoadScreen = later(async () => (await load.parcels()).LoadScreen);
export const OutboxScreen = later(async () => (await load.outbox()).OutboxScreen);
export const ProofScreen = later(async () => (await load.proof()).ProofScreen);
export const RecordScreen = later(async () => (await load.record()).RecordScreen);
export const StopScreen = later(async () => (await load.stop()).StopScreen);

/** Fetch all of them; what fails is asked for again when the screen is opened. */
export function fetchScreens(): void {
  for (const one of Object.values(load)) void one().catch(() => undefined);
}
