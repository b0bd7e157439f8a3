import { EtagMismatch } from "pmtiles";
import { expect, test, vi } from "vitest";
import { PatientSource } from "./archive.ts";

const URL_OF_TOWN = "/map/town.pmtiles";

const piece = (bytes: number, of = bytes, etag = '"1"') =>
  new Response(new Uint8Array(bytes), {
    status: 206,
    headers: { "content-range": `bytes 8-${8 + of - 1}/100`, etag },
  });

/** An archive that answers like this, one after the other. */
function answering(...answers: (Response | Error)[]) {
  const ask = vi.fn(async (_url: string, how: RequestInit) => {
    caches.push(how.cache);
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer;
    return answer;
  });
  const caches: (RequestCache | undefined)[] = [];
  return { ask, caches, source: new PatientSource(URL_OF_TOWN, ask, [0, 0]) };
}

const lost = () => new TypeError("Failed to fetch");

test("a piece is asked for by its bytes", async () => {
  const { ask, source } = answering(piece(4));
  const { data, etag } = await source.getBytes(8, 4);
  expect([data.byteLength, etag]).toEqual([4, '"1"']);
  expect(ask).toHaveBeenCalledWith(URL_OF_TOWN, { headers: { range: "bytes=8-11" }, signal: undefined });
});

test("a piece that the network lost is asked for again", async () => {
  const { ask, source } = answering(lost(), lost(), piece(4));
  expect((await source.getBytes(8, 4)).data.byteLength).toBe(4);
  expect(ask).toHaveBeenCalledTimes(3);
});

test("half a piece from the browser's cache is asked for again, past the cache", async () => {
  const { caches, source } = answering(piece(2, 4), piece(4));
  expect((await source.getBytes(8, 4)).data.byteLength).toBe(4);
  expect(caches).toEqual([undefined, "reload"]);
});

test("the end of a small archive may come before the end of the piece", async () => {
  expect((await answering(piece(3)).source.getBytes(8, 4)).data.byteLength).toBe(3);
});

test("a network that stays away is told in the end", async () => {
  const { source } = answering(lost(), lost(), lost());
  await expect(source.getBytes(8, 4)).rejects.toThrow("Failed to fetch");
});

test("an answer that is wrong is not asked for again", async () => {
  const { ask, source } = answering(new Response("", { status: 404 }));
  await expect(source.getBytes(8, 4)).rejects.toThrow("answers 404");
  expect(ask).toHaveBeenCalledTimes(1);
});

test("an archive that was built anew is told, so that its directories are read again", async () => {
  const { caches, source } = answering(piece(4, 4, '"2"'), piece(4, 4, 'W/"3"'));
  await expect(source.getBytes(8, 4, undefined, '"1"')).rejects.toThrow(EtagMismatch);
  expect((await source.getBytes(8, 4, undefined, '"1"')).etag).toBeUndefined();
  expect(caches).toEqual([undefined, "reload"]);
  const smaller = answering(new Response("", { status: 416 }));
  await expect(smaller.source.getBytes(8, 4, undefined, '"1"')).rejects.toThrow(EtagMismatch);
});

test("a piece that nobody waits for any more is not asked for again", async () => {
  const leaves = new AbortController();
  const { ask, source } = answering(lost());
  const read = source.getBytes(8, 4, leaves.signal);
  leaves.abort();
  await expect(read).rejects.toThrow();
  expect(ask).toHaveBeenCalledTimes(1);
});
