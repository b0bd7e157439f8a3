// Hold the first load of each app to its budget: gzip bytes of the entry and all it imports statically.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const KB = 1000;
const ISLAND = "track/src/main.ts";
const BUDGETS = {
  "console/index.html": 260 * KB,
  "portal/index.html": 220 * KB,
  "driver/index.html": 120 * KB,
  [ISLAND]: 15 * KB,
};
// The map comes later, with React to the apps and without it to the recipient's page.
const LAZY_MAPS = [
  { name: "map (lazy)", match: /map\/src\/index/, after: Object.keys(BUDGETS) },
  { name: "recipient's map (lazy)", match: /track\/src\/LastLeg/, after: [ISLAND] },
];
const MAP_BUDGET = 440 * KB;
const MAP_WORKER_BUDGET = 150 * KB;

const dist = fileURLToPath(new URL("../../src/pannier/webdist/", import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}manifest.json`, "utf8"));
const gzipped = (file) => gzipSync(readFileSync(dist + file), { level: 9 }).length;

/** Files that load with a chunk before anything lazy does. */
function filesOf(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const css of chunk.css ?? []) seen.add(css);
  for (const next of chunk.imports ?? []) filesOf(next, seen);
  return seen;
}

let broken = 0;
function report(name, files, budget) {
  const size = [...files].reduce((sum, file) => sum + gzipped(file), 0);
  const over = size > budget;
  if (over) broken += 1;
  console.log(
    `${over ? "OVER " : "ok   "} ${name.padEnd(24)} ${(size / KB).toFixed(1).padStart(7)} of ${budget / KB} kB`,
  );
}

for (const [key, budget] of Object.entries(BUDGETS)) {
  if (!manifest[key]) continue;
  const html = existsSync(dist + key) ? [key] : [];
  report(key, new Set([...filesOf(key), ...html]), budget);
}
for (const { name, match, after } of LAZY_MAPS) {
  const map = Object.keys(manifest).find((key) => match.test(key) && manifest[key].isDynamicEntry);
  const there = new Set(after.flatMap((key) => [...filesOf(key)]));
  if (map) report(name, new Set([...filesOf(map)].filter((file) => !there.has(file))), MAP_BUDGET);
}
// MapLibre's own worker is one file of a fixed size; it is watched, not shaped by us.
const worker = readdirSync(`${dist}driver/assets`).filter((file) => file.includes("-worker-"));
report("map worker (lazy)", new Set(worker.map((file) => `driver/assets/${file}`)), MAP_WORKER_BUDGET);
process.exit(broken ? 1 : 0);
