import { expect, test } from "vitest";
import { wantedPage } from "./wanted.ts";

const after = (next: string) =>
  wantedPage(`https://pannier.example/console/?next=${encodeURIComponent(next)}`);

test("who asked for a report gets it after signing in", () => {
  expect(after("/reports/day?date=2026-03-02")).toBe("/reports/day?date=2026-03-02");
});

test("nobody is sent to another site, nor round in circles", () => {
  expect(after("https://elsewhere.example/reports/day")).toBeNull();
  expect(after("//elsewhere.example/reports/day")).toBeNull();
  expect(after("javascript:alert(1)")).toBeNull();
  expect(after("https://[")).toBeNull();
  expect(after("/console/?next=/console/")).toBeNull();
  expect(wantedPage("https://pannier.example/console/")).toBeNull();
});
