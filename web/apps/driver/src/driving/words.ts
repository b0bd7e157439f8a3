/** Codes of the driver's day in words and pictures. */

import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { RiderStop } from "@pannier/api";
import type { IconName } from "@pannier/ui/icons";

const SHAPES: readonly (readonly [part: string, icon: IconName])[] = [
  ["van", "van"],
  ["truck", "van"],
  ["walk", "walker"],
];

/** The picture of a vehicle kind; most of ours have pedals. */
export const vehicleIcon = (kind: string): IconName =>
  SHAPES.find(([part]) => kind.includes(part))?.[1] ?? "bike";

export const STOP_ICONS: Readonly<Record<string, IconName>> = {
  start: "home",
  reload: "orders",
  swap: "battery",
  charge: "battery",
  break: "clock",
  end: "home",
};

export const HUB_TITLES: Readonly<Record<string, MessageDescriptor>> = {
  start: msg`Load at the hub`,
  reload: msg`Reload at the hub`,
  swap: msg`Swap the battery`,
  charge: msg`Charge at the hub`,
  station: msg`Charge on the way`,
  "own start": msg`Where the vehicle stands`,
  "own end": msg`Where the vehicle stays`,
  break: msg`Break`,
  end: msg`Back to the hub`,
};

const keyOf = (stop: RiderStop): string =>
  stop.station_id ? "station" : stop.at_hub ? stop.kind : `own ${stop.kind}`;

/** What to do at a stop without orders, in words; nothing for doors. */
export const titleOf = (stop: RiderStop): MessageDescriptor | undefined =>
  HUB_TITLES[keyOf(stop)] ?? HUB_TITLES[stop.kind];

export const NEXT_STEPS: Readonly<Record<string, MessageDescriptor>> = {
  reattempt: msg`Take it back to the hub. It gets another try.`,
  hold: msg`Take it back to the hub. It waits there until the question is answered.`,
  return: msg`Take it back to the hub. It goes back to the shop.`,
  collection: msg`It stays where it is and comes off your route. Your dispatcher is told.`,
};

export const EVENT_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  "duty.start": msg`Duty started`,
  "route.load": msg`Loaded`,
  "stop.arrive": msg`Arrived`,
  "collection.succeed": msg`Collected`,
  "collection.fail": msg`Not collected`,
  "collection.reopen": msg`Taken back`,
  "attempt.succeed": msg`Handed over`,
  "attempt.fail": msg`Not handed over`,
  "attempt.reopen": msg`Taken back`,
  "hub.return": msg`Brought back to the hub`,
  "battery.swap": msg`Battery swapped`,
  "charge.report": msg`Charge told`,
  "break.start": msg`Break started`,
  "break.end": msg`Break ended`,
  "duty.end": msg`Duty ended`,
};

/** A link that the phone's own navigation opens. */
export const navigationUrl = (stop: RiderStop): string =>
  `geo:${stop.lat},${stop.lon}?q=${stop.lat},${stop.lon}(${encodeURIComponent(stop.label)})`;
