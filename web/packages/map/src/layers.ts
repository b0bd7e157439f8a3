/** Layers above the base map, bottom to top: areas, routes, stops, hubs, doors, riders, choices. */
import type { LayerSpecification } from "maplibre-gl";
import type { Theme } from "./features.ts";

const FONT = ["Noto Sans Medium"];

type Spec = LayerSpecification;

/** An expression that takes one value per presence. */
const byPresence = (focus: number, normal: number, faint: number): never =>
  ["match", ["get", "presence"], "focus", focus, "faint", faint, normal] as never;

function routeLayers(casing: string): Spec[] {
  const layout = { "line-join": "round", "line-cap": "round" } as const;
  const source = "routes";
  const dimDone = (open: number): never => ["case", ["get", "done"], open * 0.45, open] as never;
  const opacity = ["match", ["get", "presence"], "faint", 0.22, "focus", dimDone(1), dimDone(0.85)] as never;
  const width = (extra: number): never =>
    [
      "interpolate",
      ["linear"],
      ["zoom"],
      12,
      byPresence(4 + extra, 2.2 + extra, 1.6 + extra),
      17,
      byPresence(7.5 + extra, 4.5 + extra, 3 + extra),
    ] as never;
  return [
    {
      id: "routes-casing",
      type: "line",
      source,
      layout,
      paint: { "line-color": casing, "line-width": width(2.4), "line-opacity": opacity },
    },
    {
      id: "routes-line",
      type: "line",
      source,
      layout,
      paint: { "line-color": ["get", "color"], "line-width": width(0), "line-opacity": opacity },
    },
    {
      id: "routes-letter",
      type: "symbol",
      source,
      minzoom: 13,
      filter: ["all", ["!=", ["get", "presence"], "faint"], ["!", ["get", "done"]]],
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 260,
        "text-field": ["get", "letter"],
        "text-font": FONT,
        "text-size": 12,
        "text-rotation-alignment": "viewport",
        "text-padding": 14,
      },
      paint: { "text-color": casing, "text-halo-color": ["get", "color"], "text-halo-width": 4 },
    },
  ];
}

// Below this zoom numbers would lie on each other: stops are dots there.
const NUMBERS_FROM = 14;

const bySelection = (selected: number, done: number, open: number): never =>
  ["case", ["get", "selected"], selected, ["==", ["get", "look"], "done"], done, open] as never;

function stopLayers(casing: string, danger: string): Spec[] {
  const source = "stops";
  const color = ["match", ["get", "look"], "failed", danger, ["get", "color"]] as never;
  const numbered = ["==", ["get", "presence"], "focus"] as never;
  const strokeWidth = ["case", ["get", "selected"], 4, 2] as never;
  return [
    {
      id: "stops-dot",
      type: "circle",
      source,
      filter: ["!", numbered],
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 12, 2, 15, 4.5, 18, 8],
        "circle-color": ["match", ["get", "look"], "done", casing, color] as never,
        "circle-stroke-color": color,
        "circle-stroke-width": 1.6,
        "circle-opacity": byPresence(1, 1, 0.25),
        "circle-stroke-opacity": byPresence(1, 1, 0.25),
      },
    },
    {
      id: "stops-number",
      type: "circle",
      source,
      filter: numbered,
      paint: {
        "circle-radius": [
          "interpolate",
          ["linear"],
          ["zoom"],
          12,
          bySelection(7, 3.5, 4.5),
          NUMBERS_FROM,
          bySelection(13, 8, 9),
          17,
          bySelection(15, 9, 11),
        ] as never,
        "circle-color": ["match", ["get", "look"], "done", casing, color] as never,
        "circle-stroke-color": ["match", ["get", "look"], "done", color, "late", "#ffc46b", casing] as never,
        "circle-stroke-width": strokeWidth,
      },
    },
    {
      id: "stops-text",
      type: "symbol",
      source,
      filter: numbered,
      minzoom: NUMBERS_FROM,
      layout: {
        "text-field": ["get", "text"],
        "text-font": FONT,
        "text-size": 11,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": ["match", ["get", "look"], "done", color, casing] as never },
    },
  ];
}

function riderLayers(text: string, halo: string): Spec[] {
  const source = "riders";
  const always = { "icon-allow-overlap": true, "icon-ignore-placement": true } as const;
  return [
    {
      id: "riders-pointer",
      type: "symbol",
      source,
      filter: ["has", "pointer"],
      layout: {
        ...always,
        "icon-image": ["coalesce", ["get", "pointer"], ""],
        "icon-rotate": ["get", "heading"],
        "icon-rotation-alignment": "map",
      },
      paint: { "icon-opacity": byPresence(1, 1, 0.4) },
    },
    {
      id: "riders",
      type: "symbol",
      source,
      layout: {
        ...always,
        "icon-image": ["get", "icon"],
        "text-field": ["get", "note"],
        "text-font": FONT,
        "text-size": 11,
        "text-offset": [0, 1.9],
        "text-anchor": "top",
        "text-optional": true,
      },
      paint: {
        "icon-opacity": byPresence(1, 1, 0.45),
        "text-color": text,
        "text-halo-color": halo,
        "text-halo-width": 2,
      },
    },
  ];
}

function placeLayers(text: string, halo: string, primary: string): Spec[] {
  return [
    {
      id: "hubs",
      type: "symbol",
      source: "hubs",
      layout: {
        "icon-image": ["get", "icon"],
        "icon-allow-overlap": true,
        "text-field": ["get", "title"],
        "text-font": FONT,
        "text-size": 12,
        "text-offset": [0, 1.6],
        "text-anchor": "top",
        "text-optional": true,
      },
      paint: { "text-color": text, "text-halo-color": halo, "text-halo-width": 2 },
    },
    {
      id: "doors",
      type: "symbol",
      source: "doors",
      layout: {
        "icon-image": ["get", "icon"],
        "icon-anchor": "bottom",
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "text-field": ["get", "title"],
        "text-font": FONT,
        "text-size": 12,
        "text-offset": [0, 0.3],
        "text-anchor": "top",
        "text-optional": true,
      },
      paint: { "text-color": text, "text-halo-color": halo, "text-halo-width": 2 },
    },
    {
      id: "choices",
      type: "circle",
      source: "choices",
      paint: {
        "circle-radius": ["case", ["get", "chosen"], 17, 13] as never,
        "circle-color": ["case", ["get", "chosen"], primary, halo] as never,
        "circle-stroke-color": ["case", ["get", "chosen"], halo, primary] as never,
        "circle-stroke-width": 3,
      },
    },
    {
      id: "choices-letter",
      type: "symbol",
      source: "choices",
      layout: {
        "text-field": ["get", "letter"],
        "text-font": FONT,
        "text-size": 14,
        "text-allow-overlap": true,
      },
      paint: { "text-color": ["case", ["get", "chosen"], halo, primary] as never },
    },
  ];
}

function areaLayers(text: string, halo: string, usual: string, blocked: string, theme: Theme): Spec[] {
  const source = "areas";
  const color = ["case", ["get", "blocked"], blocked, usual] as never;
  return [
    { id: "areas-fill", type: "fill", source, paint: { "fill-color": color, "fill-opacity": 0.14 } },
    {
      id: "areas-hatch",
      type: "fill",
      source,
      filter: ["get", "blocked"] as never,
      paint: { "fill-pattern": `hatch|${theme}` },
    },
    {
      id: "areas-line",
      type: "line",
      source,
      paint: { "line-color": color, "line-width": 2, "line-dasharray": [3, 2] },
    },
    {
      id: "areas-name",
      type: "symbol",
      source,
      layout: {
        "text-field": ["get", "title"],
        "text-font": FONT,
        "text-size": 12,
        // Few streets are as large as their words: these stand below, so that the place itself is seen.
        "text-anchor": ["case", ["get", "blocked"], "top", "center"] as never,
        "text-offset": ["case", ["get", "blocked"], ["literal", [0, 2.2]], ["literal", [0, 0]]] as never,
      },
      paint: { "text-color": text, "text-halo-color": halo, "text-halo-width": 2 },
    },
  ];
}

/** All layers of a theme. */
export function dispatchLayers(theme: Theme): Spec[] {
  const dark = theme === "dark";
  const paper = dark ? "#0b0f12" : "#ffffff";
  const ink = dark ? "#e8eeeb" : "#0e1513";
  return [
    ...areaLayers(ink, paper, dark ? "#ffb86b" : "#9a4b00", dark ? "#ff8a8a" : "#a3121f", theme),
    ...routeLayers(paper),
    ...stopLayers(paper, dark ? "#ff8a8a" : "#a3121f"),
    ...placeLayers(ink, paper, dark ? "#5fd3a0" : "#0b5a3c"),
    ...riderLayers(ink, paper),
  ];
}

/** Layers that answer to the pointer, first come first served. */
export const PICKABLE = ["choices", "riders", "stops-number", "stops-dot", "routes-line"] as const;
