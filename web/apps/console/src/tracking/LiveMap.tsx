import { useLingui } from "@lingui/react/macro";
import { type MapInfo, places } from "@pannier/api";
import { later, ProblemState } from "@pannier/app";
import type { Bounds } from "@pannier/core";
import type { MapHandle } from "@pannier/map";
import type { BaseMap, Picked, Scene } from "@pannier/map/scene";
import { EmptyState, IconButton, Skeleton, useTheme } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, type Ref, Suspense, useImperativeHandle, useMemo, useRef } from "react";
import { useDay } from "../day.tsx";

const MapView = later(async () => (await import("@pannier/map")).MapView);

/** The base map of the hub, built from its own extract; null while it was not built. */
export function useBaseMap() {
  const { hub } = useDay();
  const hubId = hub?.id;
  const query = useQuery({
    queryKey: ["map", hubId],
    queryFn: () => places.map(hubId),
    enabled: Boolean(hubId),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const base = useMemo(() => (query.data ? baseOf(query.data) : null), [query.data]);
  return { base, error: query.error, isPending: query.isPending, retry: () => void query.refetch() };
}

function baseOf(map: MapInfo): BaseMap | null {
  if (!map.pmtiles_url) return null;
  return {
    pmtilesUrl: map.pmtiles_url,
    attribution: map.attribution,
    center: map.center,
    bounds: map.bounds,
  };
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
  const { base, error, isPending, retry } = useBaseMap();
  const map = useRef<MapHandle>(null);
  useImperativeHandle(ref, () => ({
    fit: (to, padding) => map.current?.fit(to, padding),
    zoomBy: (step) => map.current?.zoomBy(step),
  }));
  if (error) return <ProblemState error={error} onRetry={retry} />;
  if (isPending) return <Skeleton label={t`Loading the map`} lines={5} />;
  if (!base) {
    return (
      <EmptyState icon="map" title={t`No map was built yet`}>
        {t`Make one with: pannier map build FILE.osm.pbf. Lists and timeline work without it.`}
      </EmptyState>
    );
  }
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
