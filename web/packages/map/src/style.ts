import type { Bounds } from "@pannier/core";
import { type Flavor, layers, namedFlavor } from "@protomaps/basemaps";
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Collection, SourceName, Theme } from "./features.ts";
import { fontFaces } from "./fonts.ts";
import { dispatchLayers } from "./layers.ts";
import type { BaseMap } from "./scene.ts";

// A calmer ground than the stock flavours, so that routes and riders stand out.
const CALM: Record<Theme, Partial<Flavor>> = {
  light: {
    background: "#e1e6e2",
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
    background: "#0e1316",
    earth: "#161c20",
    water: "#0d2733",
    buildings: "#20282d",
    park_a: "#17271f",
    park_b: "#17271f",
    pedestrian: "#1b2226",
  },
};

const SHEET_EDGE: Record<Theme, string> = { light: "#c6cec8", dark: "#2c363b" };

/** The extent of our map as a sheet: beyond it nothing is known, and it should not look like land. */
function sheetOf([west, south, east, north]: Bounds): SourceSpecification {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return {
    type: "geojson",
    data: { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } },
  };
}

/** The base map of a theme upon its sheet. */
function groundLayers(theme: Theme): LayerSpecification[] {
  const flavor = { ...namedFlavor(theme), ...CALM[theme] };
  const [background, ...rest] = layers("base", flavor, { lang: "en" }) as LayerSpecification[];
  const land: LayerSpecification = {
    id: "sheet",
    type: "fill",
    source: "sheet",
    paint: { "fill-color": flavor.earth, "fill-antialias": false },
  };
  const edge: LayerSpecification = {
    id: "sheet-edge",
    type: "line",
    source: "sheet",
    paint: { "line-color": SHEET_EDGE[theme], "line-width": 1 },
  };
  return [...(background ? [background] : []), land, ...rest, edge];
}

/** Where the base map's archive is, whole: MapLibre's workers know no page to begin from. */
export const archiveOf = (base: BaseMap): string => new URL(base.pmtilesUrl, location.href).href;

/** The whole style of a theme: base map from our own tiles, then routes, stops and riders. */
export function styleOf(
  base: BaseMap,
  theme: Theme,
  features: Record<SourceName, Collection>,
): StyleSpecification {
  const own = Object.entries(features).map(([name, data]) => [name, { type: "geojson" as const, data }]);
  return {
    version: 8,
    "font-faces": fontFaces(),
    sources: {
      sheet: sheetOf(base.bounds),
      base: { type: "vector", url: `pmtiles://${archiveOf(base)}`, attribution: base.attribution },
      ...Object.fromEntries(own),
    },
    layers: [...groundLayers(theme), ...dispatchLayers(theme)],
  } as StyleSpecification;
}
