import { expect, test } from "vitest";
import { onDemandChangeOf, onDemandDraftOf, onDemandFaultsOf } from "./onDemandDraft.ts";

const rules = {
  hub_id: "1",
  active: true,
  leave_within_s: 900,
  deliver_within_s: 2700,
  hold_s: 90,
  answer_s: 300,
  escalate_s: 0,
  serve_late: true,
  serves: "both" as const,
};

test("rules are shown in minutes and sent in seconds", () => {
  const draft = onDemandDraftOf(rules);
  expect([draft.leaveMin, draft.holdMin, draft.escalateMin]).toEqual(["15", "1.5", "0"]);
  const { hub_id: _, ...same } = rules;
  expect(onDemandChangeOf(draft)).toEqual(same);
  expect(onDemandChangeOf({ ...draft, holdMin: "0,5" }).hold_s).toBe(30);
});

test("what is no number of minutes is told by its field", () => {
  const draft = onDemandDraftOf(rules);
  expect([...onDemandFaultsOf(draft)]).toEqual([]);
  expect([...onDemandFaultsOf({ ...draft, leaveMin: "soon", deliverMin: "", answerMin: "0" })]).toEqual([
    "leaveMin",
    "deliverMin",
    "answerMin",
  ]);
});
