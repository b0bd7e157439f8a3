import { expect, test } from "vitest";
import { addRow, classesIn, goodsFaultsOf, rowsOf } from "./goodsDraft.ts";

const classes = [
  { code: "food", label: "Food", not_with: ["paint"] },
  { code: "paint", label: "Paint", not_with: [] },
];

test("classes are shown as rows and read back as they were", () => {
  expect(classesIn(rowsOf(classes))).toEqual(classes);
  expect(goodsFaultsOf(rowsOf(classes))).toEqual({});
});

test("codes may be typed in any way between commas, each once", () => {
  const typed = classesIn(
    rowsOf(classes).map((row) => (row.code === "food" ? { ...row, notWith: " Paint; food,paint " } : row)),
  );
  expect(typed[0]?.not_with).toEqual(["paint", "food"]);
});

test("what cannot be meant is told by its row", () => {
  const typed: Record<number, object> = { 0: { notWith: "glue" }, 3: { code: "paint", label: "Paint" } };
  const rows = addRow(addRow(rowsOf(classes))).map((row) => ({ ...row, ...typed[row.id] }));
  expect(goodsFaultsOf(rows)).toEqual({
    0: { notWith: "unknown" },
    2: { code: "no_code", label: "no_label" },
    3: { code: "twice" },
  });
});
