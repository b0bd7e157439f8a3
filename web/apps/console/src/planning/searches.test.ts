import type { PlanSearch } from "@pannier/api";
import { expect, test } from "vitest";
import { hasEnded, lastOver, running } from "./searches.ts";

const search = (id: string, state: string) => ({ job: { id, state } }) as PlanSearch;

test("searches that go on are those of nobody in particular", () => {
  const list = [search("c", "pending"), search("b", "processing"), search("a", "finished")];
  expect(running(list).map(({ job }) => job.id)).toEqual(["c", "b"]);
});

test("what came of the last search is told once no other goes on", () => {
  const over = search("a", "error");
  expect(lastOver([search("b", "processing"), over])).toBeUndefined();
  expect(lastOver([over])).toBe(over);
  expect(lastOver([])).toBeUndefined();
});

test("a search that goes on has not ended", () => {
  expect(hasEnded([], [search("a", "pending")])).toBe(false);
  expect(hasEnded([search("a", "pending")], [search("a", "processing")])).toBe(false);
});

test("a search ends when it is over, also when another one is told instead", () => {
  expect(hasEnded([search("a", "processing")], [search("a", "finished")])).toBe(true);
  const both = [search("b", "processing"), search("a", "processing")];
  expect(hasEnded(both, [search("b", "processing"), search("a", "finished")])).toBe(true);
  expect(hasEnded([search("a", "processing"), search("b", "finished")], [search("b", "finished")])).toBe(
    true,
  );
});

test("a search that began and ended between two looks has ended", () => {
  expect(hasEnded([search("a", "finished")], [search("b", "finished")])).toBe(true);
  expect(hasEnded([search("a", "finished")], [search("a", "finished")])).toBe(false);
});
