/** What happened to an order, in words; the codes are the event log's own. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Tone } from "@pannier/core";
import type { IconName } from "@pannier/ui";

export interface EventWord {
  label: MessageDescriptor;
  tone: Tone;
  icon: IconName;
}

const word = (label: MessageDescriptor, icon: IconName, tone: Tone = "neutral"): EventWord => ({
  label,
  icon,
  tone,
});

const EVENTS: Readonly<Record<string, EventWord>> = {
  "order.accepted": word(msg`Order accepted`, "orders"),
  "order.changed": word(msg`Order changed`, "orders"),
  "order.cancelled": word(msg`Order cancelled`, "close", "warn"),
  "order.located": word(msg`Address found`, "pin"),
  "order.in_review": word(msg`Address needs a look`, "review", "warn"),
  "order.allocated": word(msg`Carrier chosen`, "fleet"),
  "order.planned": word(msg`Planned on a route`, "plan", "info"),
  "order.left_out": word(msg`Left out of the plan`, "alert", "warn"),
  "order.sought": word(msg`Looking for a rider`, "bike"),
  "order.escalated": word(msg`Needs a dispatcher`, "alert", "warn"),
  "order.taken_back": word(msg`Taken back from its rider`, "clock", "warn"),
  "order.reopened": word(msg`Open again`, "orders"),
  "order.held": word(msg`Held`, "clock", "warn"),
  "order.collected": word(msg`Collected from the sender`, "bike", "info"),
  "order.in_transit": word(msg`On the way`, "bike", "info"),
  "order.delivered": word(msg`Delivered`, "check", "ok"),
  "order.partially_delivered": word(msg`Partly delivered`, "alert", "warn"),
  "order.failed": word(msg`Not delivered`, "close", "danger"),
  "order.returning": word(msg`Going back`, "orders", "warn"),
  "order.returned": word(msg`Returned to the merchant`, "orders"),
  "order.lost": word(msg`Lost`, "alert", "danger"),
  "parcel.received": word(msg`Parcel received at the hub`, "home"),
  "parcel.sorted": word(msg`Parcel sorted to its route`, "home"),
  "parcel.loaded": word(msg`Parcel loaded`, "fleet"),
  "parcel.back": word(msg`Parcel back at the hub`, "home", "warn"),
  "parcel.returned": word(msg`Parcel returned`, "home"),
  "parcel.lost": word(msg`Parcel lost`, "alert", "danger"),
  "route.released": word(msg`Route released`, "plan", "info"),
  "route.started": word(msg`Route started`, "bike", "info"),
  "stop.arrived": word(msg`Rider at the door`, "pin", "info"),
  "attempt.succeeded": word(msg`Handed over`, "check", "ok"),
  "attempt.partial": word(msg`Handed over in part`, "alert", "warn"),
  "attempt.failed": word(msg`Attempt failed`, "close", "danger"),
  "attempt.reopened": word(msg`Attempt taken back`, "alert", "warn"),
  "collection.succeeded": word(msg`Taken over at the sender’s`, "check", "ok"),
  "collection.failed": word(msg`Not collected`, "close", "danger"),
  "collection.reopened": word(msg`Collection taken back`, "alert", "warn"),
  "proof.added": word(msg`Proof added`, "camera"),
  "eta.changed": word(msg`New time expected`, "clock"),
  "delay.predicted": word(msg`Delay expected`, "clock", "warn"),
  "message.queued": word(msg`Message prepared`, "mail"),
  "message.sent": word(msg`Message sent`, "mail"),
  "message.failed": word(msg`Message could not be sent`, "mail", "danger"),
  "delivery.charged": word(msg`Priced`, "euro"),
  "emission.recorded": word(msg`Emissions recorded`, "leaf"),
  "outcome.reported": word(msg`Partner reported the outcome`, "fleet"),
  "offer.made": word(msg`Offered to a partner`, "fleet"),
  "offer.accepted": word(msg`Accepted by the partner`, "check"),
  "offer.rejected": word(msg`Refused by the partner`, "close", "warn"),
  "offer.expired": word(msg`Offer ran out`, "clock", "warn"),
  "offer.cancelled": word(msg`Offer taken back`, "close"),
};

const AT_THE_SENDER: EventWord = word(msg`Collection address needs a look`, "review", "warn");

const LEFT_OVER: EventWord = word(msg`Moved to the next day`, "clock", "warn");

/** The words of an event; an unknown one is shown by its own name, never hidden. */
export function eventWord(type: string, data: Readonly<Record<string, unknown>> = {}): EventWord {
  if (type === "order.in_review" && data.end === "collection") return AT_THE_SENDER;
  if (type === "order.left_out" && data.code === "day_over") return LEFT_OVER;
  return EVENTS[type] ?? word({ id: type, message: type.replace(/[._]/g, " ") }, "info");
}
