"""What if the same orders were driven with other vehicles: planned and checked like a day, stored nowhere."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from pannier.core.units import divide_up
from pannier.factors.kinds import vehicle_kind
from pannier.fleet.specification import VehicleSpec
from pannier.fleet.walk_rules import may_walk
from pannier.orders.queries import is_collected_on, orders_by_id
from pannier.places.service import get_hub, network_of
from pannier.planning.build_day import around_day, build_day
from pannier.planning.day import NO_CARBON, NO_MATTER, Day, RulesOfDay, ShiftOfDay
from pannier.planning.make_plan import plan_the_day
from pannier.planning.order_facts import order_of_day
from pannier.planning.pool import solve_in_pool
from pannier.planning.retime import NetworkOf
from pannier.planning.shift_vehicle import closing_time
from pannier.planning.solver import Effort, Solver
from pannier.planning.totals import cost_cents

ORDERS_PER_VEHICLE = 15
"""So few orders a vehicle that there are always enough of them; the fixed cost keeps the plan from using all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What the day would have taken: vehicles used, metres, seconds, joules from batteries; who is left out.

    `cost_cents` is what is paid.
    """

    routes: int
    distance_m: int
    duration_s: int
    energy_j: int
    cost_cents: int
    left_out: tuple[uuid.UUID, ...]


def drive_with(
    db: Session,
    *,
    hub_id: uuid.UUID,
    service_date: date,
    order_ids: Iterable[uuid.UUID],
    kind: str,
    seed: int = 1,
    iterations: int = 300,
    solve: Solver = solve_in_pool,
    network_of: NetworkOf = network_of,
) -> WhatIf:
    """Plan these orders for as many vehicles of one kind as it takes, with the same windows and demands.

    Raises HubOffNetwork when the kind cannot leave the hub. The same seed and orders give the same figures.
    """
    day = _day(db, hub_id, service_date, order_ids, kind)
    day = replace(day, shifts=tuple(_fleet(day, kind)))
    network = network_of(get_hub(db, hub_id))
    planned = plan_the_day(day, network, solve, Effort(seed=seed, iterations=iterations), draw=False)
    routes = planned.plan.routes
    return WhatIf(
        routes=len(routes),
        distance_m=sum(route.distance_m for route in routes),
        duration_s=sum(route.duration_s for route in routes),
        energy_j=sum(route.energy_j for route in routes),
        cost_cents=sum(cost_cents(route) for route in routes),
        left_out=tuple(uuid.UUID(left.task_id) for left in planned.left_out),
    )


def _day(
    db: Session, hub_id: uuid.UUID, service_date: date, order_ids: Iterable[uuid.UUID], code: str
) -> Day:
    around = around_day(db, hub_id, service_date)
    rows = sorted(orders_by_id(db, order_ids).values(), key=lambda order: order.id)
    found = (order_of_day(order, collect=is_collected_on(order, service_date)) for order in rows)
    # Skills belong to riders and their vehicles; here only streets, loads and times count.
    free: dict[str, Any] = {
        "needs": (),
        "loads": {},
        "goods": None,
        "together": None,
        "apart": None,
        "due_at": None,
    }
    return build_day(
        db,
        # Nobody's hours are made even and no carbon is priced: the same orders, driven at the least cost.
        replace(around, people=NO_MATTER, carbon=NO_CARBON, rules=_walked_from(around.rules, code)),
        service_date,
        orders=[replace(order, **free) for order in found if order is not None],
        now=datetime.combine(service_date, time(), ZoneInfo(around.hub.timezone)),
    )


def _walked_from(rules: RulesOfDay, code: str) -> RulesOfDay:
    """Return the rules with a kind parked once for as many doors as whichever is walked from furthest.

    Who walks from an e-van would walk from a diesel van too; to let that one stop at every door would flatter us.
    """
    furthest = max(rules.walks.values(), key=lambda rule: (rule.within_m, rule.kind), default=None)
    if furthest is None or code in rules.walks or not may_walk(vehicle_kind(code)):
        return rules
    return replace(rules, walks={**rules.walks, code: replace(furthest, kind=code)})


def _fleet(day: Day, code: str) -> Iterable[ShiftOfDay]:
    """Yield vehicles that can work as long as the hub is open."""
    kind = vehicle_kind(code)
    for number in range(divide_up(max(1, len(day.orders)), ORDERS_PER_VEHICLE) + 1):
        vehicle = VehicleSpec(
            id=uuid5(NAMESPACE_OID, f"{code} {number}"),
            name=str(number + 1),
            kind=kind,
            payload_g=kind.payload_g,
            volume_ml=kind.volume_ml,
            parcels_max=kind.parcels_max,
            battery_wh=kind.battery.capacity_wh if kind.battery else None,
            spare_batteries=len(day.orders) if kind.battery and kind.battery.swap_s else 0,
        )
        yield ShiftOfDay(
            id=vehicle.id,
            rider_id=vehicle.id,
            vehicle=vehicle,
            skills=(),
            starts_at=day.local(day.hub.opens),
            ends_at=day.moment(closing_time(day)),
        )
