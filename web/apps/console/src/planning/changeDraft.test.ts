import type { Order, Proposal, Route } from "@pannier/api";
import { expect, test } from "vitest";
import { blockedIn, EMPTY, isWhole, ordersWaiting, routesFor, wantedOf } from "./changeDraft.ts";
import { byRider, canBeAccepted, latestBy } from "./proposals.ts";

const route = (id: string, state: string, open: string[] = []) =>
  ({
    id,
    state,
    shift_id: `shift of ${id}`,
    vehicle_id: `bike of ${id}`,
    energy_wh: 100,
    rider_name: "Ana",
    stops: [{ orders: open.map((order_id) => ({ order_id, reference: order_id, state: "assigned" })) }],
  }) as unknown as Route;
const when = { nowMs: Date.parse("2026-03-10T09:00:00Z"), date: "2026-03-10", zone: "Europe/Monaco" };
const routes = [
  route("left", "in_progress", ["a"]),
  route("here", "released"),
  route("over", "completed", ["z"]),
];

test("a rider may be away before and after leaving, a vehicle breaks down on the way", () => {
  expect(routesFor("rider_away", routes).map((one) => one.id)).toEqual(["left", "here"]);
  expect(routesFor("vehicle_broken", routes).map((one) => one.id)).toEqual(["left"]);
  expect(routesFor("low_battery", routes).map((one) => one.id)).toEqual(["left", "here"]);
});

test("each operation is asked with what it needs and nothing else", () => {
  const draft = { ...EMPTY, orderIds: new Set(["n"]), routeId: "here", chargeWh: "120,5" };
  expect(wantedOf("rider_away", draft, routes)).toMatchObject({
    shift_ids: ["shift of here"],
    order_ids: [],
  });
  expect(wantedOf("urgent_order", draft, routes)).toMatchObject({ shift_ids: [], order_ids: ["n"] });
  expect(wantedOf("low_battery", draft, routes).batteries).toEqual([
    { vehicle_id: "bike of here", charge_wh: 120.5 },
  ]);
});

test("where others take over is told of who has left with something aboard only", () => {
  const draft = { ...EMPTY, meetAt: "43.73550, 7.42250" };
  const asked = (routeId: string) => wantedOf("vehicle_broken", { ...draft, routeId }, routes).meet_at;
  expect(asked("left")).toEqual({ lon: 7.4225, lat: 43.7355 });
  expect(asked("here")).toBeNull();
  expect(wantedOf("urgent_order", { ...draft, routeId: "left" }, routes).meet_at).toBeNull();
  expect(isWhole("vehicle_broken", { ...draft, routeId: "left" }, when)).toBe(true);
  expect(isWhole("vehicle_broken", { ...draft, routeId: "left", meetAt: "at the port" }, when)).toBe(false);
});

test("a form is whole when all that its operation needs is said", () => {
  expect(isWhole("urgent_order", EMPTY, when)).toBe(false);
  expect(isWhole("low_battery", { ...EMPTY, routeId: "here", chargeWh: "full" }, when)).toBe(false);
  expect(isWhole("low_battery", { ...EMPTY, routeId: "here", chargeWh: "" }, when)).toBe(false);
  expect(isWhole("low_battery", { ...EMPTY, routeId: "here", chargeWh: "0" }, when)).toBe(true);
  expect(isWhole("replanned", EMPTY, when)).toBe(true);
});

test("a blocked street has a name, a place and an end", () => {
  const draft = { ...EMPTY, blocked: "Rue Grimaldi", line: "43.73550, 7.42250", hours: "2" };
  expect(blockedIn(draft, when)).toMatchObject({
    name: "Rue Grimaldi",
    line: [{ lon: 7.4225, lat: 43.7355 }],
    within_m: 20,
    ends_at: "2026-03-10T11:00:00.000Z",
  });
  expect(blockedIn({ ...draft, line: "" }, when)).toBeNull();
  expect(blockedIn({ ...draft, hours: "-1" }, when)).toBeNull();
  expect(isWhole("street_blocked", { ...EMPTY, blocked: "Rue Grimaldi" }, when)).toBe(false);
  expect(isWhole("street_blocked", EMPTY, when)).toBe(true);
});

test("a street may be blocked later on this day, and for some kinds of vehicles only", () => {
  const draft = { ...EMPTY, blocked: "Market", line: "43.73550, 7.42250", hours: "1,5", kinds: ["van"] };
  expect(blockedIn({ ...draft, from: "14:00" }, when)).toMatchObject({
    kinds: ["van"],
    starts_at: "2026-03-10T13:00:00.000Z",
    ends_at: "2026-03-10T14:30:00.000Z",
  });
  expect(blockedIn({ ...draft, from: "soon" }, when)).toBeNull();
});

test("orders wait that the own fleet carries, that have a place, and that no route serves", () => {
  const order = (id: string, more: object = {}) => ({ id, carrier: "own", lon: 7.4, ...more }) as Order;
  const all = [order("a"), order("b"), order("c", { carrier: "partner" }), order("d", { lon: null })];
  expect(ordersWaiting(all, routes).map((one) => one.id)).toEqual(["b"]);
});

test("a proposal is read rider by rider, who has most changes first", () => {
  const line = (order_id: string, rider_before: string | null, rider: string | null, moved_s = 0) =>
    ({ order_id, rider_before, rider, moved_s }) as never;
  const lines = [line("new", null, "Ana"), line("over", "Ben", "Ana"), line("late", "Ana", "Ana", 700)];
  const [ana, ben, cleo] = byRider([...lines, line("out", "Cleo", null)]);
  expect(ana).toMatchObject({ rider: "Ana", come: lines.slice(0, 2), move: lines.slice(2), go: [] });
  expect(ben).toMatchObject({ rider: "Ben", come: [], go: [lines[1]] });
  expect(cleo?.rider).toBe("Cleo");
  expect(latestBy(lines)).toBe(700);
  expect(latestBy([line("early", "Ana", "Ana", -900)])).toBe(0);
});

test("a proposal that the day went on against cannot be accepted", () => {
  const proposal = { state: "open", diff: { broken: [] }, outdated: null } as unknown as Proposal;
  expect(canBeAccepted(proposal)).toBe(true);
  expect(canBeAccepted({ ...proposal, outdated: "Ana has left." })).toBe(false);
});
