/** The one place that drives MapLibre: build, update, answer to the pointer, tell when idle. */
import "./map.css";
import type { Bounds } from "@pannier/core";
import {
  addProtocol,
  type GeoJSONSource,
  Map as LibreMap,
  LngLat,
  LngLatBounds,
  type MapMouseEvent,
  type PaddingOptions,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { PMTiles, Protocol } from "pmtiles";
import { PatientSource } from "./archive.ts";
import { featuresOf, type SourceName, type Theme } from "./features.ts";
import { Glide } from "./glide.ts";
import { drawImage } from "./images.ts";
import { insideOf } from "./inside.ts";
import { PICKABLE } from "./layers.ts";
import { type BaseMap, EMPTY_SCENE, type Picked, type Scene } from "./scene.ts";
import { archiveOf, styleOf } from "./style.ts";

// In a built bundle MapLibre does not find its worker by itself and would draw nothing, silently.
setWorkerUrl(new URL(workerUrl, location.href).href);
const ARCHIVES = new Protocol();
addProtocol("pmtiles", ARCHIVES.tile);

export interface MapHandlers {
  onPick(picked: Picked): void;
  onHover(title: string | null, x: number, y: number): void;
  onIdle(): void;
  /** A person moved the map. */
  onMoved?(): void;
}

export interface MapOptions {
  label: string;
  theme: Theme;
  /** Leave one finger and the wheel to the page around the map. */
  cooperative?: boolean;
}

// Room for the signs at the edge, and at its right for the map's buttons.
const PADDING_PX: PaddingOptions = { top: 28, right: 64, bottom: 32, left: 28 };
const FIT_MS = 400;
const GLIDE_MS = 1000;
const FRAME_MS = 80;
const REACH_PX = 6;

/** Software rendering paints a frame in tens of milliseconds: let riders jump there. */
function canGlide(map: LibreMap): boolean {
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return false;
  const gl = map.getCanvas().getContext("webgl2");
  const info = gl?.getExtension("WEBGL_debug_renderer_info");
  const renderer = info ? String(gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
  return !/swiftshader|llvmpipe|software/i.test(renderer);
}

/** What a map shows at this moment. */
export interface Drawn {
  base: number;
  routes: string[];
  stops: string[];
  hubs: string[];
  doors: string[];
  areas: string[];
  riders: Scene["riders"];
}

export class DispatchMap {
  readonly #map: LibreMap;
  readonly #base: BaseMap;
  readonly #glide = new Glide(GLIDE_MS);
  readonly #gliding: boolean;
  #scene: Scene = EMPTY_SCENE;
  #theme: Theme;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Build the map in `container`. Raises MapLibre's GPUInitializationError where WebGL 2 is missing. */
  constructor(container: HTMLElement, base: BaseMap, options: MapOptions, handlers: MapHandlers) {
    const { label, theme, cooperative = false } = options;
    this.#base = base;
    this.#theme = theme;
    const archive = archiveOf(base);
    if (!ARCHIVES.get(archive)) ARCHIVES.add(new PMTiles(new PatientSource(archive)));
    this.#map = new LibreMap({
      container,
      style: styleOf(base, theme, featuresOf(EMPTY_SCENE, theme)),
      center: [...base.center],
      zoom: 14,
      minZoom: 9,
      maxZoom: 19,
      attributionControl: { compact: false },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      cooperativeGestures: cooperative,
      locale: { "Map.Title": label },
      fadeDuration: 0,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.setMissingStyleImageResolver((id) => this.#addImage(id));
    this.#gliding = canGlide(this.#map);
    this.#listen(handlers);
  }

  /** Draw a scene; only sources whose content changed are sent to the worker. */
  show(scene: Scene): void {
    const before = this.#scene;
    this.#scene = scene;
    if (this.#gliding) this.#glide.aim(scene.riders, performance.now());
    const focus = before.selectedRouteId !== scene.selectedRouteId;
    const features = featuresOf(scene, this.#theme);
    if (focus || before.routes !== scene.routes) this.#send("routes", features.routes);
    if (focus || before.stops !== scene.stops || before.selectedStopId !== scene.selectedStopId)
      this.#send("stops", features.stops);
    if (before.hubs !== scene.hubs) this.#send("hubs", features.hubs);
    if (before.areas !== scene.areas) this.#send("areas", features.areas);
    if (before.doors !== scene.doors) this.#send("doors", features.doors);
    if (before.choices !== scene.choices) this.#send("choices", features.choices);
    if (focus || before.riders !== scene.riders) this.#moveRiders();
  }

  setTheme(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    // Whole, not by its differences: the new style begins without images, and each is drawn in its colours.
    this.#map.setStyle(styleOf(this.#base, theme, featuresOf(this.#scene, theme)), { diff: false });
  }

  fit(bounds: Bounds, padding: number | PaddingOptions = PADDING_PX, duration = FIT_MS): void {
    const [west, south, east, north] = bounds;
    const box = new LngLatBounds([west, south], [east, north]);
    const camera = this.#map.cameraForBounds(box, { padding, maxZoom: 16.5 });
    if (!camera?.center || camera.zoom === undefined) return;
    const { width, height } = this.#map.getContainer().getBoundingClientRect();
    const { lng, lat } = LngLat.convert(camera.center);
    const center = insideOf(this.#base.bounds, [lng, lat], camera.zoom, [width, height]);
    this.#map.flyTo({ ...camera, center: [...center], duration });
  }

  zoomBy(step: number): void {
    this.#map.zoomTo(this.#map.getZoom() + step, { duration: 200 });
  }

  resize(): void {
    this.#map.resize();
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#map.remove();
  }

  /** What can be seen now: the ids of each source, and how much of the base map. */
  drawn(): Drawn {
    const found = this.#map.queryRenderedFeatures();
    const ids = (source: SourceName) => [
      ...new Set(found.filter((one) => one.source === source).map((one) => String(one.properties.id))),
    ];
    const base = found.filter((one) => one.source === "base").length;
    const riders = this.#scene.riders.filter(({ id }) => ids("riders").includes(id));
    return {
      base,
      routes: ids("routes"),
      stops: ids("stops"),
      hubs: ids("hubs"),
      doors: ids("doors"),
      areas: ids("areas"),
      riders,
    };
  }

  #moveRiders(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    const riders = this.#gliding ? this.#glide.at(this.#scene.riders, now) : this.#scene.riders;
    this.#send("riders", featuresOf({ ...this.#scene, riders }, this.#theme).riders);
    if (this.#gliding && this.#glide.moving(now))
      this.#timer = setTimeout(() => this.#moveRiders(), FRAME_MS);
  }

  #send(name: SourceName, data: unknown): void {
    const source = this.#map.getSource(name) as GeoJSONSource | undefined;
    source?.setData(data as Parameters<GeoJSONSource["setData"]>[0]);
  }

  #addImage(id: string): void {
    const image = drawImage(id, this.#theme === "dark");
    if (image && !this.#map.hasImage(id))
      this.#map.addImage(id, image.image, { pixelRatio: image.pixelRatio });
  }

  #listen(handlers: MapHandlers): void {
    const map = this.#map;
    // Moving riders may keep the map from ever being idle: drawn tiles count as idle, too.
    map.on("idle", handlers.onIdle);
    map.on("render", () => {
      if (map.loaded() && map.areTilesLoaded()) handlers.onIdle();
    });
    map.once("style.load", () => this.#redraw());
    map.on("click", (event) =>
      handlers.onPick(this.#pickedAt(event) ?? { kind: "place", at: [event.lngLat.lng, event.lngLat.lat] }),
    );
    map.on("mousemove", (event) => {
      const found = this.#featureAt(event);
      map.getCanvas().style.cursor = found ? "pointer" : "";
      handlers.onHover((found?.properties.title as string | undefined) ?? null, event.point.x, event.point.y);
    });
    map.on("movestart", (event) => event.originalEvent && handlers.onMoved?.());
    map.on("mouseout", () => handlers.onHover(null, 0, 0));
  }

  #redraw(): void {
    for (const [name, data] of Object.entries(featuresOf(this.#scene, this.#theme)))
      this.#send(name as SourceName, data);
  }

  #featureAt(event: MapMouseEvent) {
    const { x, y } = event.point;
    const box: [[number, number], [number, number]] = [
      [x - REACH_PX, y - REACH_PX],
      [x + REACH_PX, y + REACH_PX],
    ];
    const layers = PICKABLE.filter((layer) => this.#map.getLayer(layer));
    const found = this.#map.queryRenderedFeatures(box, { layers: [...layers] });
    return found.sort((a, b) => rank(a.layer.id) - rank(b.layer.id))[0];
  }

  #pickedAt(event: MapMouseEvent): Picked | null {
    const feature = this.#featureAt(event);
    if (!feature) return null;
    const id = String(feature.properties.id);
    const routeId = (feature.properties.routeId as string | undefined) ?? null;
    if (feature.layer.id === "choices") return { kind: "choice", id };
    if (feature.layer.id === "riders") return { kind: "rider", id, routeId };
    if (feature.layer.id.startsWith("stops")) return { kind: "stop", id, routeId: routeId ?? "" };
    return { kind: "route", id };
  }
}

const rank = (layer: string): number => PICKABLE.indexOf(layer as (typeof PICKABLE)[number]);
