import { expect, test } from "vitest";
import { actorWord, messageWord, outsiderOf } from "./causes.ts";

const by = (actor: string, name: string | null, outsider = "") =>
  actorWord({ actor, actor_name: name }, outsider);

test("one's own people are named, of others their organisation where it is known", () => {
  expect(by("person:1", "Dario")).toMatchObject({ values: { name: "Dario" } });
  expect(by("person:1", null, "Librairie")).toMatchObject({ values: { outsider: "Librairie" } });
  expect(by("person:1", null)).not.toHaveProperty("values.outsider");
  expect(by("reader:orders", null, "Librairie")).toBeNull();
});

test("who acts from outside is told by the event, else it is the merchant who changes an order", () => {
  expect(outsiderOf({ type: "offer.accepted", data: { partner_org_id: "p" } }, "m")).toBe("p");
  expect(outsiderOf({ type: "order.accepted", data: { merchant_org_id: "m" } }, null)).toBe("m");
  expect(outsiderOf({ type: "order.cancelled", data: {} }, "m")).toBe("m");
  expect(outsiderOf({ type: "attempt.failed", data: {} }, "m")).toBeNull();
});

test("a message is told by its kind, one of an unknown kind by none", () => {
  const late = messageWord({ type: "message.sent", data: { kind: "late" } });
  expect(late).toMatchObject({ message: "that it comes later than promised" });
  expect(messageWord({ type: "message.queued", data: {} })).toBeNull();
  expect(messageWord({ type: "order.held", data: { kind: "late" } })).toBeNull();
});
