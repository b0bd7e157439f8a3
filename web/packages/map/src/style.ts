import { layers, namedFlavor } from "@protomaps/basemaps";
import type { StyleSpecification } from "maplibre-gl";
import type { Collection, SourceName, Theme } from "./features.ts";
import { fontFaces } from "./fonts.ts";
import { dispatchLayers } from "./layers.ts";
import type { BaseMap } from "./scene.ts";

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
    layers: [...layers("base", namedFlavor(theme), { lang: "en" }), ...dispatchLayers(theme)],
  } as StyleSpecification;
}
