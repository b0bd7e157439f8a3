/** The API as its own description types it: paths, the cookie session, the CSRF header, problems. */
import createClient, { type Middleware } from "openapi-fetch";
import type { paths } from "./generated.ts";
import { problemFrom, Unreachable } from "./problem.ts";

const guard: Middleware = {
  onRequest({ request }) {
    // Tells our own pages from a foreign site that makes the browser send the cookie.
    if (request.method !== "GET") request.headers.set("X-Pannier", "1");
    return request;
  },
  onError({ error, request }) {
    if (request.signal.aborted) return undefined;
    return new Unreachable("The server cannot be reached.", { cause: error });
  },
};

/** Typed by the server's own description; a path or field that does not exist does not compile. */
export const client = createClient<paths>({
  baseUrl: typeof location === "undefined" ? "http://localhost" : location.origin,
  credentials: "same-origin",
  headers: { Accept: "application/json" },
  // Looked up at each call, so that tests can stand in for the network.
  fetch: (request) => fetch(request),
});
client.use(guard);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Return the data of an answer, or raise its problem. */
export async function take<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw problemFrom(response.status, error);
  return data as T;
}

/** A fresh key: a POST that the network sends again is carried out once. */
export const once = () => ({ "Idempotency-Key": crypto.randomUUID() });
