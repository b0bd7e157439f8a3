"""Whether a proposal still stands: only what contradicts it makes it outdated, not that the day goes on.

Routes that it leaves as they are may change as they like; on those that it changes riders may go on, as long as they
have what it gives them and are not on the way to what it takes from them.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from pannier.planning.models import Proposal
from pannier.planning.queries import RouteSheet, sheets_of_day
from pannier.planning.running_day.change import Change
from pannier.planning.running_day.rider_names import shift_mark
from pannier.planning.running_day.underway import trip_of
from pannier.planning.running_day.whereabouts import ahead_of
from pannier.planning.task_ids import COLLECT, DROPOFF, is_collect, order_of_task

type Steps = Mapping[str, Sequence[Mapping[str, Any]]]


def why_outdated(
    sheets: Mapping[str, RouteSheet],
    *,
    base: Mapping[str, int],
    steps: Steps,
    without: Sequence[uuid.UUID] = (),
    keep_next: int = 1,
    left_knowing: Collection[str] = (),
) -> str | None:
    """Return in words what contradicts a proposal, None while nothing does.

    `sheets` are the routes that are out by shift, `base` the revisions of those that it changes as it found them,
    `steps` what each shift that it changes would do, and `left_knowing` the orders that riders had already when it
    left them out. A sentence has marks where names of riders belong.
    """
    gone = {str(one) for one in without}
    found = (
        *_routes_changed(sheets, base, steps),
        *_given_since(sheets, base, steps, gone),
        *_taken_away(sheets, steps, gone, keep_next, left_knowing),
    )
    return next(iter(found), None)


def left_knowing(sheets: Mapping[str, RouteSheet], steps: Steps) -> list[str]:
    """Return the orders that steps leave out although riders have them, or are on the way there, by now."""
    whose = _whose(steps)
    away = (
        sheets[shift] for shift in steps if shift in sheets and sheets[shift].route.state == "in_progress"
    )
    held = {order for sheet in away for order in _aboard(sheet) | _next_orders(sheet)}
    return sorted(str(order) for order in held - whose.keys())


def why_row_outdated(sheets: Mapping[str, RouteSheet], row: Proposal) -> str | None:
    """Return in words with marks what contradicts a stored proposal, None while nothing does."""
    change = Change.of_json(row.change)
    return why_outdated(
        sheets,
        base=row.base,
        steps=row.steps,
        without=change.without,
        keep_next=0 if row.diff["unlocked"] else change.keep_next,
        # Of proposals made before that was noted nobody knows.
        left_knowing=row.diff.get("left_knowing", ()),
    )


def outdated_ones(db: Session, rows: Sequence[Proposal]) -> dict[uuid.UUID, str]:
    """Return for each open proposal of a hub's day that is outdated why, in words with marks for names."""
    rows = [row for row in rows if row.state == "open"]
    if not rows:
        return {}
    hub_id, service_date = rows[0].hub_id, rows[0].service_date
    found = sheets_of_day(db, hub_id=hub_id, service_date=service_date)
    sheets = {str(sheet.route.shift_id): sheet for sheet in found}
    words = {row.id: why_row_outdated(sheets, row) for row in rows}
    return {proposal_id: why for proposal_id, why in words.items() if why is not None}


def _routes_changed(sheets: Mapping[str, RouteSheet], base: Mapping[str, int], steps: Steps) -> Iterator[str]:
    out = {str(sheet.route.id): sheet.route for sheet in sheets.values()}
    for route_id, revision in base.items():
        if route_id not in out:
            yield "A route that it changes has ended or was called off since."
        elif out[route_id].revision != revision:
            yield f"The route of {shift_mark(out[route_id].shift_id)}, which it changes, was changed since."
    for shift in steps:
        if shift in sheets and str(sheets[shift].route.id) not in base:
            yield f"{shift_mark(shift)} has a route of another plan by now."


def _given_since(
    sheets: Mapping[str, RouteSheet], base: Mapping[str, int], steps: Steps, without: set[str]
) -> Iterator[str]:
    """Yield for each route that has by now what the proposal would give to others."""
    given = _whose(steps)
    for shift, sheet in sheets.items():
        is_other = shift not in steps and shift not in without and str(sheet.route.id) not in base
        if is_other and any(
            task.order_id in given for shown in sheet.stops for task in shown.tasks if task.state != "closed"
        ):
            yield f"An order that it would give to another rider is with {shift_mark(shift)} by now."


def _whose(steps: Steps) -> dict[uuid.UUID, str]:
    return {
        order_of_task(row["task"]): shift for shift, rows in steps.items() for row in rows if _serves(row)
    }


def _taken_away(
    sheets: Mapping[str, RouteSheet],
    steps: Steps,
    without: set[str],
    keep_next: int,
    left_knowing: Collection[str],
) -> Iterator[str]:
    """Yield for each rider who is on the way with, or to, what would go with another one, or with nobody."""
    whose = _whose(steps)
    for shift in steps:
        sheet = sheets.get(shift)
        if sheet is None or sheet.route.state != "in_progress" or shift in without:
            continue
        held = _aboard(sheet) | (_next_orders(sheet) if keep_next else set())
        has = f"{shift_mark(shift)} has left with, or is on the way to, an order that would"
        if any(whose.get(order, shift) != shift for order in held):
            yield f"{has} go with another rider."
        if any(order not in whose and str(order) not in left_knowing for order in held):
            yield f"{has} be left out."


def _serves(row: Mapping[str, Any]) -> bool:
    return row["task"] is not None and not is_collect(row["task"])


def _aboard(sheet: RouteSheet) -> set[uuid.UUID]:
    """Return the open deliveries of the present trip, those apart that are still to be collected."""
    trip = trip_of(sheet)
    tasks = [
        (shown.stop.trip, task) for shown in sheet.stops for task in shown.tasks if task.state != "closed"
    ]
    to_collect = {task.order_id for _, task in tasks if task.kind == COLLECT}
    return {task.order_id for at, task in tasks if at == trip and task.kind == DROPOFF} - to_collect


def _next_orders(sheet: RouteSheet) -> set[uuid.UUID]:
    """Return the orders of the stop that the rider is on the way to."""
    for shown in ahead_of(sheet):
        if open_orders := {task.order_id for task in shown.tasks if task.state != "closed"}:
            return open_orders
    return set()
