import { afterEach, expect, test, vi } from "vitest";
import { client, once, take } from "./client.ts";
import { ApiProblem, Unreachable } from "./problem.ts";

afterEach(() => vi.unstubAllGlobals());

const DAY = { hub_id: "01936d5e-0000-7000-8000-000000000001", date: "2026-03-10" };

function answerWith(status: number, body: unknown) {
  const headers = { "content-type": "application/problem+json" };
  const fake = vi.fn(
    async (_: Request) => new Response(body === null ? null : JSON.stringify(body), { status, headers }),
  );
  vi.stubGlobal("fetch", fake);
  return fake;
}

const plan = () =>
  take(
    client.POST("/v1/plans", { body: { ...DAY, budget_s: 20, seed: 1, temperature_c: 15 }, headers: once() }),
  );

test("writing sends the header that tells our web from another site", async () => {
  const fake = answerWith(202, {});
  await plan();
  expect(fake.mock.calls[0]?.[0].headers.get("X-Pannier")).toBe("1");
  expect(fake.mock.calls[0]?.[0].headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
  await take(client.GET("/v1/plans", { params: { query: DAY } }));
  expect(fake.mock.calls[1]?.[0].headers.get("X-Pannier")).toBeNull();
});

test("two commands never share a key", () => {
  expect(once()["Idempotency-Key"]).not.toBe(once()["Idempotency-Key"]);
});

test("a problem answer becomes a typed error with its field sentence", async () => {
  const detail = "The weight must be positive.";
  const errors = [{ pointer: "/rows/3/weight_kg", code: "range", detail }];
  answerWith(422, { code: "invalid", title: "Some fields cannot be accepted", detail, errors });
  const error = await plan().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ApiProblem);
  expect((error as ApiProblem).code).toBe("invalid");
  expect((error as ApiProblem).fieldDetail("weight_kg")).toBe(detail);
  expect((error as ApiProblem).fieldDetail("height")).toBeUndefined();
});

test("an answer that is no problem body keeps its status", async () => {
  vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
  await expect(plan()).rejects.toMatchObject({ status: 502, code: "http_502" });
});

test("a dead network is told apart from a refusal", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed to fetch")));
  await expect(plan()).rejects.toBeInstanceOf(Unreachable);
});

test("an answer without content is undefined", async () => {
  answerWith(204, null);
  await expect(take(client.DELETE("/v1/sessions/current"))).resolves.toBeUndefined();
});
