import { expect, test } from "vitest";
import { ACTIONS, type HubAction, verdictOf } from "./scanWords.ts";

const ALL = Object.keys(ACTIONS) as HubAction[];

test("every action has words for done and for nothing new", () => {
  for (const action of ALL) {
    expect(verdictOf(action, { state: "applied", code: null }).label).toBeTruthy();
    expect(verdictOf(action, { state: "repeated", code: null }).tone).toBe("info");
  }
});

test("a scan that came late is no failure", () => {
  expect(verdictOf("receive", { state: "late", code: null }).tone).toBe("info");
});

test("a refusal is red, also one with an unknown code", () => {
  expect(verdictOf("sort", { state: "refused", code: "no_route" }).tone).toBe("danger");
  expect(verdictOf("sort", { state: "refused", code: "something_new" }).tone).toBe("danger");
});
