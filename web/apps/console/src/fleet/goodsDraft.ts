/** Classes of goods as typed: a row for each, the ones it never rides with as codes between commas. */
import type { GoodsClass } from "@pannier/api";

export interface GoodsRow {
  /** Tells rows apart while they are typed and removed. */
  id: number;
  code: string;
  label: string;
  notWith: string;
}

export type GoodsFault = "no_code" | "twice" | "no_label" | "unknown";
export type GoodsFaults = Readonly<Record<number, Partial<Record<keyof GoodsRow, GoodsFault>>>>;

const CODE = /^[a-z][a-z0-9_]{0,39}$/;

export const rowsOf = (classes: readonly GoodsClass[]): GoodsRow[] =>
  classes.map((one, id) => ({ id, code: one.code, label: one.label, notWith: one.not_with.join(", ") }));

/** The rows with one more. */
export const addRow = (rows: readonly GoodsRow[]): GoodsRow[] => [
  ...rows,
  { id: Math.max(-1, ...rows.map((row) => row.id)) + 1, code: "", label: "", notWith: "" },
];

const codesIn = (text: string): string[] =>
  text
    .split(/[,;\s]+/)
    .map((code) => code.trim().toLowerCase())
    .filter(Boolean);

/** What cannot be meant, by row. */
export function goodsFaultsOf(rows: readonly GoodsRow[]): GoodsFaults {
  const codes = rows.map((row) => row.code.trim());
  const faults: Record<number, Partial<Record<keyof GoodsRow, GoodsFault>>> = {};
  rows.forEach((row, at) => {
    const code = row.code.trim();
    const found: Partial<Record<keyof GoodsRow, GoodsFault>> = {};
    if (!CODE.test(code)) found.code = "no_code";
    else if (codes.indexOf(code) < at) found.code = "twice";
    if (!row.label.trim()) found.label = "no_label";
    if (codesIn(row.notWith).some((other) => !codes.includes(other))) found.notWith = "unknown";
    if (Object.keys(found).length > 0) faults[row.id] = found;
  });
  return faults;
}

/** The classes to send. */
export const classesIn = (rows: readonly GoodsRow[]): GoodsClass[] =>
  rows.map((row) => ({
    code: row.code.trim(),
    label: row.label.trim(),
    not_with: [...new Set(codesIn(row.notWith))],
  }));
