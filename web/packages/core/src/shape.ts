const VANS = /(^|_)(van|car|truck)(_|$)/;
const WALKERS = /walk|foot/;

export type VehicleShape = "van" | "bike" | "walker";

/** The shape on the map and the icon in lists of a vehicle kind. */
export const shapeOf = (kind: string): VehicleShape =>
  VANS.test(kind) ? "van" : WALKERS.test(kind) ? "walker" : "bike";
