import { expect, test } from "vitest";
import { rowsBelow, timelineHeight } from "./timelineSize.ts";

test("all rows are shown where they fit", () => {
  expect(timelineHeight(7, 450)).toBe(82 + 7 * 50);
  expect(timelineHeight(2, 450)).toBe(82 + 2 * 50);
});

test("no row is cut where there are too many", () => {
  expect(timelineHeight(12, 450)).toBe(82 + 7 * 50);
  expect(timelineHeight(12, 10)).toBe(82 + 50);
});

test("rows below are counted, also one that is cut", () => {
  const box = { scrollHeight: 600, clientHeight: 350 };
  expect(rowsBelow({ ...box, scrollTop: 0 })).toBe(5);
  expect(rowsBelow({ ...box, scrollTop: 120 })).toBe(3);
  expect(rowsBelow({ ...box, scrollTop: 250 })).toBe(0);
});
