/**
 * Server-sent events over fetch: unlike EventSource it can resume with Last-Event-ID after any
 * failure, tells a refusal (signed out) from a lost line, and reports the state of the feed.
 */
import { ApiProblem, problemOf } from "./problem.ts";

export interface StreamEvent {
  id: string | null;
  type: string;
  data: string;
}

export type FeedState = "connecting" | "open" | "lost";

export interface StreamHandlers {
  onEvent(event: StreamEvent): void;
  onState?(state: FeedState): void;
  /** Called once when the server refuses; the stream ends then. */
  onRefused?(error: Error): void;
}

/** Split an event stream into events; feed it text chunks as they come. */
export function createParser(emit: (event: StreamEvent) => void): (chunk: string) => void {
  let rest = "";
  let lastId: string | null = null;
  let type = "message";
  let data: string[] = [];
  const finish = () => {
    if (data.length > 0) emit({ id: lastId, type, data: data.join("\n") });
    type = "message";
    data = [];
  };
  const take = (line: string) => {
    if (line === "") return finish();
    if (line.startsWith(":")) return;
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") data.push(value);
    else if (name === "event") type = value;
    else if (name === "id") lastId = value;
  };
  return (chunk) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
  };
}

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15_000;

/** Wait before the n-th try in a row (from 0): doubling, with a ceiling. */
export const retryDelayMs = (tries: number): number =>
  Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries);

/** Open a stream that reconnects by itself; call the returned function to end it. */
export function openStream(url: string, handlers: StreamHandlers): () => void {
  const control = new AbortController();
  let lastId: string | null = null;
  let tries = 0;
  const once = async (): Promise<void> => {
    handlers.onState?.("connecting");
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    if (lastId !== null) headers["Last-Event-ID"] = lastId;
    const response = await fetch(url, {
      headers,
      credentials: "same-origin",
      signal: control.signal,
      cache: "no-store",
    });
    if (response.status >= 400 && response.status < 500 && response.status !== 429)
      throw await problemOf(response);
    if (!response.ok || !response.body) return;
    handlers.onState?.("open");
    tries = 0;
    const parse = createParser((event) => {
      lastId = event.id ?? lastId;
      handlers.onEvent(event);
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      parse(value);
    }
  };
  /** One connection from start to end; false when the server refused and trying again is useless. */
  const attempt = async (): Promise<boolean> => {
    try {
      await once();
    } catch (error) {
      if (error instanceof ApiProblem) {
        handlers.onRefused?.(error);
        return false;
      }
    }
    return !control.signal.aborted;
  };
  const run = async (): Promise<void> => {
    while (await attempt()) {
      handlers.onState?.("lost");
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs(tries++)));
    }
  };
  void run();
  return () => control.abort();
}
