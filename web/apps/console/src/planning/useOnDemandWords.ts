import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { OnDemandDay, OnDemandOrder } from "@pannier/api";
import { useReasonWords } from "@pannier/app";
import { useFormat } from "@pannier/ui";
import { minutesOf } from "./onDemand.ts";

type Told = Pick<OnDemandOrder, "code" | "why" | "state">;

interface Facts {
  rider: string;
  riders: number;
  at: string;
  minutes: number;
  cause: string;
  day: string;
  waits: boolean;
}

/** Why an order on demand waits, or who has it although something is the matter; null where there is nothing to tell. */
export function useWhyWords(): (order: Told) => string | null {
  const { t } = useLingui();
  const format = useFormat();
  const reason = useReasonWords();
  const words: Readonly<Record<string, (facts: Facts) => string>> = {
    held: ({ at }) => t`It waits until ${at} for another order that could share the ride.`,
    not_ready: ({ at }) => t`It is ready at ${at}; a rider is looked for shortly before.`,
    late: ({ rider, at, minutes, waits }) =>
      waits
        ? t`${rider} can be there at ${at}, ${minutes} min late; nobody is sooner. It waits for your word.`
        : t`${rider} can be there at ${at}, ${minutes} min late; nobody is sooner.`,
    nobody_fits: ({ riders }) =>
      t`${plural(riders, { one: "The rider on duty has no room, skill, charge or time left for it", other: "None of the # riders on duty has room, skill, charge and time for it" })} without breaking a promise of a planned order.`,
    no_riders: () =>
      t`Nobody who serves orders on demand is on duty; let a rider begin, or change what a shift serves.`,
    unanswered: ({ rider }) => t`${rider} was given it and has not set out; another rider is looked for.`,
    off_duty: ({ rider }) => t`${rider} had it and went off duty; another rider is looked for.`,
    only_unanswered: ({ rider, riders, at }) =>
      riders > 1
        ? t`Only riders who did not set out could take it, ${rider} best; asked again at ${at} if nobody else can by then.`
        : t`Only ${rider} could take it and did not set out; asked again at ${at} if nobody else can by then.`,
    asked_again: ({ rider }) =>
      t`${rider} did not set out for it before and is asked again: nobody else could take it.`,
    unreachable: ({ cause }) => t`No ride can hold it: ${cause}.`,
    unsettled: () => t`Its address or its carrier is not settled yet.`,
    soon: () => t`It is looked at in a moment.`,
    day_over: ({ day }) => t`Nobody could serve it on ${day}; it is tried again on the next day.`,
  };
  return ({ code, why, state }) => {
    if (code === null) return null;
    const facts = {
      rider: why.rider ?? t`a rider`,
      riders: why.riders ?? 0,
      at: why.at ? format.time(why.at) : "–",
      minutes: minutesOf(why.late_s ?? 0),
      cause: reason(why.cause ?? "unreachable"),
      day: why.day ? format.day(why.day) : "–",
      waits: state === "waiting",
    };
    return words[code]?.(facts) ?? t`It waits for another reason (${code}).`;
  };
}

/** Why the last look at orders on demand ended early; null where it did not. */
export function useDeskWords(): (code: OnDemandDay["error_code"]) => string | null {
  const { t } = useLingui();
  return (code) => {
    switch (code) {
      case null:
        return null;
      case "fault":
        return t`The last look failed and is tried again in a few seconds; the server's log says why.`;
      case "hub_off_network":
        return t`The hub lies too far from every street; correct its place. Until then nobody is given an order on demand.`;
      case "map_not_found":
      case "map_not_built":
      case "point_outside_map":
        return t`There is no map of the streets around this hub; add one. Until then nobody is given an order on demand.`;
      default:
        return t`The last look ended early (${code}) and is tried again within a minute.`;
    }
  };
}
