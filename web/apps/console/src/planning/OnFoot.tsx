import { Plural, useLingui } from "@lingui/react/macro";
import type { Route } from "@pannier/api";
import { Banner, useFormat } from "@pannier/ui";
import { walkedDoors } from "./walks.ts";

/** Where the vehicle is parked for a stop that is one of several doors on foot, and which those are. */
export function OnFoot({ routes, stopId }: { routes: readonly Route[]; stopId: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const group = routes
    .flatMap((route) => walkedDoors(route.stops))
    .find(({ doors }) => doors.some(({ id }) => id === stopId));
  if (!group) return null;
  const minutes = Math.max(1, Math.round(group.doors.reduce((sum, { walk_s }) => sum + walk_s, 0) / 60));
  return (
    <Banner tone="info">
      <b>
        <Plural value={group.doors.length} one="Parks once for # door" other="Parks once for # doors" />
      </b>{" "}
      {t`and walks ${minutes} min between them; nothing is driven.`}
      <ol className="co-walked-doors">
        {group.doors.map((door) => (
          <li key={door.id} dir="auto">
            {t`${format.time(Date.parse(door.planned_arrival))} · ${door.label}`}
          </li>
        ))}
      </ol>
    </Banner>
  );
}
