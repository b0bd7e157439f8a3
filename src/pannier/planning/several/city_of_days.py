"""From the days of several hubs to one city that the engine searches in parts: pure mapping."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pannier.connect.road_network import RoadNetwork
from pannier.core.problem import Access, Dimension, HubCharger, Place, Station, Task, Vehicle
from pannier.core.running.served import locked_tasks
from pannier.engine.city import City
from pannier.planning.areas import access_of
from pannier.planning.chargers_of_day import hub_chargers_of
from pannier.planning.company_of_day import company_of_day, contradicting, with_riders_out
from pannier.planning.day import Day, LockOfDay, OrderOfDay
from pannier.planning.familiar_areas import of_vehicles
from pannier.planning.locks_of_day import locks_on
from pannier.planning.problem_of_day import (
    DIMENSIONS,
    MASS,
    incompatible,
    load_names,
    senseless,
    spares_of,
    station_of,
    uncounted,
)
from pannier.planning.problems import NoShifts
from pannier.planning.several.travel import travel_of
from pannier.planning.shift_vehicle import vehicle_of_shift
from pannier.planning.streets import Places, kinds_of, places_of
from pannier.planning.task_ids import order_of_task
from pannier.planning.tasks_of_orders import tasks_of_orders


@dataclass(frozen=True)
class HubDays:
    """The days of several hubs at one moment; the orders in `bound` stay at the hub where they are."""

    days: tuple[Day, ...]
    bound: frozenset[uuid.UUID]

    @property
    def whole(self) -> Day:
        """Return one day that holds the orders and shifts of all; its hub is the first one."""
        return replace(
            self.days[0],
            orders=tuple(order for day in self.days for order in day.orders),
            shifts=tuple(shift for day in self.days for shift in day.shifts),
            company_out={word: who for day in self.days for word, who in day.company_out.items()},
            locks=tuple(lock for day in self.days for lock in day.locks if self._holds(day, lock)),
        )

    def _holds(self, day: Day, lock: LockOfDay) -> bool:
        """Tell whether a lock is of an order that its hub still has; a hub's own plan looks at no other."""
        return self.hub_of_order.get(lock.order_id) == day.hub.id

    @cached_property
    def hub_of_order(self) -> Mapping[uuid.UUID, uuid.UUID]:
        """Return where each order is now."""
        return {order.id: day.hub.id for day in self.days for order in day.orders}

    @property
    def hub_of_shift(self) -> Mapping[str, uuid.UUID]:
        """Return the hub of each shift, by the id of its vehicle in a problem."""
        return {str(shift.id): day.hub.id for day in self.days for shift in day.shifts}


def city_of_days(asked: HubDays, network: RoadNetwork, *, currency: str = "") -> City:
    """Return the city; raise NoShifts where no hub has a shift that is free.

    What no plan can hold is not in it: the hub's own plan says why it stays behind.
    """
    whole = asked.whole
    places = places_of(whole, also=[day.hub.point for day in asked.days])
    loads = load_names(whole)
    vehicles = tuple(_vehicles(asked, places, loads))
    if not vehicles:
        raise NoShifts(
            f"Nobody has a free shift at any of these hubs on {whole.service_date}; add one in the console under "
            "Fleet, or with POST /v1/shifts."
        )
    orders = _plannable(whole, places, loads)
    tasks = _locked(
        whole, of_vehicles(tuple(_tasks(asked, whole, orders, places, loads)), vehicles), vehicles
    )
    together, apart = company_of_day(orders).of_tasks(tasks)
    hubs = frozenset(place_of_hub(day, places) for day in asked.days)
    return City(
        places=tuple(Place(f"place {index}", point) for index, point in enumerate(places.points)),
        dimensions=(*DIMENSIONS, *(Dimension(name, "units") for name in loads)),
        vehicles=vehicles,
        tasks=tasks,
        travel=travel_of(whole, places, network),
        stations=_stations(whole, places),
        payload_dimension=MASS,
        currency=currency,
        incompatible=incompatible(whole, orders),
        together=together,
        apart=apart,
        access=tuple(_access(whole, places, hubs)),
        hub_chargers=_hub_chargers(asked, places),
    )


def place_of_hub(day: Day, places: Places) -> int:
    """Return where a day's hub stands among the places."""
    return places.at_point(day.hub.point)


def _plannable(whole: Day, places: Places, loads: Sequence[str]) -> list[OrderOfDay]:
    """Return the orders that some vehicle might serve."""
    orders = [
        order
        for order in whole.orders
        if uncounted(order, loads) is None and senseless(whole, order, places) is None
    ]
    for why_not in (with_riders_out(orders, whole.company_out), contradicting(orders)):
        left = {why.task_id for why in why_not}
        orders = [order for order in orders if str(order.id) not in left]
    return orders


def _vehicles(asked: HubDays, places: Places, loads: Sequence[str]) -> Iterator[Vehicle]:
    for day in asked.days:
        spares, hub = spares_of(day.shifts), place_of_hub(day, places)
        stations = tuple(one for one in day.stations if one.id in places.of_station)
        for shift in day.shifts:
            made = vehicle_of_shift(
                day, shift, spares=spares[shift.id], stations=stations, places=places, loads=loads
            )
            if made is not None:
                yield replace(
                    made,
                    start_place=hub if shift.start_at is None else made.start_place,
                    end_place=hub if shift.end_at is None else made.end_place,
                    trips=replace(made.trips, reload_places=(hub,)),
                )


def _tasks(
    asked: HubDays, whole: Day, orders: Sequence[OrderOfDay], places: Places, loads: Sequence[str]
) -> Iterator[Task]:
    """Yield the tasks; those of an order that may change its hub name none."""
    hubs = {day.hub.id: place_of_hub(day, places) for day in asked.days}
    at = asked.hub_of_order
    for task in tasks_of_orders(whole, orders, places, loads):
        order_id = order_of_task(task.id)
        bound = hubs[at[order_id]] if order_id in asked.bound else None
        yield task if task.hub is None else replace(task, hub=bound)


def _locked(whole: Day, tasks: Sequence[Task], vehicles: Sequence[Vehicle]) -> tuple[Task, ...]:
    ids, shifts = {task.id for task in tasks}, {vehicle.id for vehicle in vehicles}
    return locked_tasks(tasks, locks_on(whole, ids, shifts))


def _stations(whole: Day, places: Places) -> tuple[Station, ...]:
    return tuple(station_of(whole, one, places) for one in whole.stations if one.id in places.of_station)


def _access(whole: Day, places: Places, hubs: frozenset[int]) -> Iterator[Access]:
    """Yield who may be where; no hub's own place is ever closed to its vehicles."""
    for area in access_of(whole, places):
        inside = tuple(place for place in area.places if place not in hubs)
        if inside:
            yield replace(area, places=inside)


def _hub_chargers(asked: HubDays, places: Places) -> tuple[HubCharger, ...]:
    found: dict[int, HubCharger] = {}
    for day in asked.days:
        place = place_of_hub(day, places)
        for charger in hub_chargers_of(day) if kinds_of(day) else ():
            found.setdefault(place, replace(charger, place=place))
    return tuple(found.values())
