"""Why a stop is with its rider: what each of its orders would cost with the two next best, or what forbids it."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from pannier.accounts.people import my_organisation
from pannier.engine.elsewhere import Elsewhere
from pannier.places.service import get_hub, network_of
from pannier.planning.day import Day
from pannier.planning.models import Route, Task
from pannier.planning.queries import get_plan, get_route, get_stop, tasks_of_stop
from pannier.planning.retime import NetworkOf
from pannier.planning.standing import standing_plan
from pannier.planning.task_ids import task_id_of


@dataclass(frozen=True)
class WhyHere:
    """For each task of a stop what its whole order, pair or bundle would cost elsewhere."""

    route: Route
    day: Day
    tasks: tuple[tuple[Task, tuple[Elsewhere, ...]], ...]


def why_here(db: Session, stop_id: uuid.UUID, *, network_of: NetworkOf = network_of) -> WhyHere:
    """Return why a stop is where it is, by the plan that its route belongs to; raise StopNotFound."""
    stop = get_stop(db, stop_id)
    route = get_route(db, stop.route_id)
    network = network_of(get_hub(db, route.hub_id))
    currency = my_organisation(db).currency
    standing = standing_plan(db, get_plan(db, route.plan_id), network, currency=currency)
    found = []
    with standing.lock:
        for task in tasks_of_stop(db, stop_id):
            number = standing.plan.problem.task_index.get(task_id_of(task.order_id, task.kind))
            told = () if number is None else standing.plan.elsewhere(number)
            found.append((task, told))
    return WhyHere(route, standing.day, tuple(found))
