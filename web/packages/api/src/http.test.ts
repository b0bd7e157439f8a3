import { afterEach, expect, test, vi } from "vitest";
import { http, urlOf } from "./http.ts";
import { ApiProblem, Unreachable } from "./problem.ts";

afterEach(() => vi.unstubAllGlobals());

function answerWith(status: number, body: unknown): ReturnType<typeof vi.fn> {
  const fake = vi.fn(async () => new Response(body === null ? null : JSON.stringify(body), { status }));
  vi.stubGlobal("fetch", fake);
  return fake;
}

test("empty query values are left out and lists are repeated", () => {
  expect(urlOf("/v1/orders", { q: "", status: ["failed", "held"], date: "2026-03-03", cursor: null })).toBe(
    "/v1/orders?status=failed&status=held&date=2026-03-03",
  );
});

test("writing sends the header that tells our web from another site", async () => {
  const fake = answerWith(200, {});
  await http.post("/v1/plans", { hub_id: "h" });
  expect(fake.mock.calls[0]?.[1].headers).toMatchObject({
    "X-Pannier": "1",
    "Content-Type": "application/json",
  });
  await http.get("/v1/plans");
  expect(fake.mock.calls[1]?.[1].headers["X-Pannier"]).toBeUndefined();
});

test("a problem answer becomes a typed error with its field sentence", async () => {
  const detail = "The weight must be positive.";
  answerWith(422, {
    code: "invalid",
    title: "Some fields cannot be accepted",
    detail,
    errors: [{ pointer: "/rows/3/weight_kg", code: "range", detail }],
  });
  const error = await http.post("/v1/orders", {}).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ApiProblem);
  expect((error as ApiProblem).code).toBe("invalid");
  expect((error as ApiProblem).fieldDetail("weight_kg")).toBe(detail);
  expect((error as ApiProblem).fieldDetail("height")).toBeUndefined();
});

test("an answer that is no problem body keeps its status", async () => {
  vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
  await expect(http.get("/v1/me")).rejects.toMatchObject({ status: 502, code: "http_502" });
});

test("a dead network is told apart from a refusal", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("failed to fetch")));
  await expect(http.get("/v1/me")).rejects.toBeInstanceOf(Unreachable);
});

test("an answer without content is undefined", async () => {
  answerWith(204, null);
  await expect(http.delete("/v1/api-keys/1")).resolves.toBeUndefined();
});
