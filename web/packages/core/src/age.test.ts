import { expect, test } from "vitest";
import { ageOf } from "./age.ts";

const now = Date.parse("2026-03-03T08:10:00Z");

test("a position ages from fresh over old to silent", () => {
  expect(ageOf("2026-03-03T08:09:31Z", now)).toBe("fresh");
  expect(ageOf("2026-03-03T08:09:30Z", now)).toBe("old");
  expect(ageOf("2026-03-03T08:05:00Z", now)).toBe("silent");
  expect(ageOf(null, now)).toBe("silent");
});

test("a clock that runs sixty times as fast leaves phones their real seconds", () => {
  expect(ageOf("2026-03-03T07:55:01Z", now, 60)).toBe("fresh");
  expect(ageOf("2026-03-03T07:55:00Z", now, 60)).toBe("old");
  expect(ageOf("2026-03-03T07:40:00Z", now, 60)).toBe("silent");
});

test("a clock that stands ages nothing sooner", () => {
  expect(ageOf("2026-03-03T08:09:31Z", now, 0)).toBe("fresh");
  expect(ageOf("2026-03-03T08:05:01Z", now, 0)).toBe("old");
});
