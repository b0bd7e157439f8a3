export * from "./age.ts";
export * from "./clock.ts";
export * from "./format.ts";
export * from "./palette.ts";
export * from "./polyline.ts";
export * from "./progress.ts";
export * from "./timeline.ts";
export * from "./words.ts";
