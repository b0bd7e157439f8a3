import { expect, test } from "vitest";
import { contrast, routeMark } from "./palette.ts";

const first12 = Array.from({ length: 12 }, (_, position) => routeMark(position));

test("white reads on every light mark and near-black on every dark mark", () => {
  for (const mark of first12) {
    expect(contrast(mark.light, "#ffffff")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(mark.dark, "#0b0f12")).toBeGreaterThanOrEqual(4.5);
  }
});

test("no two routes of a plan share a letter, even beyond the colours", () => {
  const letters = Array.from({ length: 60 }, (_, position) => routeMark(position).letter);
  expect(new Set(letters).size).toBe(60);
  expect(letters[25]).toBe("Z");
  expect(letters[26]).toBe("AA");
});

test("twelve routes have twelve colours", () => {
  expect(new Set(first12.map((mark) => mark.light)).size).toBe(12);
});

test("black on white is 21 to 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
});
