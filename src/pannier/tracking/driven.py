"""What was driven of a route: when the rider came to each stop and left it, beside what was planned of it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from pannier.core.eta import UNSEEN, EtaModel, Pace
from pannier.driving.queries import AttemptView
from pannier.planning.queries import RouteSheet, StopSheet
from pannier.planning.states import VISITS
from pannier.tracking.eta_keys import Keys


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop where somebody was met; `leg_s` is what the way there was planned to take, from the visit before.

    `leg_s` is None where the rider came from elsewhere than planned, and `left_at` while the rider is there.
    """

    stop: StopSheet
    came_at: datetime
    left_at: datetime | None
    leg_s: float | None

    @property
    def began_at(self) -> datetime:
        """Return when service could begin: at the door, and not before the window."""
        return began(self.stop, self.came_at)


def began(stop: StopSheet, came_at: datetime) -> datetime:
    """Return when service could begin at a stop: at the door, and not before the window."""
    opens = stop.stop.window_start
    return max(came_at, opens) if opens else came_at


def visits_of(sheet: RouteSheet, tries: Mapping[uuid.UUID, Sequence[AttemptView]]) -> list[Visit]:
    """Return the visits of a route in the order in which they happened; those whose arrival nobody told are left out.

    `tries` are the attempts by order.
    """
    there = [
        (stop.stop.arrived_at, stop)
        for stop in sheet.stops
        if stop.stop.kind in VISITS and stop.stop.arrived_at is not None
    ]
    found: list[Visit] = []
    for came_at, stop in sorted(there, key=lambda one: (one[0], one[1].stop.position)):
        before = found[-1].stop if found else None
        found.append(Visit(stop, came_at, left_at(stop, tries), planned_leg_s(before, stop)))
    return found


def left_at(stop: StopSheet, tries: Mapping[uuid.UUID, Sequence[AttemptView]]) -> datetime | None:
    """Return when the last outcome of a stop was told; None while one is missing."""
    orders = {task.order_id for task in stop.tasks}
    closed = {
        view.order_id: view.at for order in orders for view in tries.get(order, ()) if is_of(view, stop)
    }
    return max(closed.values()) if closed and len(closed) == len(orders) else None


def is_of(view: AttemptView, stop: StopSheet) -> bool:
    """Tell whether an attempt holds and was made at a stop."""
    return view.effective and view.stop_id == stop.stop.id


def planned_leg_s(before: StopSheet | None, stop: StopSheet) -> float | None:
    """Return the planned seconds from a stop to the one right behind it; None where it is not right behind."""
    if before is None or stop.stop.position != before.stop.position + 1:
        return None
    return max(0.0, (stop.stop.planned_arrival - before.stop.planned_departure).total_seconds())


def stay_s(stop: StopSheet) -> float:
    """Return the seconds that a stop's service was planned to take."""
    return max(0.0, (stop.stop.planned_departure - stop.stop.planned_start).total_seconds())


def paces(visits: Sequence[Visit], model: EtaModel, keys: Keys) -> tuple[Pace, Pace]:
    """Return how a route got on so far, beside what is known: on its ways, and at its doors."""
    travel, service = UNSEEN, UNSEEN
    for before, visit in pairwise(visits):
        if visit.leg_s is not None and before.left_at is not None:
            expected_s = visit.leg_s * model.travel.ratio(keys.travel(visit.stop)(before.left_at))
            travel = travel.after(expected_s, visit.came_at - before.left_at)
    for visit in visits:
        if visit.left_at is not None:
            expected_s = stay_s(visit.stop) * model.service.ratio(keys.service(visit.stop))
            service = service.after(expected_s, visit.left_at - visit.began_at)
    return travel, service
