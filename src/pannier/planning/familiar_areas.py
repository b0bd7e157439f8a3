"""Who knows the area that an order goes to: read only where the operator wants that to count."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from pannier.core.problem import Preference, Task, Vehicle
from pannier.core.units import round_half_up
from pannier.fleet.riders import list_riders
from pannier.fleet.rules import fleet_rules
from pannier.places.service import zone_finder
from pannier.planning.day import Day, OrderOfDay

WHY = "knows the area"


def with_familiar_areas(db: Session, orders: Sequence[OrderOfDay]) -> tuple[OrderOfDay, ...]:
    """Return the orders with the riders who know their areas; as they are where that does not count."""
    if not fleet_rules(db).familiar_area_cents:
        return tuple(orders)
    knowing = _riders_by_zone(db)
    zones_at = zone_finder(db, knowing)
    return tuple(
        replace(order, known_by=frozenset().union(*(knowing[zone] for zone in zones_at(order.point))))
        for order in orders
    )


def _riders_by_zone(db: Session) -> Mapping[uuid.UUID, frozenset[uuid.UUID]]:
    found: dict[uuid.UUID, frozenset[uuid.UUID]] = {}
    for rider in list_riders(db):
        for zone_id in map(uuid.UUID, rider.area_zone_ids):
            found[zone_id] = found.get(zone_id, frozenset()) | {rider.id}
    return found


def of_vehicles(tasks: Sequence[Task], vehicles: Sequence[Vehicle]) -> tuple[Task, ...]:
    """Return tasks that wish for vehicles of the problem only: some shift may be over, or off the streets."""
    ids = frozenset(vehicle.id for vehicle in vehicles)
    return tuple(
        replace(
            task,
            preferences=tuple(
                replace(wish, vehicles=wish.vehicles & ids)
                for wish in task.preferences
                if wish.vehicles & ids not in (frozenset(), ids)
            ),
        )
        if task.preferences
        else task
        for task in tasks
    )


def area_preference(day: Day, order: OrderOfDay) -> tuple[Preference, ...]:
    """Return the wish that somebody drives who knows the area; none where nobody or everybody on duty does."""
    able = frozenset(str(shift.id) for shift in day.shifts if shift.rider_id in order.known_by)
    if not able or not day.people.strange_stop_cents or len(able) == len(day.shifts):
        return ()
    return (Preference(able, round_half_up(day.people.strange_stop_cents * 1000), WHY),)
