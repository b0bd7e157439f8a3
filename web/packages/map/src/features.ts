/** Scene → GeoJSON, one collection per source. Pure, so that it is tested without a map. */
import type { LonLat } from "@pannier/core";
import type { Scene } from "./scene.ts";

export type Theme = "light" | "dark";
type Properties = Record<string, string | number | boolean | null>;

interface Feature {
  type: "Feature";
  geometry:
    | { type: "Point"; coordinates: number[] }
    | { type: "LineString"; coordinates: number[][] }
    | { type: "MultiPolygon"; coordinates: number[][][][] };
  properties: Properties;
}

export interface Collection {
  type: "FeatureCollection";
  features: Feature[];
}

export type SourceName = "routes" | "stops" | "riders" | "hubs" | "doors" | "choices" | "areas";

const collection = (features: Feature[]): Collection => ({ type: "FeatureCollection", features });

const point = (at: LonLat, properties: Properties): Feature => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: [...at] },
  properties,
});

/** How present a thing is: in focus, normal, or stepped back because another route is in focus. */
const presence = (scene: Scene, routeId: string | null): "focus" | "normal" | "faint" =>
  scene.selectedRouteId === null ? "normal" : scene.selectedRouteId === routeId ? "focus" : "faint";

function routeFeatures(scene: Scene, theme: Theme): Feature[] {
  return scene.routes.flatMap((route) =>
    route.legs.flatMap((leg, position) =>
      leg.length < 2
        ? []
        : [
            {
              type: "Feature" as const,
              geometry: { type: "LineString" as const, coordinates: leg.map((at) => [...at]) },
              properties: {
                id: route.id,
                letter: route.letter,
                color: route[theme],
                done: position < route.doneLegs,
                presence: presence(scene, route.id),
              },
            },
          ],
    ),
  );
}

const STOP_SIGNS = { open: "", done: "", failed: "×", late: "" } as const;

function stopFeatures(scene: Scene, theme: Theme): Feature[] {
  return scene.stops.map((stop) =>
    point(stop.at, {
      id: stop.id,
      routeId: stop.routeId,
      text: STOP_SIGNS[stop.look] || String(stop.number),
      look: stop.look,
      title: stop.title,
      color: stop[theme],
      selected: stop.id === scene.selectedStopId,
      presence: presence(scene, stop.routeId),
    }),
  );
}

function riderFeatures(scene: Scene, theme: Theme): Feature[] {
  return scene.riders.map((rider) =>
    point(rider.at, {
      id: rider.id,
      routeId: rider.routeId,
      icon: `rider|${rider.shape}|${rider[theme]}|${rider.age}`,
      pointer: rider.heading === null || rider.age === "silent" ? null : `pointer|${rider[theme]}`,
      heading: rider.heading ?? 0,
      title: rider.title,
      note: rider.note,
      presence: presence(scene, rider.routeId),
    }),
  );
}

/** Everything the map draws above the base map. */
export function featuresOf(scene: Scene, theme: Theme): Record<SourceName, Collection> {
  return {
    routes: collection(routeFeatures(scene, theme)),
    stops: collection(stopFeatures(scene, theme)),
    riders: collection(riderFeatures(scene, theme)),
    areas: collection(
      (scene.areas ?? []).map((area) => ({
        type: "Feature" as const,
        geometry: {
          type: "MultiPolygon" as const,
          coordinates: area.rings.map((ring) => [ring.map((at) => [...at])]),
        },
        properties: { id: area.id, title: area.title, blocked: area.isBlocked ?? false },
      })),
    ),
    hubs: collection(
      scene.hubs.map((hub) =>
        point(hub.at, {
          id: hub.id,
          title: hub.title,
          icon: `${hub.isStation ? "station" : "hub"}|${theme}`,
        }),
      ),
    ),
    doors: collection(
      scene.doors.map((door) => point(door.at, { id: door.id, title: door.title, icon: `door|${theme}` })),
    ),
    choices: collection(
      scene.choices.map((choice) =>
        point(choice.at, {
          id: choice.id,
          letter: choice.letter,
          title: choice.title,
          chosen: choice.chosen,
        }),
      ),
    ),
  };
}
