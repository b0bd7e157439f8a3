import { Plural, useLingui } from "@lingui/react/macro";
import type { Position, Route, VehicleState } from "@pannier/api";
import {
  chargeOutlook,
  doorNumbers,
  nextStop,
  progressOf,
  ROUTE_STATES,
  type RouteMark,
  wordOf,
} from "@pannier/core";
import { Badge, Facts, Icon, IconButton, RouteLetter, useFormat, WordBadge } from "@pannier/ui";
import { useEffect, useRef } from "react";
import { PositionAge } from "./RouteList.tsx";
import { StopRow } from "./StopRow.tsx";

export interface RouteDetailProps {
  route: Route;
  mark: RouteMark | undefined;
  position: Position | undefined;
  vehicle: VehicleState | undefined;
  selectedStopId: string | null;
  nowMs: number;
  onClose: () => void;
  onShow: () => void;
  onSelectStop: (stopId: string) => void;
}

/** One route: who, how far, does the battery last, and every stop with its times. */
export function RouteDetail(props: RouteDetailProps) {
  const { route, mark, position, vehicle, selectedStopId, nowMs, onClose, onShow, onSelectStop } = props;
  const { t } = useLingui();
  const format = useFormat();
  const progress = progressOf(route.stops);
  const next = nextStop(route.stops);
  const numbers = doorNumbers(route.stops);
  return (
    <section className="co-detail" aria-label={t`Route ${mark?.letter ?? ""}`}>
      <header className="co-detail__head">
        {mark && <RouteLetter {...mark} size={34} />}
        <div className="co-route__who">
          <h2 dir="auto">{route.rider_name || t`No rider`}</h2>
          <span className="pn-quiet">{route.vehicle_name}</span>
        </div>
        <IconButton label={t`Show route on the map`} icon="fit" onPress={onShow} />
        <IconButton label={t`Close route`} icon="close" onPress={onClose} />
      </header>
      <div className="co-detail__badges">
        <WordBadge word={wordOf(ROUTE_STATES, route.state)} />
        {progress.late > 0 && (
          <Badge tone="warn" icon="clock">
            <Plural value={progress.late} one="# stop late" other="# stops late" />
          </Badge>
        )}
        {route.state === "in_progress" && <PositionAge seenAt={position?.at} nowMs={nowMs} />}
      </div>
      <Facts
        columns={2}
        facts={[
          { label: t`Stops done`, value: t`${progress.done} of ${progress.stops}` },
          {
            label: t`Shift on the road`,
            value: format.window({ start: route.starts_at, end: route.ends_at }),
          },
          { label: t`Planned distance`, value: format.distance(route.distance_m) },
          route.energy_wh > 0 && { label: t`Planned energy`, value: format.energy(route.energy_wh) },
        ]}
      />
      <ChargeCard route={route} vehicle={vehicle} nowMs={nowMs} />
      <ol className="co-stops" aria-label={t`Stops`}>
        {route.stops.map((stop) => (
          <StopRow
            key={stop.id}
            stop={stop}
            route={route}
            number={numbers.get(stop.id)}
            isNext={stop.id === next?.id && route.state === "in_progress"}
            selected={stop.id === selectedStopId}
            onSelect={() => onSelectStop(stop.id)}
          />
        ))}
      </ol>
      <ScrollTo stopId={selectedStopId ?? next?.id ?? null} />
    </section>
  );
}

/** Bring a stop into view inside the list that scrolls; at first without moving the page itself. */
function ScrollTo({ stopId }: { stopId: string | null }) {
  const first = useRef(true);
  useEffect(() => {
    const row = document.getElementById(`stop-${stopId}`);
    const list = row?.parentElement;
    if (!row || !list) return;
    if (list.scrollHeight > list.clientHeight)
      list.scrollTop = row.offsetTop - list.offsetTop - list.clientHeight / 3;
    else if (!first.current) row.scrollIntoView({ block: "nearest" });
    first.current = false;
  }, [stopId]);
  return null;
}

function ChargeCard({
  route,
  vehicle,
  nowMs,
}: {
  route: Route;
  vehicle: VehicleState | undefined;
  nowMs: number;
}) {
  const { t } = useLingui();
  const format = useFormat();
  const measured = vehicle?.charge ?? null;
  const outlook = chargeOutlook(
    route.stops,
    measured?.pct ?? null,
    measured ? Date.parse(measured.at) : undefined,
  );
  if (!outlook || route.state === "completed") return null;
  const low = format.charge(outlook.low.pct);
  const at = format.time(outlook.low.atMs);
  const end = format.charge(outlook.endPct);
  const words = {
    enough: t`Enough: ${end} left at the end`,
    tight: t`Tight: down to ${low} at ${at}`,
    not_enough: t`Not enough: ${low} at ${at} is below the reserve`,
  }[outlook.verdict];
  const { refill } = outlook;
  const next =
    refill &&
    (refill.kind === "swap"
      ? t`battery swap ${format.time(refill.atMs)}`
      : t`charge ${format.time(refill.atMs)}`);
  const sources: Record<string, string> = {
    modelled: t`modelled`,
    rider: t`entered by the rider`,
    measured: t`measured`,
  };
  const source = measured
    ? `${format.charge(measured.pct)}, ${sources[measured.source] ?? measured.source} ${format.ago(measured.at, nowMs)}`
    : t`as planned`;
  return (
    <div className={`co-charge co-charge--${outlook.verdict}`}>
      <Icon name="battery" size={22} />
      <div>
        <b>{words}</b>
        <span className="pn-quiet">{[source, next].filter(Boolean).join(" · ")}</span>
      </div>
    </div>
  );
}
