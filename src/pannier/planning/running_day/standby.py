"""A change of planned rounds and orders on demand leave each other alone: those go to riders by themselves."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from pannier.core.problem import Problem, Task
from pannier.fleet.on_demand import ON_DEMAND, on_demand_rules
from pannier.fleet.roster import RosterEntry
from pannier.orders.queries import which_on_demand
from pannier.planning.queries import RouteSheet
from pannier.planning.task_ids import order_of_task


def standby_shifts(db: Session, hub_id: uuid.UUID, entries: Iterable[RosterEntry]) -> frozenset[uuid.UUID]:
    """Return the shifts that serve orders on demand only."""
    rules = on_demand_rules(db, hub_id)
    return frozenset(one.shift_id for one in entries if rules.of_shift(one.serves) == ON_DEMAND)


def left_alone(
    db: Session, problem: Problem, sheets: Mapping[str, RouteSheet], standby: Collection[uuid.UUID]
) -> Problem:
    """Return the problem with orders on demand bound to their riders, and all others kept from riders on standby.

    Who has no shift in the problem holds nothing, and a planned order that is with a rider on standby stays free.
    """
    holders = dict(_holders(sheets))
    on_demand = which_on_demand(db, holders)
    apart = {str(shift) for shift in standby} & problem.vehicle_index.keys()

    def bound(task: Task) -> Task:
        order_id = order_of_task(task.id)
        holder = holders.get(order_id, "")
        if order_id in on_demand:
            return replace(task, only=frozenset((holder,))) if holder in problem.vehicle_index else task
        others = frozenset((task.only or problem.vehicle_index.keys()) - apart)
        return replace(task, only=others) if apart and others and holder not in apart else task

    if not on_demand and not apart:
        return problem
    return replace(problem, tasks=tuple(map(bound, problem.tasks)))


def _holders(sheets: Mapping[str, RouteSheet]) -> Iterator[tuple[uuid.UUID, str]]:
    """Yield each open order of the routes with the shift that has it."""
    for shift, sheet in sheets.items():
        for shown in sheet.stops:
            yield from ((task.order_id, shift) for task in shown.tasks if task.state != "closed")
