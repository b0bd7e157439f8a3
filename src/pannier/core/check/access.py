"""Hours of places: from parking to the end of the service a vehicle is where it may be."""

from collections.abc import Iterator, Sequence

from pannier.core.check.replay import Seen
from pannier.core.check.violation import Violation
from pannier.core.problem import Access, Problem, Rule, Vehicle
from pannier.core.units import clock_text, duration_text


def check_access(problem: Problem, vehicle: Vehicle, seen: Sequence[Seen]) -> Iterator[Violation]:
    """Yield tasks done at hours when vehicles of this kind may not be at the place, and charges there."""
    for position, now in enumerate(seen):
        for area in problem.access:
            if vehicle.kind not in area.kinds or now.activity.place not in area.places:
                continue
            if now.activity.task_id is not None:
                yield from _check_task(vehicle, area, position, now)
            elif now.activity.station_id is not None:
                words = f"{vehicle.heading} charges in {area.name}, where it may not be at any hour."
                yield Violation(Rule.ACCESS, words, vehicle.id, None, position, 1, "action")


def _check_task(vehicle: Vehicle, area: Access, position: int, now: Seen) -> Iterator[Violation]:
    """Yield a service, with the parking before it, that does not lie in one window of an area."""
    there_s, gone_s = now.start_s - vehicle.parking_s, now.departure_s
    if any(window.start_s <= there_s and gone_s <= window.end_s for window in area.windows):
        return
    spans = " and ".join(f"{clock_text(one.start_s)}-{clock_text(one.end_s)}" for one in area.windows)
    off_s = min((max(one.start_s - there_s, gone_s - one.end_s) for one in area.windows), default=1)
    words = (
        f"{vehicle.heading} is in {area.name} for task {now.activity.task_id} from {clock_text(there_s)} to "
        f"{clock_text(gone_s)}; it may be there {spans or 'at no hour'}"
        f"{f', {duration_text(off_s)} off' if spans else ''}."
    )
    yield Violation(Rule.ACCESS, words, vehicle.id, now.activity.task_id, position, off_s, "s")
