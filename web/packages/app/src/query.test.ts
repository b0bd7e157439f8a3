import { ApiProblem, Unreachable } from "@pannier/api";
import { expect, test } from "vitest";
import { createQueryClient, shouldRetry } from "./query.ts";

const problem = (status: number): ApiProblem => new ApiProblem(status, "code", "Title", "Detail");

test("a refusal is not tried again, a dead line is", () => {
  expect(shouldRetry(0, problem(404))).toBe(false);
  expect(shouldRetry(0, problem(503))).toBe(true);
  expect(shouldRetry(0, problem(429))).toBe(true);
  expect(shouldRetry(1, new Unreachable())).toBe(true);
  expect(shouldRetry(2, new Unreachable())).toBe(false);
});

test("a session that is over is noticed by any call", async () => {
  const client = createQueryClient();
  client.setQueryData(["me"], { person: null });
  await client.query({ queryKey: ["hubs"], queryFn: () => Promise.reject(problem(401)) }).catch(() => {});
  expect(client.getQueryData(["me"])).toBeNull();
});
