import type { Bounds } from "@pannier/core";
import {
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { DispatchMap } from "./controller.ts";
import type { Theme } from "./features.ts";
import type { BaseMap, Picked, Scene } from "./scene.ts";

export interface MapHandle {
  fit(bounds: Bounds, padding?: number): void;
  zoomBy(step: number): void;
}

export interface MapViewProps {
  label: string;
  base: BaseMap;
  theme: Theme;
  scene: Scene;
  /** Fitted when the map appears, and when its size changes until a person moves it. */
  bounds: Bounds | null;
  onPick?: (picked: Picked) => void;
  /** Shown where this browser cannot draw maps; everything must be reachable without the map. */
  fallback: ReactNode;
  children?: ReactNode;
  ref?: Ref<MapHandle>;
}

// A map smaller than its own padding has no room to fit anything.
const LEAST_PX = 120;

type State = "loading" | "idle" | "unavailable";

/**
 * The map with its own base map. The element carries `data-map-state` (loading, idle, unavailable)
 * and `data-map-idle`, so that tests can wait for what is drawn, and answers the event
 * `pannier:map-ask` by putting what is drawn into its detail.
 */
export function MapView({
  label,
  base,
  theme,
  scene,
  bounds,
  onPick,
  fallback,
  children,
  ref,
}: MapViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<DispatchMap | null>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const start = useRef({ theme, bounds, scene, label });
  const aim = useRef<{ bounds: Bounds; padding?: number } | null>(bounds && { bounds });
  const [state, setState] = useState<State>("loading");
  const [hover, setHover] = useState<{ title: string; x: number; y: number } | null>(null);

  useLayoutEffect(() => {
    const container = box.current;
    if (!container) return;
    const first = start.current;
    try {
      map.current = new DispatchMap(container, base, first, {
        onPick: (picked) => pick.current?.(picked),
        onHover: (title, x, y) => setHover((before) => (title ? { title, x, y } : before && null)),
        onIdle: () => {
          setState("idle");
          window.dispatchEvent(new CustomEvent("pannier:map-idle"));
        },
        onMoved: () => {
          aim.current = null;
        },
      });
    } catch {
      // No WebGL 2 here (MapLibre raises GPUInitializationError): the table and the timeline stay.
      setState("unavailable");
      return;
    }
    map.current.show(first.scene);
    if (first.bounds) map.current.fit(first.bounds);
    const answer = (event: Event) =>
      Object.assign((event as CustomEvent<object>).detail, map.current?.drawn());
    container.addEventListener("pannier:map-ask", answer);
    const observer = new ResizeObserver(([entry]) => {
      map.current?.resize();
      const { width, height } = entry?.contentRect ?? { width: 0, height: 0 };
      if (aim.current && Math.min(width, height) > LEAST_PX)
        map.current?.fit(aim.current.bounds, aim.current.padding, 0);
    });
    observer.observe(container);
    return () => {
      observer.disconnect();
      container.removeEventListener("pannier:map-ask", answer);
      map.current?.destroy();
      map.current = null;
    };
  }, [base]);

  useEffect(() => map.current?.setTheme(theme), [theme]);
  useEffect(() => map.current?.show(scene), [scene]);
  useImperativeHandle(ref, () => ({
    fit: (to, padding) => {
      aim.current = { bounds: to, padding };
      map.current?.fit(to, padding);
    },
    zoomBy: (step) => {
      aim.current = null;
      map.current?.zoomBy(step);
    },
  }));

  return (
    <div className="pn-map" data-map-state={state} data-map-idle={state === "idle" ? "true" : undefined}>
      <div ref={box} className="pn-map__canvas" data-map-canvas hidden={state === "unavailable"} />
      {state === "unavailable" && <div className="pn-map__fallback">{fallback}</div>}
      {hover && (
        <div className="pn-map__hover" style={{ insetInlineStart: hover.x, insetBlockStart: hover.y }}>
          {hover.title}
        </div>
      )}
      {state !== "unavailable" && children}
    </div>
  );
}
