import { useLingui } from "@lingui/react/macro";
import type { RiderStop } from "@pannier/api";
import { useFormat } from "../base/context.tsx";

/** Where to charge, until when and how far, from when the vehicle is plugged in. */
export function ChargeGoal({ stop, atMs }: { stop: RiderStop; atMs: number }) {
  const { t } = useLingui();
  const format = useFormat();
  const stayMs = Date.parse(stop.planned_departure) - Date.parse(stop.planned_arrival);
  const until = format.time(atMs + stayMs);
  return (
    <p className="dr-next__who">
      {stop.station_id && <bdi>{stop.label} · </bdi>}
      {stop.charge_pct == null
        ? t`Charge until about ${until}`
        : t`Charge to ${format.charge(stop.charge_pct)}, until about ${until}`}
    </p>
  );
}
