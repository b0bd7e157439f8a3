import { afterEach, expect, test, vi } from "vitest";
import { createParser, openStream, retryDelayMs, type StreamEvent } from "./stream.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function parse(...chunks: string[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const feed = createParser((event) => events.push(event));
  for (const chunk of chunks) feed(chunk);
  return events;
}

test("an event may be cut anywhere", () => {
  expect(parse("id: 7\nev", "ent: eta\nda", 'ta: {"a":1}\n', "\n")).toEqual([
    { id: "7", type: "eta", data: '{"a":1}' },
  ]);
});

test("comments keep the line alive and are no events", () => {
  expect(parse(": ping\n\n", "data: x\n\n")).toEqual([{ id: null, type: "message", data: "x" }]);
});

test("data of several lines is joined and the id is kept for the next event", () => {
  expect(parse("id: 1\ndata: a\ndata: b\n\ndata: c\n\n")).toEqual([
    { id: "1", type: "message", data: "a\nb" },
    { id: "1", type: "message", data: "c" },
  ]);
});

test("carriage returns end lines too", () => {
  expect(parse("event: stop\r\ndata: 1\r\n\r\n")).toEqual([{ id: null, type: "stop", data: "1" }]);
});

test("retries back off up to a ceiling", () => {
  expect([0, 1, 2, 9].map(retryDelayMs)).toEqual([1000, 2000, 4000, 15_000]);
});

const streamOf = (text: string): Response => new Response(text, { status: 200 });

test("a broken stream resumes after the last event it saw", async () => {
  vi.useFakeTimers();
  const fake = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
  fake.mockResolvedValueOnce(streamOf("id: 41\ndata: a\n\n")).mockReturnValue(new Promise(() => {}));
  vi.stubGlobal("fetch", fake);
  const seen: string[] = [];
  const close = openStream("/v1/live", { onEvent: (event) => seen.push(event.data) });
  await vi.advanceTimersByTimeAsync(1500);
  expect(seen).toEqual(["a"]);
  expect(fake).toHaveBeenCalledTimes(2);
  expect(fake.mock.calls[1]?.[1].headers).toMatchObject({ "Last-Event-ID": "41" });
  close();
});

test("a refusal ends the stream instead of trying for ever", async () => {
  vi.useFakeTimers();
  const fake = vi.fn(async () => new Response(JSON.stringify({ code: "not_signed_in" }), { status: 401 }));
  vi.stubGlobal("fetch", fake);
  const refused = vi.fn();
  openStream("/v1/live", { onEvent: () => {}, onRefused: refused });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(refused).toHaveBeenCalledTimes(1);
  expect(fake).toHaveBeenCalledTimes(1);
});
