"""From a route that is driven to a vehicle under way: what is aboard, what lies ahead, what is fixed."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from pannier.core.ids import TaskId
from pannier.core.problem import Problem, Vehicle
from pannier.core.running import SoFar, Underway
from pannier.core.schedule import Step
from pannier.core.units import joules_of_wh
from pannier.core.work_time import Doing, Spent
from pannier.planning.day import Day
from pannier.planning.queries import RouteSheet, StopSheet
from pannier.planning.retime import break_step, steps_of_stop
from pannier.planning.running_day.whereabouts import Whereabouts, ahead_of, done_stops
from pannier.planning.streets import HUB
from pannier.planning.task_ids import COLLECT, DROPOFF, task_id_of


@dataclass(frozen=True)
class Closed:
    """Of an order that is no task any more: what it takes up, and its class of goods."""

    load: tuple[int, ...]
    goods: str | None


NOTHING_TAKEN = ("failed", "partial")
ANY_NUMBER = 1_000
"""More stops than any route has."""


def steps_ahead(
    day: Day, problem: Problem, vehicle: Vehicle, stops: Sequence[StopSheet], rests: Sequence[int]
) -> tuple[Step, ...]:
    """Return what stops ask for in terms of a problem; tasks that it does not have are left away.

    `rests` are the vehicle's breaks that are still to be taken, by their numbers.
    """
    left = list(rests)
    known = [
        StopSheet(
            shown.stop,
            tuple(
                task
                for task in shown.tasks
                if task.state != "closed" and task_id_of(task.order_id, task.kind) in problem.task_index
            ),
        )
        for shown in stops
    ]
    place, found = HUB, list[Step]()
    for shown in known:
        if shown.stop.kind == "break":
            found.extend(break_step(day, shown.stop, vehicle, left, place))
            continue
        for step in steps_of_stop(day, shown, problem, vehicle):
            found.append(step)
            place = step.place
    return tuple(found)


def underway_of(
    day: Day,
    problem: Problem,
    sheet: RouteSheet,
    at: Whereabouts,
    closed: "Mapping[str, Closed]",
    *,
    place: int,
    keep_next: int,
) -> Underway:
    """Return a vehicle under way; `closed` tells of the orders that are done what they take up, and of which class."""
    vehicle = problem.vehicles[problem.vehicle_index[str(at.shift_id)]]
    done, ahead = done_stops(sheet), ahead_of(sheet)
    trip = trip_of(sheet)
    at_s, charge_j, ahead = _power_taken(day, vehicle, at, ahead)
    load = _load(problem, sheet, trip, closed)
    rests = _rests_left(day, vehicle, done)
    steps = steps_ahead(day, problem, vehicle, ahead, rests)
    opened = next((shown.stop for shown in sheet.stops if shown.stop.trip == trip), sheet.stops[0].stop)
    since = opened.arrived_at or sheet.route.started_at or opened.planned_departure
    on_trip = [shown for shown in done if shown.stop.trip == trip]
    return Underway(
        vehicle=vehicle.id,
        place=place,
        at_s=at_s,
        ahead=_renumbered(steps, rests),
        locked=_locked(problem, ahead, keep_next),
        aboard=dict.fromkeys(aboard_of(problem, sheet, trip), day.seconds(since)),
        load=load,
        goods=_goods(sheet, trip, closed),
        charge_j=charge_j,
        breaks=tuple(vehicle.breaks[number] for number in rests),
        trips=trip,
        swaps=passed_of(sheet)["swap"],
        so_far=_so_far(day, done, sheet.route.started_at or sheet.route.starts_at),
        trip_so_far=_so_far(day, on_trip, since),
        bring_to=HUB if any(load) else None,
        spent=tuple(_spent(day, sheet, done, at_s)),
    )


def _renumbered(steps: Sequence[Step], rests: Sequence[int]) -> tuple[Step, ...]:
    """Return steps with their breaks numbered among those that are left."""
    return tuple(step if step.rest is None else replace(step, rest=rests.index(step.rest)) for step in steps)


def _spent(day: Day, sheet: RouteSheet, done: Sequence[StopSheet], until_s: int) -> Iterator[Spent]:
    """Yield how the shift went by: from stop to stop driven, there and since the last one as long as planned."""
    left_s = day.seconds(sheet.route.started_at or sheet.route.starts_at)
    driven = [
        shown.stop for shown in done if shown.stop.state == "done" and shown.stop.arrived_at is not None
    ]
    for stop in driven:
        arrived_s = max(left_s, day.seconds(stop.arrived_at or stop.planned_arrival))
        yield Spent(Doing.DRIVING, arrived_s - left_s)
        yield Spent(Doing.BREAK if stop.kind == "break" else Doing.STANDING, stop.service_s)
        left_s = arrived_s + stop.service_s
    here = next((shown.stop for shown in sheet.stops if shown.stop.state == "arrived"), None)
    if here is not None and here.arrived_at is not None:
        arrived_s = max(left_s, day.seconds(here.arrived_at))
        yield Spent(Doing.DRIVING, arrived_s - left_s)
        yield Spent(Doing.STANDING, until_s - arrived_s)
        return
    yield Spent(Doing.DRIVING, until_s - left_s)


def _rests_left(day: Day, vehicle: Vehicle, done: Sequence[StopSheet]) -> list[int]:
    """Return the numbers of the breaks that have not been taken."""
    rests = list(range(len(vehicle.breaks)))
    for shown in done:
        if shown.stop.kind == "break":
            list(break_step(day, shown.stop, vehicle, rests, HUB))
    return rests


def trip_of(sheet: RouteSheet) -> int:
    """Return the number of the trip that a vehicle is on: a reload opens the next one when it is reached."""
    return max(
        (shown.stop.trip for shown in sheet.stops if shown.stop.state in {"done", "arrived"}), default=1
    )


def aboard_of(problem: Problem, sheet: RouteSheet, trip: int) -> Iterator[TaskId]:
    """Yield the open deliveries whose parcels are in the vehicle: loaded for this trip, or collected on it."""
    to_collect = {
        task.order_id
        for shown in sheet.stops
        for task in shown.tasks
        if task.kind == COLLECT and task.state != "closed"
    }
    for shown in sheet.stops:
        for task in shown.tasks:
            is_open = task.kind == DROPOFF and task.state != "closed" and task.order_id not in to_collect
            task_id = task_id_of(task.order_id, task.kind)
            if is_open and shown.stop.trip == trip and task_id in problem.task_index:
                yield task_id


def _power_taken(
    day: Day, vehicle: Vehicle, at: Whereabouts, ahead: list[StopSheet]
) -> tuple[int, int | None, list[StopSheet]]:
    """Return when the vehicle is free and with what charge, a swap or charge that waits at its hub being done first."""
    at_s = day.seconds(at.free_at)
    charge_j = None if at.charge_wh is None else joules_of_wh(at.charge_wh)
    waiting = waiting_power(ahead)
    for shown in waiting:
        at_s += shown.stop.service_s
        charge_j = max(charge_j or 0, shown.stop.charge_j_after or 0) if vehicle.battery else None
    return at_s, charge_j, ahead[len(waiting) :]


def waiting_power(ahead: Sequence[StopSheet]) -> list[StopSheet]:
    """Return the swaps and charges at the hub that come first."""
    return list(
        takewhile(lambda one: one.stop.kind in {"swap", "charge"} and one.stop.station_id is None, ahead)
    )


def passed_of(sheet: RouteSheet) -> dict[str, int]:
    """Return how many reloads, swaps and charges are behind a vehicle, or are what it does now, by kind."""
    found = Counter(shown.stop.kind for shown in done_stops(sheet) if shown.stop.state == "done")
    if sheet.route.state == "in_progress":
        found.update(shown.stop.kind for shown in waiting_power(ahead_of(sheet)))
    return {"reload": trip_of(sheet) - 1, "swap": found["swap"], "charge": found["charge"]}


def _locked(problem: Problem, ahead: Sequence[StopSheet], keep_next: int) -> int:
    """Return how many steps the first stops that somebody is met at have, the one where the rider is included."""
    steps, stops = 0, 0
    for shown in ahead:
        tasks = sum(
            task.state != "closed" and task_id_of(task.order_id, task.kind) in problem.task_index
            for task in shown.tasks
        )
        is_here = shown.stop.state == "arrived"
        if stops >= keep_next and not is_here:
            return steps
        stops += tasks > 0
        steps += tasks if shown.tasks else 1
    return steps


def _load(problem: Problem, sheet: RouteSheet, trip: int, closed: "Mapping[str, Closed]") -> tuple[int, ...]:
    """Return what is aboard until the hub: returns picked up on this trip, and what could not be handed over.

    That is also what cannot be handed over any more, since no vehicle of the day could.
    """
    total = [0] * len(problem.dimensions)
    loads = {order: one.load for order, one in closed.items()}
    hopeless = _hopeless(problem, sheet)
    for shown in sheet.stops:
        for task in shown.tasks:
            stays = task.outcome == "succeeded" if task.kind == "pickup" else task.outcome in NOTHING_TAKEN
            stays = stays or (task.kind == DROPOFF and task.state != "closed" and task.order_id in hopeless)
            if shown.stop.trip == trip and stays and task.kind != COLLECT:
                more = loads.get(str(task.order_id), ())
                total = [have + one for have, one in zip(total, more, strict=True)] if more else total
    return tuple(total)


def _hopeless(problem: Problem, sheet: RouteSheet) -> frozenset[uuid.UUID]:
    """Return the orders that are open, collected where they were to be, and no tasks of the problem."""
    tasks = [task for shown in sheet.stops for task in shown.tasks if task.state != "closed"]
    to_collect = {task.order_id for task in tasks if task.kind == COLLECT}
    known = {task.order_id for task in tasks if task_id_of(task.order_id, task.kind) in problem.task_index}
    return frozenset(task.order_id for task in tasks) - to_collect - known


def _goods(sheet: RouteSheet, trip: int, closed: "Mapping[str, Closed]") -> frozenset[str]:
    """Return the classes of goods that were or are on this trip, of orders that are done."""
    found = {
        closed[str(task.order_id)].goods
        for shown in sheet.stops
        if shown.stop.trip == trip
        for task in shown.tasks
        if str(task.order_id) in closed and task.outcome != "cancelled"
    }
    return frozenset(goods for goods in found if goods is not None)


def _so_far(day: Day, done: Sequence[StopSheet], since: datetime) -> SoFar:
    """Return what was driven as planned, for limits."""
    stops = sum(bool(shown.tasks) for shown in done)
    return SoFar(sum(shown.stop.leg_distance_m for shown in done), max(0, day.seconds(since)), stops)
