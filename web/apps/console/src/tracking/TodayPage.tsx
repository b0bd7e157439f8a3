import "./today.css";
import { useLingui } from "@lingui/react/macro";
import type { Route } from "@pannier/api";
import { ProblemState } from "@pannier/app";
import type { MapHandle } from "@pannier/map";
import { EMPTY_SCENE, type Picked, type Scene } from "@pannier/map/scene";
import { Segments, Skeleton, useClock, useFormat, useNow } from "@pannier/ui";
import { useCallback, useMemo, useRef, useState } from "react";
import { useDay } from "../day.tsx";
import { BlockedStreets } from "../planning/BlockedStreets.tsx";
import { useBlockedAreas, useBlockedOfDay } from "../planning/blockedStreets.ts";
import { Timeline } from "../planning/Timeline.tsx";
import { timelineHeight } from "../planning/timelineSize.ts";
import { DayStrip } from "./DayStrip.tsx";
import { LiveMap } from "./LiveMap.tsx";
import { marksOf } from "./marks.ts";
import { NoRoutes } from "./NoRoutes.tsx";
import { RouteDetail } from "./RouteDetail.tsx";
import { RouteList } from "./RouteList.tsx";
import { SplitBox } from "./SplitBox.tsx";
import { riderPins, routeLines, type Selection, sceneBounds, stationPins, stopPins } from "./scene.ts";
import { useLiveFeed, usePositions, useRoutes, useVehicleStates } from "./useLive.ts";

type PhoneView = "map" | "timeline" | "routes";

const NOTHING: Selection = { routeId: null, stopId: null };

/** What is going on now: map above timeline, and the selected thing beside them. */
export function TodayPage() {
  const { t } = useLingui();
  const routes = useRoutes();
  const feed = useLiveFeed();
  const { hub, date } = useDay();
  if (routes.isPending) return <Skeleton label={t`Loading routes`} lines={8} />;
  if (routes.isLoadingError)
    return <ProblemState error={routes.error} onRetry={() => void routes.refetch()} />;
  if (routes.data.length === 0) return <NoRoutes />;
  // Another hub or day begins anew: its map shows its own stops, and nothing of the other is selected.
  return <Today key={`${hub?.id}${date}`} routes={routes.data} feed={feed} />;
}

function useSelection() {
  const [selection, select] = useState<Selection>(NOTHING);
  const selectRoute = useCallback(
    (routeId: string) =>
      select((before) => (before.routeId === routeId ? NOTHING : { routeId, stopId: null })),
    [],
  );
  const selectStop = useCallback((routeId: string, stopId: string) => select({ routeId, stopId }), []);
  const clear = useCallback(() => select(NOTHING), []);
  const pick = useCallback((picked: Picked) => {
    if (picked.kind === "stop") select({ routeId: picked.routeId, stopId: picked.id });
    else if (picked.kind === "route") select({ routeId: picked.id, stopId: null });
    else if (picked.kind === "rider" && picked.routeId) select({ routeId: picked.routeId, stopId: null });
  }, []);
  return { selection, selectRoute, selectStop, clear, pick };
}

function Today({ routes, feed }: { routes: readonly Route[]; feed: ReturnType<typeof useLiveFeed> }) {
  const { t } = useLingui();
  const { hub, isToday } = useDay();
  const now = useNow(1000);
  const map = useRef<MapHandle>(null);
  const positions = usePositions().data ?? [];
  const vehicles = useVehicleStates().data ?? [];
  const marks = useMemo(() => marksOf(routes), [routes]);
  const { selection, selectRoute, selectStop, clear, pick } = useSelection();
  const [view, setView] = useState<PhoneView>("map");
  const scene = useScene(routes, positions, marks, selection);
  const blocked = useBlockedOfDay();
  const chosen = routes.find((route) => route.id === selection.routeId);
  const bounds = useMemo(() => sceneBounds(routes, hub), [routes, hub]);
  return (
    <div className="co-today pn-fill" data-view={view} data-detail={chosen ? true : undefined}>
      <h1 className="pn-hidden">{t`Today`}</h1>
      <DayStrip routes={routes} positions={positions} feed={feed} nowMs={now} />
      <div className="co-today__views">
        <Segments
          label={t`View`}
          value={view}
          onChange={setView}
          options={[
            { id: "map", label: t`Map` },
            { id: "timeline", label: t`Timeline` },
            { id: "routes", label: t`Routes` },
          ]}
        />
      </div>
      <SplitBox
        label={t`Share of the map`}
        lowerHeight={(roomPx) => timelineHeight(routes.length, roomPx)}
        upper={
          <LiveMap ref={map} label={t`Map of today’s routes`} scene={scene} bounds={bounds} onPick={pick} />
        }
        lower={
          <Timeline
            routes={routes}
            marks={marks}
            selectedRouteId={selection.routeId}
            selectedStopId={selection.stopId}
            nowMs={isToday ? now : null}
            onSelectRoute={selectRoute}
            onSelectStop={selectStop}
          />
        }
      />
      <aside className="co-side" aria-label={chosen ? t`Selected route` : t`All routes`}>
        {chosen ? (
          <RouteDetail
            key={chosen.id}
            route={chosen}
            mark={marks.get(chosen.id)}
            position={positions.find((one) => one.rider_id === chosen.rider_id)}
            vehicle={vehicles.find((one) => one.vehicle_id === chosen.vehicle_id)}
            selectedStopId={selection.stopId}
            nowMs={now}
            onClose={clear}
            onShow={() => {
              const box = sceneBounds([chosen], null);
              if (box) map.current?.fit(box);
            }}
            onSelectStop={(stopId) => selectStop(chosen.id, stopId)}
          />
        ) : (
          <>
            <div className="co-side__blocked">
              <BlockedStreets streets={blocked} />
            </div>
            <RouteList
              {...{ routes, positions, marks }}
              nowMs={now}
              selectedId={null}
              onSelect={selectRoute}
            />
          </>
        )}
      </aside>
    </div>
  );
}

/** Keep the list of before as long as all of its items look the same. */
function useStable<T>(list: readonly T[], lookOf: (item: T) => string): readonly T[] {
  const kept = useRef({ look: "", list });
  const look = list.map(lookOf).join();
  if (kept.current.look !== look) kept.current = { look, list };
  return kept.current.list;
}

const AGE_EVERY_MS = 5000;

/** The map's scene; parts keep their identity while nothing in them changed. */
function useScene(
  routes: readonly Route[],
  positions: Parameters<typeof riderPins>[1],
  marks: ReturnType<typeof marksOf>,
  selection: Selection,
): Scene {
  const { t } = useLingui();
  const format = useFormat();
  const { hub } = useDay();
  const { factor } = useClock();
  const slowNow = useNow(AGE_EVERY_MS);
  // Expected times change many times a minute; the map is drawn anew only when it would look different.
  const lines = useStable(routeLines(routes, marks), (line) => `${line.id}${line.doneLegs}`);
  const stops = useStable(stopPins(routes, marks), (stop) => `${stop.id}${stop.look}`);
  const riders = useMemo(
    () =>
      riderPins(routes, positions, marks, { nowMs: slowNow, factor }, format, {
        seenAt: (time) => t`seen ${time}`,
      }),
    [routes, positions, marks, slowNow, factor, format, t],
  );
  const stations = useStable(stationPins(routes), (station) => `${station.id}${station.title}`);
  const areas = useStable(useBlockedAreas(), (area) => `${area.id}${area.title}`);
  const hubs = useMemo(
    () => [...(hub ? [{ id: hub.id, at: [hub.lon, hub.lat] as const, title: hub.name }] : []), ...stations],
    [hub, stations],
  );
  return useMemo(
    () => ({
      ...EMPTY_SCENE,
      routes: lines,
      stops,
      riders,
      hubs,
      areas,
      selectedRouteId: selection.routeId,
      selectedStopId: selection.stopId,
    }),
    [lines, stops, riders, hubs, areas, selection],
  );
}
