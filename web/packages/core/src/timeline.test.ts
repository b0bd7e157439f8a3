import { expect, test } from "vitest";
import {
  barsOf,
  bracketsOf,
  chargeLine,
  doorNumbers,
  isClosed,
  lateMs,
  lowestCharge,
  settled,
  spanOf,
  type TimedStop,
  ticksOf,
} from "./timeline.ts";

const at = (time: string): string => `2026-03-03T${time}:00Z`;
const ms = (time: string): number => Date.parse(at(time));

function stop(id: string, arrive: string, leave: string, more: Partial<TimedStop> = {}): TimedStop {
  return {
    id,
    kind: "delivery",
    position: 0,
    planned_arrival: at(arrive),
    planned_departure: at(leave),
    ...more,
  };
}

test("travel fills the time between leaving one stop and reaching the next", () => {
  const bars = barsOf([stop("hub", "08:00", "08:15", { kind: "start" }), stop("a", "08:25", "08:29")]);
  expect(bars.map((bar) => [bar.kind, bar.startMs, bar.endMs])).toEqual([
    ["load", ms("08:00"), ms("08:15")],
    ["travel", ms("08:15"), ms("08:25")],
    ["service", ms("08:25"), ms("08:29")],
  ]);
});

test("arriving before the window opens is a wait", () => {
  const early = stop("a", "08:50", "09:04", { window: { start: at("09:00"), end: at("11:00") } });
  expect(barsOf([early]).map((bar) => [bar.kind, bar.startMs, bar.endMs])).toEqual([
    ["wait", ms("08:50"), ms("09:00")],
    ["service", ms("09:00"), ms("09:04")],
  ]);
});

test("an estimate moves the stop and keeps its service time", () => {
  const bars = barsOf([stop("a", "09:00", "09:04", { eta: at("09:12") })]);
  expect(bars[0]).toMatchObject({ startMs: ms("09:12"), endMs: ms("09:16") });
});

test("a fact wins over an estimate", () => {
  const done = stop("a", "09:00", "09:04", {
    eta: at("09:12"),
    arrived_at: at("09:08"),
    departed_at: at("09:10"),
    state: "closed",
  });
  expect(barsOf([done])[0]).toMatchObject({ startMs: ms("09:08"), endMs: ms("09:10"), done: true });
});

test("late is measured from the end of the window to the expected arrival", () => {
  const late = stop("a", "10:55", "10:59", {
    window: { start: at("09:00"), end: at("11:00") },
    eta: at("11:07"),
  });
  expect(lateMs(late)).toBe(7 * 60_000);
  expect(lateMs({ ...late, eta: at("11:00") })).toBe(0);
});

test("an unsuccessful order marks the bar of its stop", () => {
  const failed = stop("a", "09:00", "09:04", {
    state: "closed",
    orders: [{ outcome: "succeeded" }, { outcome: "failed" }],
  });
  expect(barsOf([failed])[0]?.failed).toBe(true);
});

test("stops that share a window share one bracket", () => {
  const morning = { start: at("09:00"), end: at("11:00") };
  const noon = { start: at("11:00"), end: at("13:00") };
  const brackets = bracketsOf([
    stop("a", "09:10", "09:12", { window: noon }),
    stop("b", "09:20", "09:22", { window: morning }),
    stop("c", "09:30", "09:32", { window: morning }),
  ]);
  expect(brackets.map((bracket) => [bracket.startMs, bracket.stops])).toEqual([
    [ms("09:00"), 2],
    [ms("11:00"), 1],
  ]);
});

test("the lowest charge is found before a swap lifts it again", () => {
  const line = chargeLine([
    stop("a", "09:00", "09:02", { charge_pct: 60 }),
    stop("b", "10:00", "10:02", { charge_pct: 22 }),
    stop("swap", "10:10", "10:15", { kind: "swap", charge_pct: 100 }),
    stop("c", "11:00", "11:02", { charge_pct: 71 }),
  ]);
  expect(lowestCharge(line)).toEqual({ atMs: ms("10:02"), pct: 22 });
  expect(lowestCharge(chargeLine([stop("walk", "09:00", "09:02")]))).toBeNull();
});

test("the span is widened to half hours", () => {
  expect(spanOf([[stop("a", "08:10", "08:20")], [stop("b", "11:50", "12:05")]])).toEqual({
    startMs: ms("08:00"),
    endMs: ms("12:30"),
  });
  expect(spanOf([])).toBeNull();
});

test("ticks keep their distance", () => {
  const span = { startMs: ms("08:00"), endMs: ms("12:00") };
  const perHour60px = 60 / 3_600_000;
  expect(ticksOf(span, perHour60px, 56)).toHaveLength(5);
  expect(ticksOf(span, perHour60px * 4, 56)).toHaveLength(17);
});

test("what nobody reports lies behind the rider once a later stop was reached", () => {
  const stops = [
    stop("hub", "08:00", "08:15", { kind: "start", state: "pending" }),
    stop("a", "08:25", "08:29", { state: "pending", orders: [{}] }),
    stop("b", "08:40", "08:44", { state: "arrived", arrived_at: at("08:41"), orders: [{}] }),
    stop("end", "09:00", "09:00", { kind: "end", state: "pending" }),
  ];
  expect(settled(stops).map(isClosed)).toEqual([true, false, false, false]);
  expect(settled(stops, true).map(isClosed)).toEqual([true, false, false, true]);
});

test("a planned start later than the arrival is a wait even without a window", () => {
  const bars = barsOf([stop("a", "09:00", "09:10", { planned_start: at("09:06") })]);
  expect(bars.map((bar) => [bar.kind, bar.startMs, bar.endMs])).toEqual([
    ["wait", ms("09:00"), ms("09:06")],
    ["service", ms("09:06"), ms("09:10")],
  ]);
});

test("with an estimate the rider waits for the window only, not for the planned start", () => {
  const window = { start: at("08:30"), end: at("10:00") };
  const times = { planned_start: at("09:12"), eta: at("09:05"), window };
  const bars = barsOf([stop("a", "09:12", "09:15", times)]);
  expect(bars.map((bar) => [bar.kind, bar.startMs, bar.endMs])).toEqual([
    ["service", ms("09:05"), ms("09:08")],
  ]);
});

test("what is still to do on a route that left late stands after what is done", () => {
  const late = [
    stop("a", "08:00", "08:05", { state: "done", arrived_at: at("09:30"), departed_at: at("09:35") }),
    stop("b", "08:15", "08:20", { state: "pending" }),
    stop("c", "08:30", "08:33", { state: "pending", eta: at("09:50") }),
    stop("end", "08:40", "08:40", { kind: "end", state: "pending" }),
  ];
  const bars = barsOf(late);
  expect(bars.map((bar) => [bar.stopId, bar.kind, bar.startMs, bar.endMs])).toEqual([
    ["a", "service", ms("09:30"), ms("09:35")],
    // Ten minutes to drive, as planned.
    ["b", "travel", ms("09:35"), ms("09:45")],
    ["b", "service", ms("09:45"), ms("09:50")],
    ["c", "service", ms("09:50"), ms("09:53")],
    ["end", "travel", ms("09:53"), ms("10:00")],
  ]);
  expect(spanOf([late])).toEqual({ startMs: ms("09:30"), endMs: ms("10:00") });
});

test("waiting for a window takes up what a late start costs", () => {
  const window = { start: at("10:00"), end: at("11:00") };
  const bars = barsOf([
    stop("a", "08:00", "08:05", { state: "done", arrived_at: at("09:30"), departed_at: at("09:35") }),
    stop("b", "08:15", "10:05", { state: "pending", planned_start: at("10:00"), window }),
  ]);
  expect(bars.slice(1).map((bar) => [bar.kind, bar.startMs, bar.endMs])).toEqual([
    ["travel", ms("09:35"), ms("09:45")],
    ["wait", ms("09:45"), ms("10:00")],
    ["service", ms("10:00"), ms("10:05")],
  ]);
});

test("the charge line never runs backwards on a route that left late", () => {
  const line = chargeLine([
    stop("a", "08:00", "08:05", { state: "done", arrived_at: at("09:30"), charge_pct: 80 }),
    stop("b", "08:15", "08:20", { state: "pending", charge_pct: 70 }),
  ]);
  expect(line.map((point) => point.atMs)).toEqual([ms("09:35"), ms("09:50")]);
});

test("doors are counted, what lies between is not", () => {
  const stops = ["start", "charge", "collect", "reload", "delivery", "end"].map((kind) => ({
    id: kind,
    kind,
  }));
  expect([...doorNumbers(stops)]).toEqual([
    ["collect", 1],
    ["delivery", 2],
  ]);
});

test("a stop that went to another rider delays nothing and is not drawn", () => {
  const stops = [
    stop("a", "10:00", "10:04", { state: "done", charge_pct: 80 }),
    stop("gone", "12:36", "12:40", { state: "skipped", charge_pct: 30 }),
    stop("b", "10:26", "10:30", { charge_pct: 70 }),
  ];
  expect(barsOf(stops).map((bar) => [bar.stopId, bar.startMs])).toEqual([
    ["a", ms("10:00")],
    ["b", ms("10:04")],
    ["b", ms("10:26")],
  ]);
  expect(chargeLine(stops).map((point) => point.pct)).toEqual([80, 70]);
  expect(spanOf([stops])).toEqual({ startMs: ms("10:00"), endMs: ms("10:30") });
});
