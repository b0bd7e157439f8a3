export * from "./calls.ts";
export * from "./problem.ts";
export * from "./rider.ts";
export type * from "./shapes.ts";
export * from "./stream.ts";
