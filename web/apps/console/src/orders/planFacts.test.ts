import { expect, test } from "vitest";
import { planChangeOf, planDraftOf, planFaultsOf } from "./planFacts.ts";

const ZONE = "Europe/Monaco";
const order = {
  date: "2026-03-10",
  needs: ["lift"],
  other_loads: { cold_l: 12 },
  prize_cents: 950,
  release_at: "2026-03-10T09:00:00Z",
};
const draft = planDraftOf(order, ZONE);

test("the form shows what the order says, in the hub's time", () => {
  expect(draft).toEqual({ needs: "lift", loads: "cold_l 12", prize: "9.5", ready: "10:00" });
  expect(planChangeOf(order, draft, ZONE)).toEqual({});
});

test("what is emptied is taken away", () => {
  expect(planChangeOf(order, { needs: "", loads: "", prize: "", ready: "" }, ZONE)).toEqual({
    needs: [],
    other_loads: {},
    prize_cents: null,
    release_at: null,
  });
});

test("what is changed is sent in the API's units", () => {
  expect(planChangeOf(order, { ...draft, prize: "12,50", ready: "11.30" }, ZONE)).toEqual({
    prize_cents: 1250,
    release_at: "2026-03-10T10:30:00.000Z",
  });
});

test("what cannot be meant is told by its field", () => {
  expect([...planFaultsOf({ needs: "%", loads: "cold", prize: "much", ready: "25:00" })]).toEqual([
    "needs",
    "loads",
    "prize",
    "ready",
  ]);
});
