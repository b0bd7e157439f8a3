import { ApiProblem, type Quote } from "@pannier/api";
import { expect, test } from "vitest";
import { EMPTY_DRAFT, orderOf } from "./draft.ts";
import { canAsk, chosen, endsQuote, obstacleOf, offeredOf, quoteOf } from "./quotes.ts";

const draft = {
  ...EMPTY_DRAFT,
  reference: "R-1",
  line: "Rue Grimaldi 3",
  city: "Monaco",
  date: "2026-03-03",
};
const window = (from: string, until: string, offered = true) => ({
  start: `2026-03-03T${from}:00+01:00`,
  end: `2026-03-${until < from ? "04" : "03"}T${until}:00+01:00`,
  offered,
});
const quote = {
  id: "q",
  date: "2026-03-03",
  windows: [window("08:00", "10:00"), window("10:00", "12:00", false), window("22:00", "00:00")],
} as unknown as Quote;

test("a quote is asked for deliveries from the hub to an address", () => {
  expect(canAsk(draft)).toBe(true);
  expect(canAsk({ ...draft, line: " " })).toBe(false);
  expect(canAsk({ ...draft, kind: "return" })).toBe(false);
  expect(canAsk({ ...draft, origin: "elsewhere" })).toBe(false);
  expect(quoteOf({ ...draft, weight: "2,5" }, "Europe/Monaco")).toMatchObject({
    address: { line: "Rue Grimaldi 3", city: "Monaco" },
    date: "2026-03-03",
    weight_kg: 2.5,
  });
});

test("a chosen window fills the form, and the order names the quote", () => {
  const [first, ...others] = offeredOf(quote);
  expect(others).toEqual([]);
  const filled = { ...draft, ...(first && chosen(quote, first)) };
  expect(filled).toMatchObject({ from: "08:00", until: "10:00", quoteId: "q" });
  expect(orderOf(filled, "Europe/Monaco")).toMatchObject({
    quote_id: "q",
    window: { start: "2026-03-03T07:00:00.000Z", end: "2026-03-03T09:00:00.000Z" },
  });
  expect(orderOf(draft, "Europe/Monaco").quote_id).toBeUndefined();
});

test("another address or time ends the quote, a note does not", () => {
  expect(endsQuote({ city: "Nice" })).toBe(true);
  expect(endsQuote({ from: "09:00" })).toBe(true);
  expect(endsQuote({ notes: "Ring twice" })).toBe(false);
  expect(endsQuote({ from: "09:00", quoteId: "q" })).toBe(false);
});

test("a doubtful address and a day without plan are told in a sender's words, all else in the server's", () => {
  const at = (pointer: string) => [
    { pointer, code: "order_refused", detail: "correct it, or give lon and lat." },
  ];
  expect(obstacleOf(new ApiProblem(422, "order_refused", "", "", at("/address/line")))).toBe("unsure");
  expect(obstacleOf(new ApiProblem(422, "order_refused", "", "", at("/goods/weight_g")))).toBeNull();
  expect(obstacleOf(new ApiProblem(409, "no_plan", "", ""))).toBe("not_planned");
  expect(obstacleOf(new Error("away"))).toBeNull();
});
