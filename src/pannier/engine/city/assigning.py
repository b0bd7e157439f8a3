"""Where orders begin: each job at a hub that is near and has room; the search moves them from there."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pannier.core.problem import UNREACHABLE, Task, Vehicle
from pannier.engine.city.city import City, home_of

_STEPS = 200
"""Times that full hubs are made dearer; then whoever is still too full stays so, and the search sorts it out."""
_FULL = 0.8
"""Share of a hub's capacity that is handed out, where the city's orders leave so much: loading and breaks take some."""
_SPARE = 1.2
"""How much fuller than the mean a hub may be before orders are sent elsewhere."""
_SAMPLE = 400
"""Tasks that tell how far a stop is from the next one."""
_TOUR = 1.4
"""A leg of a good tour, beside the way to the nearest neighbour (0.71 and 0.5 of the root of the area a stop has)."""
_UNLIKE, _GOLDEN = 0.1, 0.618033988749895
_FAR_S = 10.0**7

type Table = npt.NDArray[np.float64]


def first_hubs(city: City) -> tuple[int, ...]:
    """Return for each job the position of the hub it begins at.

    A job whose hub is given, or that only vehicles of some hubs may do, begins at one of those. Any other one goes
    to the hub where being near and being there with the others cost least: hubs have prices, that of a hub which
    gets more work or goods than its vehicles can take rises until some jobs go elsewhere (an auction, as
    Bertsekas 1988).
    """
    cost = _away_s(city) + _forbidden(city)
    work, room = _work(city, _stop_s(city)), _room(city)
    # Where there is more to do than all can take, every hub gets its share of it.
    with np.errstate(divide="ignore", invalid="ignore"):
        crowded = np.nan_to_num(work.sum(axis=0) / room.sum(axis=0), posinf=0.0).max()
    # Room to spare is for those who are far from everybody: nobody is sent far to make all hubs equally full.
    share = max(float(crowded), min(_FULL, _SPARE * float(crowded)))
    room = np.maximum(room * share, 1e-9)
    return tuple(int(hub) for hub in _auction(cost, work, room))


def _auction(cost: Table, work: Table, room: Table) -> npt.NDArray[np.intp]:
    """Return each job's hub; `work` is by job and measure, `room` by hub and measure."""
    # Jobs at one address are not all alike: else they would move from hub to hub together, or not at all.
    cost = cost * (1 + _UNLIKE * ((np.arange(len(cost)) * _GOLDEN) % 1.0))[:, None]
    prices, fullest, best = np.zeros(cost.shape[1]), math.inf, cost.argmin(axis=1)
    step_s = float(np.median(cost[cost < _FAR_S])) / 4 if (cost < _FAR_S).any() else 0.0
    chosen = best
    for number in range(_STEPS):
        filled = np.stack([np.bincount(chosen, one, minlength=len(room)) for one in work.T], axis=1)
        over = (filled / room).max(axis=1) - 1
        if over.max() < fullest:
            fullest, best = float(over.max()), chosen
        if fullest <= 0:
            break
        # Steps get smaller, so that jobs between two hubs do not swing from one to the other for ever.
        prices = np.maximum(0.0, prices + step_s / (1 + number / 20) * np.clip(over, -0.2, 0.2))
        chosen = (cost + prices).argmin(axis=1)
    return best


def _away_s(city: City) -> Table:
    """Return how far each job is from each hub: its tasks together, by the fastest of the hub's vehicles."""
    columns = []
    for hub in city.hubs:
        own = [vehicle for vehicle, home in zip(city.vehicles, city.homes, strict=True) if home == hub]
        ways = [city.travel.away_s(hub, profile) for profile in sorted({one.profile for one in own})]
        far = [np.where(way == UNREACHABLE, _FAR_S, way.astype(np.float64)) for way in ways]
        columns.append(np.minimum.reduce(far))
    by_place = np.stack(columns, axis=1)
    return np.stack([by_place[[city.tasks[task].place for task in job]].sum(axis=0) for job in city.jobs])


def _forbidden(city: City) -> Table:
    """Return so much that nobody begins there, where a hub has no vehicle that may do a job."""
    own: list[list[Vehicle]] = [[] for _ in city.hubs]
    position = {hub: number for number, hub in enumerate(city.hubs)}
    for vehicle in city.vehicles:
        own[position[home_of(vehicle)]].append(vehicle)
    table = np.zeros((len(city.jobs), len(city.hubs)))
    known: dict[object, list[bool]] = {}
    for row, job in enumerate(city.jobs):
        tasks = [city.tasks[index] for index in job]
        asks = frozenset((task.hub, task.needs, task.only) for task in tasks)
        if asks not in known:
            known[asks] = [any(_may(vehicle, tasks) for vehicle in at_hub) for at_hub in own]
        table[row, [not may for may in known[asks]]] = _FAR_S
    return table


def _may(vehicle: Vehicle, tasks: Sequence[Task]) -> bool:
    return all(
        (task.hub is None or task.hub in vehicle.hub_places)
        and task.needs <= vehicle.skills
        and (not task.only or vehicle.id in task.only)
        for task in tasks
    )


def _stop_s(city: City) -> float:
    """Return about what a stop takes beside its service: the way to it from a near one, and parking."""
    tasks = city.tasks[:: max(1, len(city.tasks) // _SAMPLE)]
    if not tasks or not city.vehicles:
        return 0.0
    first = city.vehicles[0]
    (sample,) = city.travel.matrices([task.place for task in tasks], [first.profile])
    away = np.where(sample.duration_s == UNREACHABLE, _FAR_S, sample.duration_s.astype(np.float64))
    np.fill_diagonal(away, _FAR_S)
    nearest_s = float(np.median(away.min(axis=1))) if len(tasks) > 1 else 0.0
    way_s = _TOUR * nearest_s * math.sqrt(len(tasks) / len(city.tasks))
    stands_s = [vehicle.parking_s + vehicle.door_s for vehicle in city.vehicles]
    return way_s + sum(stands_s) / len(stands_s)


def _work(city: City, stop_s: float) -> Table:
    """Return for each job the seconds it takes, and what it takes up of each dimension."""
    tasks = ([city.tasks[index] for index in job] for job in city.jobs)
    return np.array([_work_of(of_job, stop_s) for of_job in tasks], dtype=np.float64)


def _work_of(tasks: Sequence[Task], stop_s: float) -> list[float]:
    most = [max(amounts) for amounts in zip(*(task.demand for task in tasks), strict=True)]
    return [sum(task.service_s + stop_s for task in tasks), *most]


def _room(city: City) -> Table:
    """Return for each hub the seconds of its shifts, and what its vehicles hold on all their trips together."""
    table = np.zeros((len(city.hubs), 1 + len(city.dimensions)))
    position = {hub: number for number, hub in enumerate(city.hubs)}
    for vehicle, home in zip(city.vehicles, city.homes, strict=True):
        holds = [vehicle.trips.max_trips * amount for amount in vehicle.capacity]
        table[position[home]] += [vehicle.shift.length_s, *holds]
    return table
