import { useLingui } from "@lingui/react/macro";
import { hub } from "@pannier/api";
import { useMay } from "@pannier/app";
import { Icon, Panel, RouteLetter } from "@pannier/ui";
import { marksOf } from "../tracking/marks.ts";
import { useHubDay } from "./useHubDay.ts";

/** Labels of each route in loading order, under the letter that parcels are sorted to. */
export function RouteLabels() {
  const { t } = useLingui();
  const may = useMay();
  const { routes } = useHubDay();
  if (!may("plans:read") || !routes.data?.length) return null;
  const marks = [...marksOf(routes.data)];
  const byId = new Map(routes.data.map((route) => [route.id, route]));
  return (
    <Panel title={t`Labels by route`}>
      <ul className="co-scan__routes">
        {marks.map(([id, mark]) => (
          <li key={id}>
            <RouteLetter {...mark} />
            <span dir="auto">
              {byId.get(id)?.rider_name} · {byId.get(id)?.vehicle_name}
            </span>
            <a className="pn-download" href={hub.routeLabelsUrl(id)} target="_blank" rel="noreferrer">
              <Icon name="print" />
              {t`Labels`}
              <span className="pn-hidden"> {t`of route ${mark.letter}`}</span>
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
