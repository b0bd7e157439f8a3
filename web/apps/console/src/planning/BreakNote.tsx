import { useLingui } from "@lingui/react/macro";
import type { RouteStop } from "@pannier/api";
import { timesOf } from "@pannier/core";
import { useFormat } from "@pannier/ui";

/** From when to when a break is, why, and how much of it is waited anyway. */
export function useBreakWords() {
  const { t } = useLingui();
  const format = useFormat();
  return (stop: RouteStop) => {
    const { serviceMs, departureMs } = timesOf(stop);
    const minutes = Math.round((stop.rest?.anyway_s ?? 0) / 60);
    const length = Math.round((departureMs - serviceMs) / 60_000);
    return {
      span: `${format.time(serviceMs)}–${format.time(departureMs)}`,
      rule: stop.rest?.rule ?? "",
      anyway:
        minutes === 0
          ? t`no waiting falls into it`
          : minutes >= length
            ? t`all of it is waited anyway`
            : t`${minutes} min of it are waited anyway`,
    };
  };
}

/** The chosen break of a route, below the timeline. */
export function BreakNote({ stop }: { stop: RouteStop }) {
  const { t } = useLingui();
  const words = useBreakWords()(stop);
  return (
    <section className="co-why" aria-label={t`Break`}>
      <h3>{t`Break ${words.span}`}</h3>
      <p className="pn-quiet">{[words.rule, words.anyway].filter(Boolean).join(" · ")}</p>
    </section>
  );
}
