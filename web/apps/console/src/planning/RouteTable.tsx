import { useLingui } from "@lingui/react/macro";
import type { Route } from "@pannier/api";
import { chargeLine, lowestCharge, progressOf, ROUTE_STATES, type RouteMark, wordOf } from "@pannier/core";
import { Checkbox, type Column, DataTable, RouteLetter, useFormat, WordBadge } from "@pannier/ui";
import { useBreakWords } from "./BreakNote.tsx";

export interface RouteTableProps {
  routes: readonly Route[];
  marks: ReadonlyMap<string, RouteMark>;
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
  canChoose: boolean;
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The routes of a plan in figures; drafts can be ticked to release only some. */
export function RouteTable({ routes, marks, chosen, onChoose, canChoose }: RouteTableProps) {
  const { t } = useLingui();
  const format = useFormat();
  const breakWords = useBreakWords();
  const tick: Column<Route> = {
    id: "tick",
    label: t`Release`,
    cell: (route) =>
      route.state === "draft" && (
        <Checkbox
          label={t`Release route ${marks.get(route.id)?.letter ?? ""}`}
          hideLabel
          isSelected={chosen.has(route.id)}
          onChange={() => onChoose(toggled(chosen, route.id))}
        />
      ),
  };
  const columns: Column<Route>[] = [
    {
      id: "route",
      label: t`Route`,
      cell: (route) => {
        const mark = marks.get(route.id);
        return (
          <span className="co-route-name">
            {mark && <RouteLetter {...mark} />}
            <span className="co-two">
              <span dir="auto">{route.rider_name || t`No rider`}</span>
              <small>{route.vehicle_name}</small>
              <small className="co-narrow">
                {format.window({ start: route.starts_at, end: route.ends_at })}
              </small>
            </span>
          </span>
        );
      },
    },
    { id: "stops", label: t`Stops`, align: "end", cell: (route) => progressOf(route.stops).stops },
    {
      id: "time",
      label: t`On the road`,
      nowrap: true,
      wideOnly: true,
      cell: (route) => format.window({ start: route.starts_at, end: route.ends_at }),
    },
    {
      id: "breaks",
      label: t`Break`,
      nowrap: true,
      wideOnly: true,
      cell: (route) =>
        route.stops
          .filter((stop) => stop.kind === "break")
          .map((stop) => breakWords(stop).span)
          .join(", ") || "–",
    },
    {
      id: "km",
      label: t`Distance`,
      nowrap: true,
      align: "end",
      wideOnly: true,
      cell: (route) => format.distance(route.distance_m),
    },
    {
      id: "kwh",
      label: t`Energy`,
      nowrap: true,
      align: "end",
      wideOnly: true,
      cell: (route) => (route.energy_wh > 0 ? format.energy(route.energy_wh) : "–"),
    },
    {
      id: "low",
      label: t`Lowest charge`,
      align: "end",
      wideOnly: true,
      cell: (route) => format.charge(lowestCharge(chargeLine(route.stops))?.pct),
    },
    {
      id: "cost",
      label: t`Cost`,
      nowrap: true,
      align: "end",
      wideOnly: true,
      cell: (route) => format.money(route.cost_cents),
    },
    { id: "state", label: t`State`, cell: (route) => <WordBadge word={wordOf(ROUTE_STATES, route.state)} /> },
  ];
  const sorted = [...routes].sort((a, b) =>
    (marks.get(a.id)?.letter ?? "").localeCompare(marks.get(b.id)?.letter ?? ""),
  );
  return (
    <DataTable<Route>
      label={t`Routes of the plan`}
      rows={sorted}
      rowKey={(route) => route.id}
      columns={canChoose ? [tick, ...columns] : columns}
    />
  );
}
