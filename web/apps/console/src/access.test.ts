import { expect, test } from "vitest";
import { pagesOf, startOf } from "./access.ts";

const viewer = (isOperator: boolean, ...permissions: string[]) => ({
  isOperator,
  may: (permission: string) => permissions.includes(permission),
});

test("hub staff begin with the live day and see nothing that only dispatchers change", () => {
  const staff = viewer(true, "orders:read", "fleet:read", "plans:read", "live:read");
  expect(startOf(staff)).toBe("today");
  expect([...pagesOf(staff)]).toEqual(["today", "plan", "orders", "fleet"]);
});

test("an auditor, who follows nobody live, begins with the report", () => {
  const auditor = viewer(true, "orders:read", "fleet:read", "plans:read", "reports:read");
  expect(startOf(auditor)).toBe("report");
  expect([...pagesOf(auditor)]).toEqual(["plan", "orders", "fleet", "report"]);
});

test("a partner sees orders only, whatever is the operator's own", () => {
  const partner = viewer(false, "orders:read", "fleet:read", "hubs:read");
  expect(startOf(partner)).toBe("orders");
  expect([...pagesOf(partner)]).toEqual(["orders"]);
});

test("who may see nothing here begins nowhere", () => {
  expect(startOf(viewer(true, "drive"))).toBeNull();
});
