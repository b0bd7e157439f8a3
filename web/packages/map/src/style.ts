import { type Flavor, layers, namedFlavor } from "@protomaps/basemaps";
import type { StyleSpecification } from "maplibre-gl";
import type { Collection, SourceName, Theme } from "./features.ts";
import { fontFaces } from "./fonts.ts";
import { dispatchLayers } from "./layers.ts";
import type { BaseMap } from "./scene.ts";

// A calmer ground than the stock flavours, so that routes and riders stand out.
const CALM: Record<Theme, Partial<Flavor>> = {
  light: {
    background: "#eef1ee",
    earth: "#eef1ee",
    water: "#bfdbe6",
    buildings: "#dfe3df",
    park_a: "#d5e8d3",
    park_b: "#cfe5cd",
    pedestrian: "#e6e9e6",
    school: "#e9e9e3",
    hospital: "#efe6e6",
    industrial: "#e4e7e6",
    zoo: "#dfe8df",
  },
  dark: {
    background: "#161c20",
    earth: "#161c20",
    water: "#0d2733",
    buildings: "#20282d",
    park_a: "#17271f",
    park_b: "#17271f",
    pedestrian: "#1b2226",
  },
};

/** The whole style of a theme: base map from our own tiles, then routes, stops and riders. */
export function styleOf(
  base: BaseMap,
  theme: Theme,
  features: Record<SourceName, Collection>,
): StyleSpecification {
  const own = Object.entries(features).map(([name, data]) => [name, { type: "geojson" as const, data }]);
  const tiles = new URL(base.pmtilesUrl, location.href).href;
  return {
    version: 8,
    "font-faces": fontFaces(),
    sources: {
      base: { type: "vector", url: `pmtiles://${tiles}`, attribution: base.attribution },
      ...Object.fromEntries(own),
    },
    layers: [
      ...layers("base", { ...namedFlavor(theme), ...CALM[theme] }, { lang: "en" }),
      ...dispatchLayers(theme),
    ],
  } as StyleSpecification;
}
