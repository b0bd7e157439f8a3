/// <reference lib="webworker" />
/**
 * The rider app's own service worker: the shell starts without network, the base map is read from the phone.
 * Files under /assets/ carry their content's hash, so a kept one is never stale; the page is kept and renewed
 * behind the rider's back, and the app says when a new one lies ready. API calls are never kept here.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
const SHELL = "driver-shell-v1";
const MAPS = "driver-maps-v1";
const PAGE = "/driver/";
const EXTRAS = ["/driver/manifest.webmanifest", "/driver/icon.svg", "/driver/icon-192.png"];
const MOST_MAP_BYTES = 80_000_000;
const FILE = /["'(`](\/?(?:driver\/)?assets\/|\.\/)?([\w.-]+-[\w-]{8}\.(?:js|mjs|css|woff2|wasm))["')`]/g;

worker.addEventListener("install", (event) => {
  event.waitUntil(renew().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith(PAGE)) event.respondWith(page(event));
  else if (url.pathname.endsWith(".pmtiles")) event.respondWith(mapPart(request));
  else if (isHashed(url.pathname)) event.respondWith(kept(request));
  else if (EXTRAS.includes(url.pathname) || url.pathname === "/v1/map") event.respondWith(fresh(request));
});

worker.addEventListener("message", (event) => {
  const { type, url, about } = event.data as { type?: string; url?: string; about?: string };
  if (type === "keep-map" && url && about) event.waitUntil(keepMap(url, about));
});

/** The page at once from the phone; a newer one is fetched meanwhile. */
async function page(event: FetchEvent): Promise<Response> {
  const known = await (await caches.open(SHELL)).match(PAGE);
  const renewed = renew();
  if (!known) {
    await renewed.catch(() => undefined);
    return (await (await caches.open(SHELL)).match(PAGE)) ?? fetch(event.request);
  }
  event.waitUntil(renewed.catch(() => undefined));
  return known;
}

/** A file that never changes: from the phone, else from the server, and kept. */
async function kept(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  const known = await shell.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await shell.put(request, answer.clone());
  return answer;
}

/** A file that may change: from the server, without network from the phone. */
async function fresh(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.ok) await shell.put(request, answer.clone());
    return answer;
  } catch (error) {
    const known = await shell.match(request);
    if (known) return known;
    throw error;
  }
}

/** Fetch the page and, when it is a new one, everything it can ask for; only then let it take over. */
async function renew(): Promise<void> {
  const shell = await caches.open(SHELL);
  const answer = await fetch(PAGE, { cache: "no-store" });
  if (!answer.ok) return;
  const text = await answer.clone().text();
  const before = await shell.match(PAGE);
  if (before && (await before.text()) === text) return;
  const files = await gather(shell, text);
  await shell.put(PAGE, answer);
  await Promise.all(EXTRAS.map((path) => shell.add(path).catch(() => undefined)));
  if (!before) return;
  await forget(shell, files);
  for (const client of await worker.clients.matchAll()) client.postMessage({ type: "update-ready" });
}

/** Keep all files that the page and its scripts name; the scanner's decoder only where the phone has none. */
async function gather(shell: Cache, text: string): Promise<Set<string>> {
  const files = new Set<string>();
  const queue = namesIn(text);
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (files.has(path) || (path.endsWith(".wasm") && "BarcodeDetector" in worker)) continue;
    files.add(path);
    let answer = await shell.match(path);
    if (!answer) {
      answer = await fetch(path);
      if (!answer.ok) continue;
      await shell.put(path, answer.clone());
    }
    if (/\.m?js$|\.css$/.test(path)) queue.push(...namesIn(await answer.text()));
  }
  return files;
}

/** The paths of all files that a text names; those of web workers lie inside our own scope. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(FILE)].map(([, folder = "", name]) =>
    folder.includes("driver/") ? `/driver/assets/${name}` : `/assets/${name}`,
  );

const isHashed = (path: string): boolean => path.startsWith("/assets/") || path.startsWith("/driver/assets/");

async function forget(shell: Cache, wanted: ReadonlySet<string>): Promise<void> {
  for (const request of await shell.keys()) {
    const { pathname } = new URL(request.url);
    if (isHashed(pathname) && !wanted.has(pathname)) await shell.delete(request);
  }
}

/** Keep what is said about the map, and the whole base map itself, unless it is too large for a phone or known already. */
async function keepMap(url: string, about: string): Promise<void> {
  await (await caches.open(SHELL)).add(about);
  const maps = await caches.open(MAPS);
  const head = await fetch(url, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (!head?.ok || Number(head.headers.get("content-length") ?? 0) > MOST_MAP_BYTES) return;
  const known = await maps.match(url);
  if (known && known.headers.get("etag") === head.headers.get("etag")) return;
  const answer = await fetch(url, { cache: "no-store" });
  if (answer.status !== 200) return;
  for (const request of await maps.keys()) await maps.delete(request);
  await maps.put(url, answer);
}

const RANGE = /^bytes=(\d+)-(\d*)$/;

/** A part of the base map, cut from the kept file. */
async function mapPart(request: Request): Promise<Response> {
  const whole = await (await caches.open(MAPS)).match(new URL(request.url).pathname);
  const range = RANGE.exec(request.headers.get("range") ?? "");
  if (!whole || !range) return fetch(request);
  const file = await whole.blob();
  const start = Number(range[1]);
  const end = Math.min(range[2] ? Number(range[2]) : file.size - 1, file.size - 1);
  const headers = new Headers({
    "Content-Range": `bytes ${start}-${end}/${file.size}`,
    "Content-Length": String(end - start + 1),
    "Content-Type": "application/octet-stream",
  });
  const etag = whole.headers.get("etag");
  if (etag) headers.set("ETag", etag);
  return new Response(file.slice(start, end + 1), { status: 206, headers });
}
