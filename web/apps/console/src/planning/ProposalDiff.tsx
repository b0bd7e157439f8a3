import { Plural, useLingui } from "@lingui/react/macro";
import type { Proposal } from "@pannier/api";
import { Badge, Banner, type Column, DataTable, Figure, useFormat } from "@pannier/ui";
import type { ReactNode } from "react";
import { cornersOf } from "../fleet/zoneDraft.ts";
import { byRider, latestBy, type RiderChange, signed } from "./proposals.ts";

type Diff = Proposal["diff"];
type Changed = Diff["orders"][number];
type Known = Proposal["known"][number];

/** What a proposal would change: faults, who is affected and what it costs, then each rider, then what is left out. */
export function ProposalDiff({ proposal }: { proposal: Proposal }) {
  const { t } = useLingui();
  const { diff, known } = proposal;
  const references = new Map(diff.orders.map((one) => [one.order_id, one.reference]));
  return (
    <div className="co-diff">
      <Warnings words={diff.broken} tone="danger" title={t`It cannot be driven`} />
      <Affected diff={diff} />
      <DiffFigures diff={diff} />
      <Warnings words={diff.unlocked ?? []} tone="warn" title={t`What should stay could not`} />
      <Warnings words={diff.not_kept ?? []} tone="warn" title={t`Not kept, because it was late already`} />
      {diff.orders.length > 0 && <Riders diff={diff} />}
      {(diff.handovers?.length ?? 0) > 0 && <Handovers rows={diff.handovers ?? []} />}
      {diff.left_out.length > 0 && (
        <Part title={t`Left out`}>
          <ul className="co-left-out">
            {diff.left_out.map((one) => (
              <li key={one.order_id}>
                <b>{references.get(one.order_id) ?? one.reference}</b>
                <span>{one.reason}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {known.length > 0 && <WhatIsKnown known={known} />}
    </div>
  );
}

/** Who has to hear of it, in one line. */
function Affected({ diff }: { diff: Diff }) {
  const { t } = useLingui();
  if (diff.orders.length === 0) return <p>{t`Nothing has to change: every stop stays as it is.`}</p>;
  const [riders, recipients] = [diff.tell_riders.length, diff.tell_recipients.length];
  return (
    <p className="co-diff__affected">
      <Plural value={riders} one="# rider gets a changed route." other="# riders get a changed route." />{" "}
      <Plural
        value={recipients}
        _0="No recipient has to be told."
        one="# recipient has to be told."
        other="# recipients have to be told."
      />
    </p>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="co-diff__part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Warnings({
  words,
  tone,
  title,
}: {
  words: readonly string[];
  tone: "warn" | "danger";
  title: string;
}) {
  if (words.length === 0) return null;
  return (
    <Banner tone={tone}>
      <b>{title}</b>
      <ul>
        {words.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </Banner>
  );
}

function DiffFigures({ diff }: { diff: Diff }) {
  const { t } = useLingui();
  const format = useFormat();
  const energyWh = diff.energy_j / 3600;
  const latestS = latestBy(diff.orders);
  const [riders, moved] = [diff.riders_changed ?? 0, diff.promises_moved ?? 0];
  const counted = (cents: number | undefined) => t`counted ${format.money(cents ?? 0)}`;
  return (
    <div className="co-diff__figures">
      <Figure
        label={t`Cost`}
        value={signed(diff.cost_cents, format.money(diff.cost_cents))}
        note={
          diff.weights_cents
            ? t`counted besides: ${signed(diff.weights_cents, format.money(diff.weights_cents))}`
            : undefined
        }
      />
      <Figure label={t`Distance`} value={signed(diff.distance_m, format.distance(diff.distance_m))} />
      <Figure label={t`CO₂e`} value={signed(diff.co2e_g, format.emission(1000 * diff.co2e_g))} />
      <Figure label={t`Energy`} value={signed(energyWh, format.energy(energyWh))} />
      <Figure
        label={t`Promises moved`}
        value={format.count(moved)}
        note={moved > 0 ? counted(diff.promises_cents) : undefined}
      />
      <Figure
        label={t`Orders with another rider`}
        value={format.count(riders)}
        note={diff.riders_cents ? counted(diff.riders_cents) : undefined}
      />
      <Figure label={t`Later at most by`} value={latestS > 0 ? format.duration(latestS) : "–"} />
      <Figure label={t`Stops with their rider`} value={t`${diff.kept} of ${diff.of}`} />
    </div>
  );
}

type Handover = NonNullable<Diff["handovers"]>[number];

/** Who takes over what where a vehicle stands that does not go on. */
function Handovers({ rows }: { rows: readonly Handover[] }) {
  const { t } = useLingui();
  const format = useFormat();
  return (
    <Part title={t`Taken over from another vehicle`}>
      <ul className="co-left-out">
        {rows.map((one) => (
          <li key={`${one.vehicle} ${one.rider}`}>
            <b>{one.rider}</b>
            <span>{t`from ${one.vehicle} at ${format.time(one.at)}, at ${cornersOf([[one.lon, one.lat]])}: ${one.orders.join(", ")}`}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** What changes for each rider, closed until somebody wants to know. */
function Riders({ diff }: { diff: Diff }) {
  const { t } = useLingui();
  const changes = byRider(diff.orders);
  const told = new Set(changes.map((one) => one.rider));
  const others = diff.tell_riders.filter((rider) => !told.has(rider));
  return (
    <Part title={t`What changes for each rider`}>
      {changes.map((one) => (
        <details key={one.rider} className="co-diff__rider" open={changes.length === 1}>
          <summary>
            <b>{one.rider}</b> <CountOf change={one} />
          </summary>
          <OrderChanges rider={one.rider} rows={[...one.come, ...one.move, ...one.go]} />
        </details>
      ))}
      {others.length > 0 && <p>{t`Riders: ${others.join(", ")}`}</p>}
      {diff.tell_recipients.length > 0 && <p>{t`Recipients of: ${diff.tell_recipients.join(", ")}`}</p>}
    </Part>
  );
}

function CountOf({ change }: { change: RiderChange }) {
  return (
    <span className="pn-quiet co-diff__count">
      {change.come.length > 0 && (
        <span>
          <Plural value={change.come.length} one="# order comes" other="# orders come" />
        </span>
      )}
      {change.move.length > 0 && (
        <span>
          <Plural value={change.move.length} one="# moment moves" other="# moments move" />
        </span>
      )}
      {change.go.length > 0 && (
        <span>
          <Plural value={change.go.length} one="# order goes" other="# orders go" />
        </span>
      )}
    </span>
  );
}

function OrderChanges({ rider, rows }: { rider: string; rows: readonly Changed[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const change = (one: Changed): string => {
    if (one.change === "new") return t`new`;
    if (!one.rider) return t`no route`;
    if (one.rider !== rider) return t`goes to ${one.rider}`;
    if (one.rider_before && one.rider_before !== rider) return t`comes from ${one.rider_before}`;
    return (one.moved_s ?? 0) > 0
      ? t`${format.duration(one.moved_s ?? 0)} later`
      : t`${format.duration(one.moved_s ?? 0)} earlier`;
  };
  const columns: Column<Changed>[] = [
    { id: "order", label: t`Order`, cell: (one) => <b>{one.reference}</b> },
    {
      id: "change",
      label: t`Change`,
      cell: (one) => <Badge tone={one.rider ? "info" : "warn"}>{change(one)}</Badge>,
    },
    { id: "before", label: t`Before`, align: "end", cell: (one) => format.time(one.before) },
    { id: "after", label: t`After`, align: "end", cell: (one) => format.time(one.after) },
    { id: "told", label: t`Recipient`, cell: (one) => (one.promise_moved ? t`has to be told` : "–") },
  ];
  return (
    <DataTable
      label={t`What changes for ${rider}`}
      rows={rows}
      rowKey={(one) => one.order_id}
      columns={columns}
      stacks
    />
  );
}

function WhatIsKnown({ known }: { known: readonly Known[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const sources: Record<string, string> = {
    rider: t`the rider`,
    gps: t`the vehicle`,
    telematics: t`the vehicle`,
    plan: t`as planned`,
    dispatcher: t`you`,
    modelled: t`modelled`,
    measured: t`measured`,
  };
  const told = (source: string, ageS: number) =>
    `${sources[source] ?? source}, ${format.ago(-1000 * ageS, 0)}`;
  const charge = (one: Known) =>
    one.charge_source && one.charge_wh != null
      ? `${format.energy(one.charge_wh)}, ${told(one.charge_source, one.charge_age_s ?? 0)}`
      : t`no battery`;
  const columns: Column<Known>[] = [
    { id: "vehicle", label: t`Vehicle`, cell: (one) => <b>{one.vehicle}</b> },
    { id: "place", label: t`Position`, cell: (one) => told(one.position_source, one.position_age_s) },
    { id: "charge", label: t`Charge`, cell: charge },
  ];
  return (
    <details className="co-diff__rider">
      <summary>{t`What is known of vehicles on the road`}</summary>
      <DataTable
        label={t`What is known of vehicles on the road`}
        rows={known}
        rowKey={(one) => one.vehicle}
        columns={columns}
        stacks
      />
    </details>
  );
}
