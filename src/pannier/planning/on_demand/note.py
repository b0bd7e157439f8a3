"""Write into the book how each order stands after a choice, and when time alone makes another choice useful."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from pannier.base.eventlog import record
from pannier.core.events import OrderEscalated
from pannier.core.plan import ActivityKind, Plan, Route
from pannier.fleet.on_demand import Rules
from pannier.planning.day import Day
from pannier.planning.on_demand.book import Entry
from pannier.planning.on_demand.choose import Chosen
from pannier.planning.on_demand.riders import Riders
from pannier.planning.on_demand.why import (
    HELD,
    LATE,
    NO_RIDERS,
    NOBODY,
    NOT_READY,
    UNSETTLED,
    URGENT,
    Why,
    asked_again,
    held,
    nobody_fits,
    not_ready,
    only_unanswered,
    tell,
    too_late,
    unreachable,
)
from pannier.planning.running_day.load import RunningDay
from pannier.planning.task_ids import COLLECT, task_id_of

_AT_HUB = (ActivityKind.START, ActivityKind.RELOAD, ActivityKind.SWAP, ActivityKind.CHARGE)
LOOK_AGAIN = timedelta(seconds=30)
"""While somebody waits or may still change riders, since positions move."""


@dataclass(frozen=True)
class Times:
    """Who does a task, when it begins and ends there, and when the trip that it is on left; seconds of the day."""

    shift_id: str
    begins_s: int
    ends_s: int
    trip_left_s: int


def times_of(plan: Plan) -> Mapping[str, Times]:
    """Return the times of every task of a plan."""
    return {task: times for route in plan.routes for task, times in _times_of_route(route)}


def _times_of_route(route: Route) -> Iterator[tuple[str, Times]]:
    left_s = route.start_s
    for one in route.activities:
        if one.kind in _AT_HUB and one.station_id is None:
            left_s = one.departure_s
        if one.task_id is not None:
            yield one.task_id, Times(route.vehicle_id, one.start_s, one.departure_s, left_s)


def note_choice(
    db: Session, book: list[Entry], day: RunningDay, chosen: Chosen, riders: Riders, rules: Rules
) -> None:
    """Bring the book up to a choice."""
    plan = chosen.running.as_is if chosen.made is None else chosen.made.plan
    times = times_of(plan)
    lost = {str(one.task_id): str(one.code) for one in day.left_out}
    for entry in book:
        key = str(entry.order.id)
        if key in times:
            _given(
                entry,
                day.day,
                times[key],
                left_s=_leaves_s(times, entry),
                going=key in chosen.fixed,
                has_begun=_has_begun(day, times[key].shift_id),
                riders=riders,
            )
        elif entry.order.route_id is None:
            _waiting(entry, day.day, chosen, riders, rules, lost.get(key))
        escalate(db, entry, rules, day.day.now)


def given_now(book: Sequence[Entry], now: datetime) -> dict[uuid.UUID, datetime]:
    """Return the orders that were given to a rider just now, with when they are expected to be there."""
    return {
        one.order.id: one.row.arrives_at for one in book if one.row.given_at == now and one.row.arrives_at
    }


def _leaves_s(times: Mapping[str, Times], entry: Entry) -> int:
    """Return when an order leaves: from where it is collected, else from the hub."""
    collect = times.get(task_id_of(entry.order.id, COLLECT))
    return times[str(entry.order.id)].trip_left_s if collect is None else collect.ends_s


def _has_begun(day: RunningDay, shift_id: str) -> bool:
    sheet = day.sheets.get(shift_id)
    return sheet is not None and sheet.route.state == "in_progress"


def _given(
    entry: Entry, day: Day, times: Times, *, left_s: int, going: bool, has_begun: bool, riders: Riders
) -> None:
    row = entry.row
    shift = next(one.id for one in day.shifts if str(one.id) == times.shift_id)
    if row.shift_id != shift or row.given_at is None:
        row.shift_id, row.given_at = shift, day.now
    row.state = "going" if going else "given"
    if row.leaves_at is None or not going or left_s > day.seconds(day.now):
        row.leaves_at = day.moment(left_s)
    row.arrives_at, row.held_until = day.moment(times.begins_s), None
    why = asked_again(shift) if str(shift) in row.refused and not has_begun else None
    if row.arrives_at > row.deliver_by:
        why = too_late(shift, row.arrives_at, row.deliver_by)
    tell(row, why)


def _waiting(entry: Entry, day: Day, chosen: Chosen, riders: Riders, rules: Rules, lost: str | None) -> None:
    row, key = entry.row, str(entry.order.id)
    row.state, row.shift_id, row.held_until = "waiting", None, None
    if key in chosen.placed.held:
        row.held_until = day.moment(chosen.placed.held[key])
    tell(row, _why_waiting(entry, day, chosen, riders, rules, lost))


def _why_waiting(
    entry: Entry, day: Day, chosen: Chosen, riders: Riders, rules: Rules, lost: str | None
) -> Why:
    row, key = entry.row, str(entry.order.id)
    if lost is not None:
        return unreachable(lost)
    if not entry.is_located:
        return Why(UNSETTLED)
    if key in chosen.not_due:
        return not_ready(row.ready_at)
    if row.held_until is not None:
        return held(row.held_until)
    if key in chosen.silent:
        who = chosen.silent[key]
        at = datetime.fromisoformat(row.refused[who]) + timedelta(seconds=rules.answer_s)
        return only_unanswered(who, riders.count(row.refused), at)
    if key in chosen.placed.late:
        option = chosen.placed.late[key]
        return too_late(option.vehicle, day.moment(option.door_s), row.deliver_by)
    return nobody_fits(len(riders.shifts))


def note_nobody(db: Session, book: list[Entry], rules: Rules, now: datetime) -> None:
    """Note that no rider is there for what waits."""
    for entry in book:
        row = entry.row
        if entry.order.route_id is None:
            early = now < row.ready_at - timedelta(seconds=rules.policy.ahead_s)
            row.state, row.held_until = "waiting", None
            tell(row, not_ready(row.ready_at) if early else Why(NO_RIDERS))
        escalate(db, entry, rules, now)


def escalate(db: Session, entry: Entry, rules: Rules, now: datetime) -> None:
    """Call for a person where an order has nobody in time, once; it is over as soon as somebody can."""
    row = entry.row
    waits = row.state == "waiting" and row.code not in {NOT_READY, HELD}
    too_long = waits and now >= max(row.known_at, row.ready_at) + timedelta(seconds=rules.escalate_s)
    needed = row.code in URGENT if waits or row.code == LATE else False
    if not needed and not too_long:
        row.escalated_at = None
    elif row.escalated_at is None:
        row.escalated_at = now
        record(db, OrderEscalated(order_id=entry.order.id, code=row.code or NOBODY))


def next_look(book: list[Entry], rules: Rules, now: datetime) -> datetime | None:
    """Return when to look again although nothing happens; None where all orders go."""
    moments = []
    for entry in book:
        row = entry.row
        if row.state == "waiting":
            early = row.ready_at - timedelta(seconds=rules.policy.ahead_s)
            moments.append(early if row.code == NOT_READY else row.held_until or now + LOOK_AGAIN)
        elif row.state == "given":
            moments.append(now + LOOK_AGAIN)
    return max(min(moments), now + timedelta(seconds=1)) if moments else None
