import { useLingui } from "@lingui/react/macro";
import { places, type RiderRoute, type RiderStop } from "@pannier/api";
import { boundsOf, decodePolyline6, routeMark } from "@pannier/core";
import { MapView } from "@pannier/map";
import type { BaseMap } from "@pannier/map/scene";
import { useTheme } from "@pannier/ui/theme";
import { useEffect, useMemo, useState } from "react";
import { useApp, useAppState } from "../base/context.tsx";
import { isDoor } from "../driving/reduce.ts";
import { vehicleIcon } from "../driving/words.ts";

const MARK = routeMark(2);
let known: BaseMap | null = null;

/** The way to one stop on our own map; also without network, once the map was kept. */
export default function LegMap({ stop, route }: { stop: RiderStop; route: RiderRoute }) {
  const { t } = useLingui();
  const app = useApp();
  const { day, geo } = useAppState();
  const theme = useTheme();
  const hubId = day?.hub.id;
  const [base, setBase] = useState(known);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (known) return;
    places.map(hubId).then(
      ({ pmtiles_url, attribution, center, bounds }) => {
        if (!pmtiles_url) return setFailed(true);
        known = {
          pmtilesUrl: pmtiles_url,
          attribution,
          center: center as [number, number],
          bounds: bounds as [number, number, number, number],
        };
        setBase(known);
      },
      () => setFailed(true),
    );
  }, [hubId]);
  const leg = useMemo(() => decodePolyline6(route.legs[route.stops.indexOf(stop)] ?? ""), [route, stop]);
  const here = geo === "on" ? app.watch.last : null;
  const [lon, lat, heading] = [here?.lon, here?.lat, here?.heading_deg];
  const shape = vehicleIcon(day?.vehicle?.kind ?? "");
  const scene = useMemo(() => {
    const number = route.stops.filter(isDoor).indexOf(stop) + 1;
    const colours = { letter: MARK.letter, light: MARK.light, dark: MARK.dark };
    return {
      routes: [{ id: route.id, ...colours, legs: [leg], doneLegs: 0 }],
      stops: [
        {
          id: stop.id,
          routeId: route.id,
          at: [stop.lon, stop.lat] as const,
          number,
          look: "open" as const,
          title: stop.label,
          ...colours,
        },
      ],
      riders:
        lon === undefined || lat === undefined
          ? []
          : [
              {
                id: "me",
                routeId: route.id,
                at: [lon, lat] as const,
                heading: heading ?? null,
                shape: shape === "van" || shape === "walker" ? shape : ("bike" as const),
                age: "fresh" as const,
                title: "",
                note: "",
                ...colours,
              },
            ],
      hubs: day ? [{ id: day.hub.id, at: [day.hub.lon, day.hub.lat] as const, title: day.hub.name }] : [],
      doors: [],
      choices: [],
      selectedRouteId: route.id,
      selectedStopId: stop.id,
    };
  }, [route, stop, leg, lon, lat, heading, shape, day]);
  const none = <p className="dr-map__none">{t`No map here. The phone's navigation knows the way.`}</p>;
  if (failed) return <div className="dr-map">{none}</div>;
  if (!base) return <div className="dr-map dr-map--wait" />;
  return (
    <div className="dr-map">
      <MapView
        label={t`The way to this stop`}
        base={base}
        theme={theme}
        scene={scene}
        bounds={boundsOf([...leg, [stop.lon, stop.lat]])}
        fallback={none}
      />
    </div>
  );
}
