import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// The backend that `npm run dev` talks to; the built files are served by the backend itself.
const backend = process.env.PANNIER_BACKEND ?? "http://127.0.0.1:8400";

/** Entry files by name; `driver-sw` keeps its unhashed name because browsers look it up by URL. */
function entries(): Record<string, string> {
  const candidates = {
    console: "./apps/console/index.html",
    portal: "./apps/portal/index.html",
    driver: "./apps/driver/index.html",
    "track-map": "./apps/track/src/main.ts",
    "driver-sw": "./apps/driver/src/sw.ts",
  };
  const present = Object.entries(candidates).filter(([, path]) => existsSync(here(path)));
  return Object.fromEntries(present.map(([name, path]) => [name, here(path)]));
}

export default defineConfig({
  root: here("./apps"),
  publicDir: here("./public"),
  base: "/",
  plugins: [react(), lingui({ cwd: here("."), macroTransform: true })],
  server: {
    port: 5173,
    proxy: Object.fromEntries(["/v1", "/map", "/t/"].map((path) => [path, { target: backend }])),
  },
  worker: {
    format: "es",
    // Browsers ask a service worker for a worker's file only inside its scope: so the rider's map works offline.
    rolldownOptions: { output: { entryFileNames: "driver/assets/[name]-[hash].js" } },
  },
  build: {
    outDir: here("../src/pannier/webdist"),
    emptyOutDir: true,
    target: "es2022",
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // The map library is one lazy chunk by design; tools/budgets.mjs holds the limits.
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: entries(),
      // The recipient's page is the server's: its script calls what the entry `track-map` exports.
      preserveEntrySignatures: "exports-only",
      output: {
        entryFileNames: (chunk) => (chunk.name === "driver-sw" ? "driver/sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
});
