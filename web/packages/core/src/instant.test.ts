import { expect, test } from "vitest";
import { instantIn, minutesOf, readTime, timeOf } from "./instant.ts";

test("wall-clock time is taken in the hub's zone, summer and winter", () => {
  expect(instantIn("Europe/Monaco", "2026-03-03", "08:00")).toBe("2026-03-03T07:00:00.000Z");
  expect(instantIn("Europe/Monaco", "2026-07-01", "08:00")).toBe("2026-07-01T06:00:00.000Z");
  expect(instantIn("Asia/Kolkata", "2026-03-03", "08:00")).toBe("2026-03-03T02:30:00.000Z");
});

test("a time is read as people type it", () => {
  for (const typed of ["8:30", "08:30", "8.30", "0830", "830", "8h30", " 8:30 "])
    expect(readTime(typed)).toBe("08:30");
  expect(readTime("16")).toBe("16:00");
});

test("what is no time of a day is not guessed", () => {
  for (const typed of ["", "noon", "24:00", "8:60", "8:3", "-8", "8:30 pm"])
    expect(readTime(typed)).toBeNull();
});

test("times are counted in minutes after midnight", () => {
  expect(minutesOf("11:45")).toBe(705);
  expect(minutesOf("?")).toBeNull();
  expect(timeOf(705)).toBe("11:45");
});
