/** What the map shows, in the words of dispatch; nothing here knows MapLibre. */
import type { Age, Bounds, LonLat } from "@pannier/core";

export interface RouteLine {
  id: string;
  letter: string;
  light: string;
  dark: string;
  /** Points of each leg in order; `doneLegs` of them lie behind the rider. */
  legs: readonly (readonly LonLat[])[];
  doneLegs: number;
}

export type StopLook = "open" | "done" | "failed" | "late";

export interface StopPin {
  id: string;
  routeId: string;
  at: LonLat;
  number: number;
  look: StopLook;
  /** Shown when the pointer rests on it. */
  title: string;
  light: string;
  dark: string;
}

export interface RiderPin {
  id: string;
  routeId: string | null;
  at: LonLat;
  /** Degrees clockwise from north; null while standing. */
  heading: number | null;
  shape: "van" | "bike" | "walker";
  age: Age;
  letter: string;
  title: string;
  /** "seen 14:02" for silent riders. */
  note: string;
  light: string;
  dark: string;
}

export interface PlacePin {
  id: string;
  at: LonLat;
  title: string;
}

/** A place of the operator's own: a hub, unless it is a charging station. */
export interface SitePin extends PlacePin {
  isStation?: boolean;
}

/** An area on the ground, drawn below everything else; one ring of corners a part. */
export interface AreaShape {
  id: string;
  title: string;
  rings: readonly (readonly LonLat[])[];
  /** Nobody drives there now: drawn in red and hatched, with its words below it. */
  isBlocked?: boolean;
}

/** A lettered choice, for example one candidate of an address. */
export interface ChoicePin extends PlacePin {
  letter: string;
  chosen: boolean;
}

export interface Scene {
  routes: readonly RouteLine[];
  stops: readonly StopPin[];
  riders: readonly RiderPin[];
  hubs: readonly SitePin[];
  /** Where a recipient waits. */
  doors: readonly PlacePin[];
  choices: readonly ChoicePin[];
  areas?: readonly AreaShape[];
  /** The route in focus: its stops carry numbers, the others step back. */
  selectedRouteId: string | null;
  selectedStopId: string | null;
}

export const EMPTY_SCENE: Scene = {
  routes: [],
  stops: [],
  riders: [],
  hubs: [],
  doors: [],
  choices: [],
  selectedRouteId: null,
  selectedStopId: null,
};

export type Picked =
  | { kind: "route"; id: string }
  | { kind: "stop"; id: string; routeId: string }
  | { kind: "rider"; id: string; routeId: string | null }
  | { kind: "choice"; id: string }
  | { kind: "place"; at: LonLat };

export interface BaseMap {
  pmtilesUrl: string;
  /** HTML with the links that the licence asks for; from our own server. */
  attribution: string;
  center: LonLat;
  bounds: Bounds;
}
