import { expect, test } from "vitest";
import { instantIn } from "./instant.ts";

test("wall-clock time is taken in the hub's zone, summer and winter", () => {
  expect(instantIn("Europe/Monaco", "2026-03-03", "08:00")).toBe("2026-03-03T07:00:00.000Z");
  expect(instantIn("Europe/Monaco", "2026-07-01", "08:00")).toBe("2026-07-01T06:00:00.000Z");
  expect(instantIn("Asia/Kolkata", "2026-03-03", "08:00")).toBe("2026-03-03T02:30:00.000Z");
});
