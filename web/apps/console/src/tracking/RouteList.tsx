import "./route.css";
import { useLingui } from "@lingui/react/macro";
import type { Position, Route } from "@pannier/api";
import {
  ageOf,
  nextStop,
  progressOf,
  ROUTE_STATES,
  type RouteMark,
  shapeOf,
  timesOf,
  wordOf,
} from "@pannier/core";
import { Badge, Icon, RouteLetter, useClock, useFormat, WordBadge } from "@pannier/ui";

export interface RouteListProps {
  routes: readonly Route[];
  positions: readonly Position[];
  marks: ReadonlyMap<string, RouteMark>;
  selectedId: string | null;
  nowMs: number;
  onSelect: (routeId: string) => void;
}

/** Every route with its rider: the list twin of the map. */
export function RouteList({ routes, positions, marks, selectedId, nowMs, onSelect }: RouteListProps) {
  const { t } = useLingui();
  const sorted = [...routes].sort((a, b) =>
    (marks.get(a.id)?.letter ?? "").localeCompare(marks.get(b.id)?.letter ?? ""),
  );
  return (
    <ul className="co-routes" aria-label={t`Routes`}>
      {sorted.map((route) => (
        <li key={route.id}>
          <RouteCard
            route={route}
            mark={marks.get(route.id)}
            position={positions.find((one) => one.rider_id === route.rider_id)}
            selected={route.id === selectedId}
            nowMs={nowMs}
            onSelect={() => onSelect(route.id)}
          />
        </li>
      ))}
    </ul>
  );
}

interface RouteCardProps {
  route: Route;
  mark: RouteMark | undefined;
  position: Position | undefined;
  selected: boolean;
  nowMs: number;
  onSelect: () => void;
}

function RouteCard({ route, mark, position, selected, nowMs, onSelect }: RouteCardProps) {
  const { t } = useLingui();
  const progress = progressOf(route.stops);
  const running = route.state === "in_progress";
  return (
    <button type="button" className="co-route" aria-pressed={selected} onClick={onSelect}>
      {mark && <RouteLetter {...mark} size={30} />}
      <span className="co-route__who">
        <b dir="auto">{route.rider_name || t`No rider`}</b>
        <span className="pn-quiet">
          <Icon name={shapeOf(route.vehicle_kind)} size={15} /> {route.vehicle_name}
        </span>
      </span>
      <span className="co-route__state">
        {progress.late > 0 && running ? (
          <Badge tone="warn" icon="clock">{t`${progress.late} late`}</Badge>
        ) : (
          <WordBadge word={wordOf(ROUTE_STATES, route.state)} />
        )}
        {running && <PositionAge seenAt={position?.at} nowMs={nowMs} />}
      </span>
      <span className="co-route__bar">
        <span style={{ inlineSize: `${(100 * progress.done) / Math.max(1, progress.stops)}%` }} />
      </span>
      <span className="co-route__next pn-quiet">
        <span>
          {t`${progress.done} of ${progress.stops} stops`}
          {progress.failed > 0 && <b className="co-bad"> · {t`${progress.failed} not delivered`}</b>}
        </span>
        <span className="co-cut">
          <NextStop route={route} />
        </span>
      </span>
    </button>
  );
}

/** Where the rider is going, or standing. */
function NextStop({ route }: { route: Route }) {
  const { t } = useLingui();
  const format = useFormat();
  const next = nextStop(route.stops);
  if (!next) return t`done`;
  const time = format.time(timesOf(next).arrivalMs);
  return next.arrived_at ? t`at ${next.label} since ${time}` : `${time} ${next.label}`;
}

/** How old the rider's position is, in words. */
export function PositionAge({ seenAt, nowMs }: { seenAt: string | undefined; nowMs: number }) {
  const { factor } = useClock();
  const { t } = useLingui();
  const format = useFormat();
  const age = ageOf(seenAt, nowMs, factor);
  const since = seenAt ? format.ago(seenAt, nowMs) : "";
  const words = !seenAt ? t`no position yet` : age === "fresh" ? t`live` : t`seen ${since}`;
  return <span className={`co-age co-age--${age}`}>{words}</span>;
}
