"""From a hub's day to the routing problem that the engine solves: pure mapping, nothing is dropped silently."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pannier.core.plan import LeftOut, LeftOutCode
from pannier.core.problem import (
    MAX_DIMENSIONS,
    Dimension,
    Matrices,
    Problem,
    Station,
    Vehicle,
)
from pannier.core.problem import Place as ProblemPlace
from pannier.planning.areas import access_of
from pannier.planning.chargers_of_day import hub_chargers_of, plugs_of, tariff_of
from pannier.planning.company_of_day import company_of_day, contradicting, with_riders_out
from pannier.planning.day import Day, OrderOfDay, ShiftOfDay, StationOfDay
from pannier.planning.familiar_areas import of_vehicles
from pannier.planning.locks_of_day import with_locks
from pannier.planning.shift_vehicle import vehicle_of_shift
from pannier.planning.streets import HUB, IntArray, KindStreets, Places, kinds_of, matrices_of, parked_of
from pannier.planning.tasks_of_orders import tasks_of_orders
from pannier.planning.traffic_of_day import traffic_of_day

DIMENSIONS = (Dimension("mass", "g"), Dimension("volume", "ml"), Dimension("parcels", "parcels"))
MASS = 0


@dataclass(frozen=True)
class DayProblem:
    """The routing problem of a day, and the orders that no vehicle of the day could ever serve."""

    problem: Problem
    left_out: tuple[LeftOut, ...]


def problem_of_day(
    day: Day, places: Places, streets: Mapping[str, KindStreets], *, currency: str = ""
) -> DayProblem:
    """Return the problem; `streets` holds the matrices of every vehicle kind of the day by its code."""
    stations = stations_of(day, places, streets)
    loads = load_names(day)
    vehicles = vehicles_of(day, streets, stations, places, loads)
    left_out = {
        order.id: why
        for order in day.orders
        if (why := uncounted(order, loads) or _hopeless(day, order, places, streets))
    }
    orders = [order for order in day.orders if order.id not in left_out]
    left_out |= {uuid.UUID(why.task_id): why for why in with_riders_out(orders, day.company_out)}
    orders = [order for order in orders if order.id not in left_out]
    left_out |= {uuid.UUID(why.task_id): why for why in contradicting(orders)}
    orders = [order for order in orders if order.id not in left_out]
    tasks = of_vehicles(tasks_of_orders(day, orders, places, loads), vehicles)
    together, apart = company_of_day(orders).of_tasks(tasks)
    problem = Problem(
        places=tuple(ProblemPlace(_name(index), point) for index, point in enumerate(places.points)),
        dimensions=(*DIMENSIONS, *(Dimension(name, "units") for name in loads)),
        matrices=_matrices(day, places, streets),
        vehicles=vehicles,
        tasks=tasks,
        stations=tuple(station_of(day, station, places) for station in stations),
        hub_chargers=hub_chargers_of(day),
        payload_dimension=MASS,
        currency=currency,
        incompatible=incompatible(day, orders),
        together=together,
        apart=apart,
        access=access_of(day, places, parked_of(streets)),
    )
    return DayProblem(with_locks(day, problem), tuple(left_out.values()))


def station_of(day: Day, station: StationOfDay, places: Places) -> Station:
    """Return a charging station of the problem."""
    return Station(
        id=str(station.id),
        place=places.of_station[station.id],
        kind=station.sort,
        tariff=tariff_of(day, station.charger),
        plugs=plugs_of(day, station.charger),
    )


def incompatible(day: Day, orders: Sequence[OrderOfDay]) -> tuple[tuple[str, str], ...]:
    """Return which goods of the day never share a trip."""
    used = {order.goods for order in orders}
    return tuple(pair for pair in day.rules.incompatible if used.issuperset(pair))


def stations_of(day: Day, places: Places, streets: Mapping[str, KindStreets]) -> tuple[StationOfDay, ...]:
    """Return the charging stations that some vehicle of the day may use and reaches; others help nobody."""
    return tuple(
        station
        for station in day.stations
        if station.id in places.of_station
        and any(
            station.serves(kind) and streets[kind.code].round_trip(places.of_station[station.id])
            for kind in kinds_of(day)
        )
    )


def vehicles_of(
    day: Day,
    streets: Mapping[str, KindStreets],
    stations: Sequence[StationOfDay],
    places: Places,
    loads: Sequence[str],
) -> tuple[Vehicle, ...]:
    """Return the vehicles that can leave the hub, with the spare batteries shared among their shifts."""
    spares = spares_of(day.shifts)
    found = (
        vehicle_of_shift(day, shift, spares=spares[shift.id], stations=stations, places=places, loads=loads)
        for shift in day.shifts
        if HUB not in streets[shift.vehicle.kind.code].off_road
    )
    return tuple(vehicle for vehicle in found if vehicle is not None)


def load_names(day: Day) -> tuple[str, ...]:
    """Return the names of what orders of the day take up beyond grams, millilitres and parcels."""
    used = Counter(name for order in day.orders for name, amount in order.loads.items() if amount)
    most = sorted(used, key=lambda name: (-used[name], name))[: MAX_DIMENSIONS - len(DIMENSIONS)]
    return tuple(sorted(most))


def spares_of(shifts: tuple[ShiftOfDay, ...]) -> dict[uuid.UUID, int]:
    """Share each vehicle's spare batteries: one for the fresh start of every later shift, the rest to its first."""
    waiting = Counter(shift.vehicle.id for shift in shifts)
    left = {shift.vehicle.id: shift.vehicle.spare_batteries for shift in shifts}
    shares: dict[uuid.UUID, int] = {}
    for shift in sorted(shifts, key=lambda shift: shift.starts_at):
        vehicle_id = shift.vehicle.id
        waiting[vehicle_id] -= 1
        kept = min(waiting[vehicle_id], left[vehicle_id])
        shares[shift.id] = left[vehicle_id] - kept
        left[vehicle_id] = kept
    return shares


def _name(index: int) -> str:
    return "hub" if index == HUB else f"place {index}"


def _matrices(day: Day, places: Places, streets: Mapping[str, KindStreets]) -> tuple[Matrices, ...]:
    payload_g = payload_by_kind(day)
    return tuple(
        matrices_of(
            kind,
            streets[kind.code],
            standing_s=standing_s(day, places, kind.times.parking_s, kind.times.door_s),
            payload_max_g=payload_g[kind.code],
            temperature_c=day.temperature_c,
            traffic=traffic_of_day(day, places, kind),
        )
        for kind in kinds_of(day)
    )


def payload_by_kind(day: Day) -> Mapping[str, int]:
    """Return the most grams that a vehicle of each kind of the day takes."""
    payload_g: dict[str, int] = defaultdict(int)
    for shift in day.shifts:
        code = shift.vehicle.kind.code
        payload_g[code] = max(payload_g[code], shift.vehicle.payload_g)
    return payload_g


def standing_s(day: Day, places: Places, parking_s: int, door_s: int) -> IntArray:
    """Return how long a vehicle stands at each place if it serves all orders there; not at all at the hub."""
    standing = np.zeros(len(places.points), dtype=np.int32)
    standing[[*places.of_order.values(), *places.of_collection.values()]] = parking_s
    for order in day.orders:
        standing[places.of_order[order.id]] += order.service_s + door_s
        if order.collection is not None:
            standing[places.of_collection[order.id]] += order.collection.service_s + door_s
    standing[HUB] = 0
    return standing


def uncounted(order: OrderOfDay, loads: Sequence[str]) -> LeftOut | None:
    """Return why an order is of a load that this plan does not count, or None."""
    missing = sorted(name for name, amount in order.loads.items() if amount and name not in loads)
    if not missing:
        return None
    text = f"A plan counts {MAX_DIMENSIONS} loads at most, and {missing[0]} is one too many; use fewer names in loads."
    return LeftOut(str(order.id), LeftOutCode.TOO_LARGE, text)


def _hopeless(
    day: Day, order: OrderOfDay, places: Places, streets: Mapping[str, KindStreets]
) -> LeftOut | None:
    """Return why no vehicle of the day could serve the order whatever the plan, or None."""
    why = senseless(day, order, places)
    if why is not None:
        return why
    at = order.collection
    if at is None:
        return _unreachable(day, order, places.of_order[order.id], streets, "it")
    there, here = places.of_collection[order.id], places.of_order[order.id]
    where = "the place where it is collected"
    return _unreachable(day, order, there, streets, where) or _unreachable(day, order, here, streets, "it")


def senseless(day: Day, order: OrderOfDay, places: Places) -> LeftOut | None:
    """Return what an order says that cannot be meant, wherever ways lead, or None."""
    at = order.collection
    ends = [order.window_end, at.window_end if at is not None else None]
    if any(end is not None and day.seconds(end) < 0 for end in ends):
        text = f"Its window ended before {day.service_date} began; give {order.reference} another window."
        return LeftOut(str(order.id), LeftOutCode.WINDOW, text)
    if at is not None and places.of_collection[order.id] == places.of_order[order.id]:
        text = (
            f"It is collected where it is delivered; correct one of the two addresses of {order.reference}."
        )
        return LeftOut(str(order.id), LeftOutCode.UNREACHABLE, text)
    return None


def _unreachable(
    day: Day, order: OrderOfDay, place: int, streets: Mapping[str, KindStreets], where: str
) -> LeftOut | None:
    if any(streets[kind.code].round_trip(place) for kind in kinds_of(day)):
        return None
    causes = "; ".join(f"{kind.label}: {_cause(streets[kind.code], place)}" for kind in kinds_of(day))
    text = (
        f"No vehicle of the day can reach {where}. {causes}. Check the pin of {order.reference} on the map."
    )
    return LeftOut(str(order.id), LeftOutCode.UNREACHABLE, text)


def _cause(streets: KindStreets, place: int) -> str:
    if HUB in streets.off_road:
        return "the hub lies off its street network"
    if place in streets.off_road:
        return streets.off_road[place].rstrip(".")
    return "no way leads from the hub there and back"
