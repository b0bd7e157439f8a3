import { useLingui } from "@lingui/react/macro";
import { places } from "@pannier/api";
import { ProblemState } from "@pannier/app";
import type { Bounds } from "@pannier/core";
import type { MapHandle } from "@pannier/map";
import type { BaseMap, Picked, Scene } from "@pannier/map/scene";
import { EmptyState, IconButton, Skeleton, useTheme } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, type Ref, Suspense, useImperativeHandle, useMemo, useRef } from "react";

const MapView = lazy(() => import("@pannier/map").then(({ MapView }) => ({ default: MapView })));

/** The base map of this installation, built from its own extract. */
export function useBaseMap() {
  const query = useQuery({ queryKey: ["map"], queryFn: places.map, staleTime: Number.POSITIVE_INFINITY });
  const base = useMemo<BaseMap | null>(
    () =>
      query.data
        ? {
            pmtilesUrl: query.data.pmtiles_url,
            attribution: `<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noreferrer">${query.data.attribution}</a>`,
            center: query.data.center,
            bounds: query.data.bounds,
          }
        : null,
    [query.data],
  );
  return { base, error: query.error, retry: () => void query.refetch() };
}

export interface LiveMapProps {
  label: string;
  scene: Scene;
  bounds: Bounds | null;
  onPick?: (picked: Picked) => void;
  children?: ReactNode;
  ref?: Ref<MapHandle>;
}

/** The map with its controls; loads MapLibre only when it is needed. */
export function LiveMap({ label, scene, bounds, onPick, children, ref }: LiveMapProps) {
  const { t } = useLingui();
  const theme = useTheme();
  const { base, error, retry } = useBaseMap();
  const map = useRef<MapHandle>(null);
  useImperativeHandle(ref, () => ({
    fit: (to, padding) => map.current?.fit(to, padding),
    zoomBy: (step) => map.current?.zoomBy(step),
  }));
  if (error) return <ProblemState error={error} onRetry={retry} />;
  if (!base) return <Skeleton label={t`Loading the map`} lines={5} />;
  return (
    <Suspense fallback={<Skeleton label={t`Loading the map`} lines={5} />}>
      <MapView
        ref={map}
        {...{ label, base, theme, scene, onPick }}
        bounds={bounds ?? base.bounds}
        fallback={
          <EmptyState icon="map" title={t`No map in this browser`}>
            {t`It lacks WebGL 2, which maps are drawn with. Everything on the map is in the timeline and the lists, too.`}
          </EmptyState>
        }
      >
        <div className="co-map-controls">
          <IconButton label={t`Zoom in`} icon="plus" onPress={() => map.current?.zoomBy(1)} />
          <IconButton label={t`Zoom out`} icon="minus" onPress={() => map.current?.zoomBy(-1)} />
          <IconButton
            label={t`Show everything`}
            icon="fit"
            onPress={() => map.current?.fit(bounds ?? base.bounds)}
          />
        </div>
        {children}
      </MapView>
    </Suspense>
  );
}
